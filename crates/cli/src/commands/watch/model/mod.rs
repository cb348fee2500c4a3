//! What the console shows, as plain data: which processes in which order, which one is selected, what is open.
//! Pure: snapshots, actions and sizes in; rows out. Nothing here draws, reads a clock or the machine.

mod drawer;
mod filter;
mod sort;
mod trail;
mod tree;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::snapshot::{Process, Snapshot};
use domain::verdict::Mode;
use domain::{Gap, ProcessKey};

use super::keys::{Action, Focus, Go};
use crate::commands::told;

pub(super) use drawer::Drawer;
pub(super) use filter::{Filter, IS_WORDS, LONGEST as LONGEST_FILTER, Problem};
pub(super) use sort::{Sort, SortKey};
pub(super) use trail::{KEPT, Trail, Trails, network};
pub(super) use tree::{Row, parent_of};

/// Ticks for which rows keep their places after the cursor was moved: nothing jumps away under it.
const HELD_TICKS: u8 = 5;
/// Most processes that stay folded away.
const MOST_FOLDED: usize = 10_000;

/// What the session has to do besides drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Quit,
    Suspend,
    Repaint,
}

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    /// On the first row, whoever that is: nobody chose a process yet.
    Top,
    /// On this process, wherever it is; the number is the row it was last seen in.
    On(ProcessKey, usize),
}

/// The state of the console.
#[derive(Debug)]
pub(super) struct Model {
    shown: Option<Arc<Snapshot>>,
    /// The newest snapshot while the shown one is held.
    waiting: Option<Arc<Snapshot>>,
    paused: bool,
    trails: Trails,
    sort: Sort,
    typed: String,
    /// The filter before it was typed anew.
    before_typing: Option<String>,
    filter: Filter,
    mode: Mode,
    /// Only what somebody has to look at.
    attention: bool,
    tree: bool,
    folded: HashSet<ProcessKey>,
    cursor: Cursor,
    /// Ticks for which the order is still kept.
    held: u8,
    order: Vec<ProcessKey>,
    rows: Vec<Row>,
    /// First row on the screen.
    first: usize,
    /// Rows on the screen.
    room: usize,
    drawer: Option<Drawer>,
    /// Lines of the help that are scrolled away, while it is open.
    help: Option<usize>,
    /// How far the open drawer or help can be scrolled.
    scrolls: usize,
}

impl Model {
    /// Nothing was seen yet.
    pub(super) fn new(key: SortKey) -> Self {
        Self {
            shown: None,
            waiting: None,
            paused: false,
            trails: Trails::default(),
            sort: key.first(),
            typed: String::new(),
            before_typing: None,
            filter: Filter::default(),
            mode: Mode::default(),
            attention: false,
            tree: false,
            folded: HashSet::new(),
            cursor: Cursor::Top,
            held: 0,
            order: Vec::new(),
            rows: Vec::new(),
            first: 0,
            room: 1,
            drawer: None,
            help: None,
            scrolls: 0,
        }
    }

    /// The same, judging by this mode and with a filter that was typed already.
    pub(super) fn with(mut self, mode: Mode, filter: &str) -> Self {
        self.mode = mode;
        self.edit(|typed| filter.clone_into(typed));
        self
    }

    /// Takes the snapshot of a tick.
    pub(super) fn take(&mut self, snapshot: Arc<Snapshot>) {
        self.trails.push(&snapshot);
        if self.paused && self.shown.is_some() {
            self.waiting = Some(snapshot);
            return;
        }
        self.show(snapshot);
        self.held = self.held.saturating_sub(1);
    }

    fn show(&mut self, snapshot: Arc<Snapshot>) {
        if let Some(drawer) = &mut self.drawer {
            drawer.look(&snapshot);
        }
        self.shown = Some(snapshot);
        self.arrange();
    }

    /// Does what a key asks for, and says what the session has to do about it.
    pub(super) fn act(&mut self, action: Action) -> Option<Wish> {
        match action {
            Action::Quit => return Some(Wish::Quit),
            Action::Suspend => return Some(Wish::Suspend),
            Action::Repaint => return Some(Wish::Repaint),
            Action::Back => return self.back(),
            Action::Go(go) => self.go(go),
            Action::Sort(key) => self.sort_by(key),
            Action::Reverse => self.set_sort(Sort { descending: !self.sort.descending, ..self.sort }),
            Action::Tree => {
                self.tree = !self.tree;
                self.arrange();
            }
            Action::Collapse => self.collapse(),
            Action::Expand => self.expand(),
            Action::ExpandAll => {
                self.folded.clear();
                self.arrange();
            }
            Action::Open => self.open(self.selected().map(|row| row.key)),
            Action::Parent => self.open_parent(),
            Action::Help => self.help = Some(0),
            Action::Pause => self.pause(),
            Action::Mode => {
                self.mode = if self.mode == Mode::Strict { Mode::Contextual } else { Mode::Strict };
                self.arrange();
            }
            Action::Attention => self.attend(!self.attention),
            Action::Filter => self.before_typing = Some(self.typed.clone()),
            Action::Type(c) => self.edit(|typed| typed.push(c)),
            Action::Paste(text) => {
                let line: String = text.lines().next().unwrap_or_default().to_owned();
                self.edit(|typed| typed.extend(line.chars().filter(|c| !c.is_control())));
            }
            Action::Erase => self.edit(|typed| {
                typed.pop();
            }),
            Action::EraseWord => self.edit(|typed| {
                let kept = typed.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                typed.truncate(kept);
            }),
            Action::EraseAll => self.edit(String::clear),
            Action::Keep => self.before_typing = None,
        }
        None
    }

