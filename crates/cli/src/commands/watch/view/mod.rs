//! The model as characters on a buffer. Nothing here knows a terminal, a key or the machine.

mod drawer;
mod header;
mod help;
mod judged;
mod look;
mod paint;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

pub(super) use look::{Colours, Look};

use self::look::Sign;
use super::keys::Focus;
use super::model::{Model, Problem};
use crate::show::meter::Level;
use crate::show::width;

/// The smallest screen on which something can be told.
pub(super) const LEAST_COLUMNS: u16 = 40;
pub(super) const LEAST_ROWS: u16 = 10;
/// From here on the details stand beside the list instead of over it.
const BESIDE: u16 = 110;
/// Columns of the details beside the list.
const DRAWER: u16 = 56;

/// Draws the model. Answers where the terminal's cursor belongs, while something is typed.
///
/// `stale` when the newest values are older than they should be.
pub(super) fn draw(buffer: &mut Buffer, look: &Look, model: &mut Model, stale: bool) -> Option<Position> {
    let area = buffer.area;
    if area.width < LEAST_COLUMNS || area.height < LEAST_ROWS {
        too_small(buffer, look, area);
        look.finish(buffer);
        return None;
    }
    let size = header::Size::of(area.height, model.snapshot());
    let rows = size.rows();
    let head = Rect { height: rows, ..area };
    let strip = Rect { y: rows, height: 1, ..area };
    let foot = Rect { y: area.height - 1, height: 1, ..area };
    let body = Rect { y: rows + 1, height: area.height - rows - 2, ..area };

    let beside = area.width >= BESIDE;
    let panel = match (beside, model.help().is_some()) {
        (true, false) => Rect { x: area.width - DRAWER, width: DRAWER, y: rows, height: body.height + 1 },
        _ => Rect { y: rows, height: body.height + 1, ..area },
    };
    let opened = opened(look, model, usize::from(panel.width));
    let list = if opened.is_some() && beside && model.help().is_none() {
        Rect { width: area.width - DRAWER, ..body }
    } else {
        body
    };
    let lines = opened.as_ref().map_or(0, |opened| opened.lines.len());
    let inner = usize::from(panel.height.saturating_sub(1));
    model.fit(usize::from(list.height.saturating_sub(1)), lines.saturating_sub(inner));

    header::draw(buffer, look, model, head, size, stale);
    if opened.is_none() || list.width < body.width {
        table::strip(buffer, look, model, Rect { width: list.width, ..strip });
        table::draw(buffer, look, model, list);
        table::empty(buffer, look, model, list);
    }
    if let Some(opened) = opened {
        opened.draw(buffer, look, panel, model);
    }
    let cursor = footer(buffer, look, model, foot);
    look.finish(buffer);
    cursor
}

/// What is open over or beside the list.
struct Opened {
    title: Vec<Span<'static>>,
    lines: Vec<Vec<Span<'static>>>,
}

fn opened(look: &Look, model: &Model, room: usize) -> Option<Opened> {
    if model.help().is_some() {
        let title = vec![Span::styled(format!(" {} ", look.say("watch-help-title")), look.accent())];
        return Some(Opened { title, lines: help::lines(look, room) });
    }
    let drawer = model.drawer()?;
    Some(Opened {
        title: drawer::title(look, drawer, room),
        lines: drawer::lines(look, drawer, model.mode(), room),
    })
}

impl Opened {
    fn draw(self, buffer: &mut Buffer, look: &Look, area: Rect, model: &Model) {
        let scrolled = model.help().or(model.drawer().map(|drawer| drawer.scrolled)).unwrap_or(0);
        let room = usize::from(area.height.saturating_sub(1));
        let beside = area.x > 0;
        let hidden = self.lines.len().saturating_sub(scrolled + room);
        let meta = match hidden {
            0 => vec![],
            more => vec![Span::styled(
                format!("{} {} ", look.tell("watch-more", &[("count", more.into())]), look.sign(Sign::Down)),
                look.quiet(),
            )],
        };
        let area = if beside { Rect { x: area.x + 1, width: area.width - 1, ..area } } else { area };
        paint::strip(buffer, look, area, self.title, meta);
        for (row, line) in (1..).zip(self.lines.into_iter().skip(scrolled).take(room)) {
            paint::line(buffer, area, row, line);
        }
        if beside {
            for row in 0..area.height {
                let style = look.quiet();
                paint::cell(buffer, (area.x - 1, area.y + row), 1, look.sign(Sign::Side), false, style);
            }
        }
    }
}

