//! The help: what each key does, what the filter understands, what the signs mean.

use domain::verdict::Verdict;
use ratatui::style::Style;
use ratatui::text::Span;

use super::judged;
use super::look::{Look, Sign};
use crate::commands::watch::model::{IS_WORDS, SortKey};
use crate::show::{verdict, width};

/// Columns of the keys on the left.
const KEYS: usize = 20;

/// The lines of the help for so many columns.
pub(super) fn lines(look: &Look, room: usize) -> Vec<Vec<Span<'static>>> {
    let sorts: String = SortKey::ALL.iter().map(|key| format!("{} ", key.letter())).collect();
    let words = IS_WORDS.join(" ");
    let mut page = Page { look, room, lines: Vec::new() };
    page.title("watch-help-keys");
    for (keys, id) in [
        ("j k ↓ ↑ PgDn PgUp", "watch-help-move"),
        ("g G Home End", "watch-help-ends"),
        ("Enter", "watch-help-open"),
        ("/", "watch-help-filter"),
        (sorts.trim_end(), "watch-help-sort"),
        ("r", "watch-help-reverse"),
        ("!", "watch-help-attention"),
        ("s", "watch-help-mode"),
        ("t", "watch-help-tree"),
        ("h l ← → - + *", "watch-help-fold"),
        ("Space", "watch-help-pause"),
        ("?", "watch-help-help"),
        ("Esc", "watch-help-back"),
        ("q Ctrl-C", "watch-help-quit"),
        ("Ctrl-Z  Ctrl-L", "watch-help-suspend"),
    ] {
        page.entry(keys, &look.say(id));
    }
    page.title("watch-help-words");
    for (words, id) in [
        ("nginx \"two words\"", "watch-help-text"),
        ("1324", "watch-help-number"),
        ("port:80,8000-8999", "watch-help-port"),
        ("pid: ppid: uid:", "watch-help-pids"),
        ("user:root", "watch-help-user"),
        ("name: exe: cmd:", "watch-help-fields"),
        ("unit: container: tty:", "watch-help-fields"),
        ("verdict:danger,urgent", "watch-help-verdicts"),
        ("!user:root", "watch-help-not"),
    ] {
        page.entry(words, &look.say(id));
    }
    page.entry("is:", &words);
    page.title("watch-help-signs");
    for verdict in Verdict::ALL {
        let does = look.say(&format!("verdict-advice-{}", verdict.word()));
        page.entry(&judged::sign(look, verdict), &format!("{}: {does}", verdict::word(verdict, look.words)));
    }
    page.entry(look.sign(Sign::Unjudged), &look.say("watch-help-unjudged"));
    page.entry("?", &look.say("watch-help-unread"));
    page.entry("-", &look.say("watch-help-none"));
    page.entry("CPU %", &look.say("watch-help-cpu"));
    page.lines
}

struct Page<'a> {
    look: &'a Look,
    room: usize,
    lines: Vec<Vec<Span<'static>>>,
}

impl Page<'_> {
    fn title(&mut self, id: &str) {
        if !self.lines.is_empty() {
            self.lines.push(vec![]);
        }
        self.lines.push(vec![Span::styled(format!(" {}", self.look.say(id)), self.look.accent())]);
    }

    fn entry(&mut self, keys: &str, text: &str) {
        let keys =
            if self.look.ascii { keys.replace('↓', "Down").replace('↑', "Up") } else { keys.to_owned() };
        let keys = if self.look.ascii { keys.replace('←', "<").replace('→', ">") } else { keys };
        let left = KEYS.max(width::columns(&keys) + 1);
        let room = self.room.saturating_sub(left + 3).max(12);
        for (at, part) in width::wrapped(text, room).into_iter().enumerate() {
            let keys = if at == 0 { keys.as_str() } else { "" };
            self.lines.push(vec![
                Span::styled(format!("  {}", width::left(keys, left)), self.look.strong()),
                Span::styled(part, Style::new()),
            ]);
        }
    }
}