    /// What takes the keys.
    pub(super) fn focus(&self) -> Focus {
        if self.help.is_some() {
            Focus::Help
        } else if self.drawer.is_some() {
            Focus::Drawer
        } else if self.before_typing.is_some() {
            Focus::Filter
        } else {
            Focus::List
        }
    }

    fn back(&mut self) -> Option<Wish> {
        match self.focus() {
            Focus::Help => self.help = None,
            Focus::Drawer => self.drawer = None,
            Focus::Filter => {
                let before = self.before_typing.take().unwrap_or_default();
                self.edit(|typed| *typed = before);
            }
            Focus::List if !self.typed.is_empty() => self.edit(String::clear),
            Focus::List if self.attention => self.attend(false),
            Focus::List => return Some(Wish::Quit),
        }
        None
    }

    fn edit(&mut self, change: impl FnOnce(&mut String)) {
        change(&mut self.typed);
        if let Some((end, _)) = self.typed.char_indices().nth(LONGEST_FILTER) {
            self.typed.truncate(end);
        }
        self.filter = Filter::read(&self.typed);
        self.arrange();
    }

    fn attend(&mut self, attention: bool) {
        self.attention = attention;
        self.arrange();
    }

    fn pause(&mut self) {
        self.paused = !self.paused;
        if let Some(newest) = self.waiting.take() {
            self.show(newest);
        }
    }

    fn sort_by(&mut self, key: SortKey) {
        let sort = if self.sort.key == key {
            Sort { descending: !self.sort.descending, ..self.sort }
        } else {
            key.first()
        };
        self.set_sort(sort);
    }

    fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
        self.held = 0;
        self.arrange();
    }

    /// Puts the rows together anew, and the cursor where it belongs.
    fn arrange(&mut self) {
        let Some(snapshot) = self.shown.clone() else { return };
        let processes = snapshot.processes.as_deref().unwrap_or_default();
        let order = self.ordered(processes);
        let holds = |process: &Process| {
            self.filter.holds(process, self.mode)
                && (!self.attention || told::needs_a_look(process, self.mode))
        };
        self.rows = match (self.tree, self.shows_all()) {
            (false, _) => tree::flat(processes, &order, holds),
            (true, true) => tree::tree(processes, &order, holds, &self.folded),
            // What is looked for is found even where it was folded away.
            (true, false) => tree::tree(processes, &order, holds, &HashSet::new()),
        };
        self.order.clear();
        self.order.extend(order.iter().map(|place| processes[*place].sample.key));
        self.settle();
    }

    fn ordered(&self, processes: &[Process]) -> Vec<usize> {
        let mut order = sort::ordered(processes, self.sort, self.mode);
        if self.held > 0 {
            let rank: HashMap<ProcessKey, usize> =
                self.order.iter().enumerate().map(|(rank, key)| (*key, rank)).collect();
            // A stable sort: who is new comes after the rest, in the order asked for.
            order.sort_by_key(|place| rank.get(&processes[*place].sample.key).copied().unwrap_or(usize::MAX));
        }
        order
    }

    /// The cursor on its process, or on the row where its process was when that has gone; the row on the screen.
    fn settle(&mut self) {
        let Some(end) = self.rows.len().checked_sub(1) else {
            self.first = 0;
            return;
        };
        let at = match self.cursor {
            Cursor::Top => 0,
            Cursor::On(key, row) => {
                let at = self.rows.iter().position(|row| row.key == key);
                let at = at.unwrap_or_else(|| row.min(end));
                self.cursor = Cursor::On(self.rows[at].key, at);
                at
            }
        };
        let most = self.rows.len().saturating_sub(self.room);
        self.first = self.first.min(at).max((at + 1).saturating_sub(self.room)).min(most);
    }

    /// Row of the cursor.
    fn at(&self) -> usize {
        match self.cursor {
            Cursor::Top => 0,
            Cursor::On(_, row) => row.min(self.rows.len().saturating_sub(1)),
        }
    }

    /// The process under the cursor is chosen from now on.
    fn pin(&mut self) {
        if let Some(row) = self.rows.get(self.at()) {
            self.cursor = Cursor::On(row.key, self.at());
        }
    }

    fn go(&mut self, go: Go) {
        if let Some(scrolled) = self.help.as_mut().or(self.drawer.as_mut().map(|drawer| &mut drawer.scrolled))
        {
            *scrolled = target(*scrolled, go, self.room, self.scrolls);
            return;
        }
        if go == Go::First {
            self.cursor = Cursor::Top;
            self.held = 0;
        } else {
            let at = target(self.at(), go, self.room, self.rows.len().saturating_sub(1));
            let Some(row) = self.rows.get(at) else { return };
            self.cursor = Cursor::On(row.key, at);
            self.held = HELD_TICKS;
        }
        self.settle();
    }

    fn collapse(&mut self) {
        let Some(row) = self.selected().copied().filter(|_| self.tree) else { return };
        if row.parent && row.folded == 0 && self.folded.len() < MOST_FOLDED {
            self.folded.insert(row.key);
            self.pin();
            self.arrange();
            return;
        }
        // A leaf, or folded already: up to the parent, so that a second press folds that.
        let at = self.at();
        if let Some(up) = self.rows[..at].iter().rposition(|above| above.depth < row.depth) {
            self.cursor = Cursor::On(self.rows[up].key, up);
            self.settle();
        }
    }

    fn expand(&mut self) {
        let Some(row) = self.selected().copied().filter(|_| self.tree) else { return };
        if self.folded.remove(&row.key) {
            self.pin();
            self.arrange();
        }
    }

    fn open(&mut self, key: Option<ProcessKey>) {
        let Some((snapshot, key)) = self.shown.clone().zip(key) else { return };
        let Some(process) = snapshot.process(key).cloned() else { return };
        self.pin();
        let mut trail = Trail::default();
        trail.push(process.cpu_percent);
        self.drawer = Some(Drawer { process, seen: snapshot, ended: false, trail, scrolled: 0 });
    }

    fn open_parent(&mut self) {
        let Some(drawer) = &self.drawer else { return };
        let processes = drawer.seen.processes.as_deref().unwrap_or_default();
        let child = drawer.process.sample.key.pid;
        let place = processes.binary_search_by_key(&child, |process| process.sample.key.pid).ok();
        let parent = place.and_then(|place| parent_of(processes, place));
        let Some(key) = parent.map(|place| processes[place].sample.key) else { return };
        self.open(Some(key));
        if let Some(at) = self.rows.iter().position(|row| row.key == key) {
            self.cursor = Cursor::On(key, at);
            self.settle();
        }
    }

    /// Takes the size of what is on the screen: rows of the list, lines that what is open can be scrolled by.
    pub(super) fn fit(&mut self, room: usize, scrolls: usize) {
        self.room = room.max(1);
        self.scrolls = scrolls;
        if let Some(scrolled) = self.help.as_mut().or(self.drawer.as_mut().map(|drawer| &mut drawer.scrolled))
        {
            *scrolled = (*scrolled).min(scrolls);
        }
        self.settle();
    }

    /// The snapshot on the screen.
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.shown.as_deref()
    }

    /// The rows on the screen, and which of them is selected.
    pub(super) fn visible(&self) -> (&[Row], Option<usize>) {
        let end = (self.first + self.room).min(self.rows.len());
        let rows = self.rows.get(self.first..end).unwrap_or_default();
        (rows, self.at().checked_sub(self.first).filter(|at| *at < rows.len()))
    }

    /// The selected row.
    pub(super) fn selected(&self) -> Option<&Row> {
        self.rows.get(self.at())
    }

    /// Rows in all, and how many stand above the screen.
    pub(super) fn extent(&self) -> (usize, usize) {
        (self.rows.len(), self.first)
    }

    /// Why there is no list of processes.
    pub(super) fn unlisted(&self) -> Option<Gap> {
        self.shown.as_ref()?.processes.as_ref().err().copied()
    }

    pub(super) fn paused(&self) -> bool {
        self.paused
    }

    /// Whether rows keep their places.
    pub(super) fn holding(&self) -> bool {
        self.held > 0
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    pub(super) fn tree(&self) -> bool {
        self.tree
    }

    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    pub(super) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// How the processes are judged.
    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether only what somebody has to look at is shown.
    pub(super) fn attention(&self) -> bool {
        self.attention
    }

    /// Whether nothing is left out.
    pub(super) fn shows_all(&self) -> bool {
        self.filter.is_empty() && !self.attention
    }

    pub(super) fn trails(&self) -> &Trails {
        &self.trails
    }

    pub(super) fn drawer(&self) -> Option<&Drawer> {
        self.drawer.as_ref()
    }

    /// Lines of the help that are scrolled away, while it is open.
    pub(super) fn help(&self) -> Option<usize> {
        self.help
    }
}

fn target(at: usize, go: Go, page: usize, end: usize) -> usize {
    let page = page.saturating_sub(1).max(1);
    let to = match go {
        Go::Up => at.saturating_sub(1),
        Go::Down => at + 1,
        Go::PageUp => at.saturating_sub(page),
        Go::PageDown => at + page,
        Go::First => 0,
        Go::Last => end,
    };
    to.min(end)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