/// The last line: the filter while it is typed or set, else what the keys do.
fn footer(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect) -> Option<Position> {
    let typing = model.focus() == Focus::Filter;
    let over_the_list = matches!(model.focus(), Focus::Drawer | Focus::Help);
    if over_the_list || (!typing && model.typed().is_empty()) {
        hints(buffer, look, model, area);
        return None;
    }
    let label = format!(" {} ", look.say("watch-filter"));
    let room = usize::from(area.width).saturating_sub(width::columns(&label) + 2);
    // The end of a long filter is what is being typed.
    let typed = look.harmless(&tail(model.typed(), room), room);
    let end = area.x + (width::columns(&label) + width::columns(&typed)) as u16;
    let mut spans = vec![Span::styled(label, look.accent()), Span::raw(typed)];
    match model.filter().problem() {
        Some(problem) => {
            let text = match problem {
                Problem::Number(field, word) => look.tell(
                    "watch-problem-number",
                    &[("field", (*field).into()), ("word", (&look.harmless(word, 20)).into())],
                ),
                Problem::State(word) => {
                    look.tell("watch-problem-is", &[("word", (&look.harmless(word, 20)).into())])
                }
                Problem::Verdict(word) => {
                    look.tell("watch-problem-verdict", &[("word", (&look.harmless(word, 20)).into())])
                }
            };
            spans.push(Span::styled(format!("  {text}"), look.level(Level::Warn)));
        }
        None => {
            let hint = look.say(if typing { "watch-filter-hint" } else { "watch-filter-clear" });
            spans.push(Span::styled(format!("   {hint}"), look.quiet()));
        }
    }
    paint::line(buffer, area, 0, spans);
    typing.then_some(Position { x: end.min(area.right() - 1), y: area.y })
}

/// The end of a text that takes at most `room` columns.
fn tail(text: &str, room: usize) -> String {
    let mut start = text.len();
    for (at, _) in text.char_indices().rev() {
        if width::columns(&text[at..]) > room {
            break;
        }
        start = at;
    }
    text[start..].to_owned()
}

fn hints(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect) {
    let keys: &[(&str, &str)] = match model.focus() {
        Focus::Help => &[("Esc", "watch-key-back"), ("j k", "watch-key-scroll"), ("q", "watch-key-quit")],
        Focus::Drawer => &[
            ("Esc", "watch-key-back"),
            ("j k", "watch-key-scroll"),
            ("h", "watch-key-parent"),
            ("s", "watch-key-mode"),
            ("q", "watch-key-quit"),
        ],
        Focus::List | Focus::Filter => &[
            ("?", "watch-key-help"),
            ("/", "watch-key-filter"),
            ("!", "watch-key-attention"),
            ("v c m", "watch-key-sort"),
            ("Enter", "watch-key-open"),
            ("q", "watch-key-quit"),
            ("t", "watch-key-tree"),
            ("Space", "watch-key-pause"),
        ],
    };
    let mut spans = vec![Span::raw(" ")];
    for (key, id) in keys {
        let does = look.say(id);
        let room = usize::from(area.width).saturating_sub(paint::spans_width(&spans));
        if key.len() + width::columns(&does) + 3 > room {
            break;
        }
        spans.push(Span::styled((*key).to_owned(), look.strong()));
        spans.push(Span::styled(format!(" {does}  "), look.quiet()));
    }
    paint::line(buffer, area, 0, spans);
}

/// Says that there is no room, in as little as there is.
fn too_small(buffer: &mut Buffer, look: &Look, area: Rect) {
    let text = look.tell(
        "watch-too-small",
        &[
            ("columns", LEAST_COLUMNS.to_string().as_str().into()),
            ("rows", LEAST_ROWS.to_string().as_str().into()),
            ("width", area.width.to_string().as_str().into()),
            ("height", area.height.to_string().as_str().into()),
        ],
    );
    let lines = width::wrapped(&text, usize::from(area.width.max(1)));
    for (row, line) in (0..).zip(lines) {
        paint::line(buffer, area, row, vec![Span::raw(line)]);
    }
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
