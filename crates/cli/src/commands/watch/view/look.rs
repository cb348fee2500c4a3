//! How things look: colours and signs for what the terminal can show, and names made harmless.
//!
//! Shape and word come first, colour repeats them (the look's rule 2): without colour nothing is lost, and where
//! the locale is not UTF-8 the signs are ASCII.

use std::borrow::Cow;

use domain::text::visible;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthChar as _;
use words::{Lang, Value, Words};

use crate::config::Thresholds;
use crate::show::meter::Level;
use crate::show::width;

/// Zero-width characters that one character may carry: more would be drawn over the lines above and below.
const MOST_MARKS: usize = 2;

/// What the terminal can show, and what it is told in.
#[derive(Clone, Debug)]
pub(in crate::commands::watch) struct Look {
    pub(in crate::commands::watch) words: &'static Words,
    pub(in crate::commands::watch) colours: Colours,
    /// Signs are ASCII: the locale is not UTF-8.
    pub(in crate::commands::watch) ascii: bool,
    /// For the clock.
    pub(in crate::commands::watch) zone: TimeZone,
    pub(in crate::commands::watch) cpu: Thresholds,
    pub(in crate::commands::watch) memory: Thresholds,
    pub(in crate::commands::watch) disk: Thresholds,
    /// What would let this program see more, as `CAP_SYS_PTRACE`.
    pub(in crate::commands::watch) lacking: Vec<&'static str>,
}

/// Colours that can be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands::watch) enum Colours {
    /// None, or none are wanted.
    None,
    Sixteen,
    /// The 256 of xterm.
    Many,
}

/// Signs that have an ASCII form.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    Lit,
    Half,
    Unlit,
    Missing,
    Cursor,
    /// In the place of the verdict while there is none.
    Unjudged,
    Leader,
    Down,
    Up,
    Received,
    Sent,
    Between,
    Last,
    Through,
    FoldedAway,
    Side,
}

impl Sign {
    const fn forms(self) -> (&'static str, &'static str) {
        match self {
            Self::Lit => ("▓", "#"),
            Self::Half => ("▒", "="),
            Self::Unlit => ("░", "."),
            Self::Missing => ("┄", "-"),
            Self::Cursor => ("▶", ">"),
            Self::Unjudged => ("◌", "."),
            Self::Leader => ("·", "."),
            Self::Down => ("▼", "v"),
            Self::Up => ("▲", "^"),
            Self::Received => ("▾", "in"),
            Self::Sent => ("▴", "out"),
            Self::Between => ("├─", "|-"),
            Self::Last => ("└─", "`-"),
            Self::Through => ("│ ", "| "),
            Self::FoldedAway => ("▸", "+"),
            Self::Side => ("│", "|"),
        }
    }
}

const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const ASCII_BARS: [&str; 8] = ["_", ".", ":", "-", "=", "+", "*", "#"];

impl Look {
    pub(super) fn say(&self, id: &str) -> String {
        self.words.text(id, &[])
    }

    pub(super) fn tell(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        self.words.text(id, args)
    }

    pub(super) fn lang(&self) -> Lang {
        self.words.lang()
    }

    pub(super) const fn sign(&self, sign: Sign) -> &'static str {
        let (plain, ascii) = sign.forms();
        if self.ascii { ascii } else { plain }
    }

    /// A column of a sparkline for a share of 0 to 1.
    pub(super) fn bar(&self, share: f64) -> &'static str {
        let bars = if self.ascii { &ASCII_BARS } else { &BARS };
        let at = (share.clamp(0.0, 1.0) * (bars.len() - 1) as f64).round() as usize;
        bars[at.min(bars.len() - 1)]
    }

    /// The silhouette of a level.
    pub(super) const fn shape(&self, level: Level) -> &'static str {
        match (level, self.ascii) {
            (Level::Good, false) => "●",
            (Level::Warn, false) => "▲",
            (Level::Bad, false) => "◆",
            (Level::Good, true) => "o",
            (Level::Warn, true) => "^",
            (Level::Bad, true) => "!",
        }
    }

    /// A text of the system in at most `most` columns: nothing in it moves the cursor, hides or reaches out of
    /// its line. At most a few characters for each column are looked at, however long it is.
    pub(super) fn harmless(&self, text: &str, most: usize) -> String {
        let reach = text.char_indices().nth(most.saturating_mul(4) + 16).map_or(text.len(), |(end, _)| end);
        let shown = visible(&text[..reach]);
        let mut marks = 0;
        let mut kept = String::with_capacity(shown.len());
        for c in shown.chars() {
            if self.ascii && !c.is_ascii() {
                kept.extend(c.escape_unicode());
                continue;
            }
            let wide = c.width().unwrap_or(0);
            marks = if wide == 0 { marks + 1 } else { 0 };
            // Selectors make a character wider in some terminals and not in others.
            let selector = matches!(c, '\u{fe00}'..='\u{fe0f}');
            if !selector && marks <= MOST_MARKS {
                kept.push(c);
            }
        }
        self.clipped(&kept, most).into_owned()
    }

    /// A text of ours in at most `most` columns.
    pub(super) fn clipped<'a>(&self, text: &'a str, most: usize) -> Cow<'a, str> {
        if width::columns(text) <= most {
            return Cow::Borrowed(text);
        }
        let clipped = width::clipped(text, most);
        Cow::Owned(if self.ascii { clipped.replace('…', "~") } else { clipped })
    }

    const fn fg(&self, colour: Color) -> Style {
        match self.colours {
            Colours::None => Style::new(),
            Colours::Sixteen | Colours::Many => Style::new().fg(colour),
        }
    }

    /// What is read second.
    pub(super) const fn quiet(&self) -> Style {
        match self.colours {
            Colours::Many => Style::new().fg(Color::Indexed(244)),
            Colours::None | Colours::Sixteen => Style::new().add_modifier(Modifier::DIM),
        }
    }

    pub(super) const fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Names that begin something: the panel's title, the key in a hint.
    pub(super) const fn accent(&self) -> Style {
        self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    pub(super) const fn level(&self, level: Level) -> Style {
        match level {
            Level::Good => self.fg(Color::Green),
            Level::Warn => self.fg(Color::Yellow),
            Level::Bad => self.fg(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// The word of a level: inverse video is the alarm, and nothing else is inverse.
    pub(super) const fn chip(&self, level: Level) -> Style {
        match level {
            Level::Bad => self.level(level).add_modifier(Modifier::REVERSED),
            Level::Good | Level::Warn => self.level(level),
        }
    }

    /// The selected row.
    pub(super) const fn selected(&self) -> Style {
        match self.colours {
            Colours::Many => {
                Style::new().fg(Color::Indexed(255)).bg(Color::Indexed(237)).add_modifier(Modifier::BOLD)
            }
            Colours::None | Colours::Sixteen => Style::new().add_modifier(Modifier::BOLD),
        }
    }

    /// Where only ASCII can be shown, nothing else is: Korean is asked for by name and stays.
    pub(super) fn finish(&self, buffer: &mut Buffer) {
        if !self.ascii || self.lang() == Lang::Ko {
            return;
        }
        for cell in &mut buffer.content {
            let sign = match cell.symbol() {
                symbol if symbol.is_ascii() => continue,
                "·" => "-",
                "…" => "~",
                "×" => "x",
                "“" | "”" => "\"",
                _ => "?",
            };
            cell.set_symbol(sign);
        }
    }
}
