//! The table of processes: which columns there is room for, and what stands in a row.

use domain::Reading;
use domain::snapshot::{Process, Snapshot};
use domain::verdict::Mode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::look::{Look, Sign};
use super::{judged, paint};
use crate::commands::watch::model::{Model, Row, SortKey};
use crate::show::meter::Level;
use crate::show::{number, width};

/// Columns before the first one: the cursor, shape and letter of the verdict, and a blank.
const MARKS: u16 = 5;
/// Columns that the name and its arguments need to say anything.
const LEAST_NAME: u16 = 24;
/// Most characters of a command line that are looked at for one row.
const MOST_COMMAND: usize = 400;
/// Deepest branch that is drawn; deeper ones are drawn there.
const DEEPEST_BRANCH: u8 = 12;
/// In the place of a value that could not be read, and of one that there is none of.
const UNREAD: &str = "?";
const NONE: &str = "-";
/// Percent of one core, and of memory, from which a process is large, and very large.
const CPU_LEVELS: (f64, f64) = (50.0, 90.0);
const MEMORY_LEVELS: (f64, f64) = (20.0, 40.0);

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Pid,
    User,
    Cpu,
    Memory,
    MemoryShare,
    Io,
    Ports,
    Unit,
    Age,
}

impl Column {
    /// In the order in which they are shown.
    const ALL: [Self; 9] = [
        Self::Pid,
        Self::User,
        Self::Cpu,
        Self::MemoryShare,
        Self::Memory,
        Self::Io,
        Self::Ports,
        Self::Unit,
        Self::Age,
    ];
    /// In the order in which room is given away.
    const BY_WORTH: [Self; 9] = [
        Self::Pid,
        Self::Cpu,
        Self::Memory,
        Self::User,
        Self::Ports,
        Self::MemoryShare,
        Self::Io,
        Self::Unit,
        Self::Age,
    ];

    const fn columns(self) -> u16 {
        match self {
            Self::Pid | Self::Memory => 7,
            Self::User => 9,
            Self::Cpu => 6,
            Self::MemoryShare => 5,
            Self::Io => 10,
            Self::Ports => 11,
            Self::Unit => 18,
            Self::Age => 7,
        }
    }

    const fn to_the_right(self) -> bool {
        !matches!(self, Self::User | Self::Ports | Self::Unit)
    }

    const fn sorts(self) -> Option<SortKey> {
        Some(match self {
            Self::Pid => SortKey::Pid,
            Self::User => SortKey::User,
            Self::Cpu => SortKey::Cpu,
            Self::Memory => SortKey::Memory,
            Self::Io => SortKey::Io,
            Self::Ports => SortKey::Ports,
            Self::Age => SortKey::Age,
            Self::MemoryShare | Self::Unit => return None,
        })
    }

    /// The message of its title.
    const fn title(self) -> &'static str {
        match self {
            Self::Pid => "ps-column-pid",
            Self::User => "ps-column-user",
            Self::Cpu => "ps-column-cpu",
            Self::Memory => "ps-column-memory",
            Self::MemoryShare => "watch-column-share",
            Self::Io => "watch-column-io",
            Self::Ports => "ps-column-ports",
            Self::Unit => "watch-column-unit",
            Self::Age => "ps-column-age",
        }
    }
}

/// The columns that fit, in the order in which they are shown. What is sorted by is always among them.
fn fitting(room: u16, sort: SortKey) -> Vec<Column> {
    let sorted = Column::ALL.into_iter().filter(|column| column.sorts() == Some(sort));
    let mut taken = MARKS;
    let mut fit = Vec::new();
    let must = [Column::Pid].into_iter().chain(sorted);
    for (column, least) in
        must.map(|column| (column, 8)).chain(Column::BY_WORTH.into_iter().map(|column| (column, LEAST_NAME)))
    {
        // A small screen has a shorter name rather than no CPU and no memory.
        let least = if matches!(column, Column::Cpu | Column::Memory) { 12 } else { least };
        if !fit.contains(&column) && taken + column.columns() + 1 + least <= room {
            taken += column.columns() + 1;
            fit.push(column);
        }
    }
    Column::ALL.into_iter().filter(|column| fit.contains(column)).collect()
}

/// Draws the table: titles, then the rows.
pub(super) fn draw(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect) {
    let columns = fitting(area.width, model.sort().key);
    titles(buffer, look, model, area, &columns);
    let Some(snapshot) = model.snapshot() else { return };
    let processes = snapshot.processes.as_deref().unwrap_or_default();
    let (rows, selected) = model.visible();
    for (line, row) in rows.iter().enumerate().take(usize::from(area.height.saturating_sub(1))) {
        let Some(process) = processes.get(row.place) else { continue };
        let y = area.y + 1 + line as u16;
        let at = Rect { y, height: 1, ..area };
        let drawn = TableRow { look, snapshot, process, row, tree: model.tree(), mode: model.mode() };
        drawn.draw(buffer, at, &columns, selected == Some(line));
    }
}

fn titles(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect, columns: &[Column]) {
    let sort = model.sort();
    let sign = look.sign(if sort.descending { Sign::Down } else { Sign::Up });
    let title = |id: &str, key: Option<SortKey>| {
        let sorted = key == Some(sort.key);
        let style = if sorted { look.accent() } else { look.quiet() };
        (if sorted { format!("{}{sign}", look.say(id)) } else { look.say(id) }, style)
    };
    let mut x = area.x + MARKS;
    for column in columns {
        let (text, style) = title(column.title(), column.sorts());
        let text = look.clipped(&text, column.columns().into());
        paint::cell(buffer, (x, area.y), column.columns(), &text, column.to_the_right(), style);
        x += column.columns() + 1;
    }
    let (text, style) = title("ps-column-name", Some(SortKey::Name));
    paint::cell(buffer, (x, area.y), area.right().saturating_sub(x), &text, false, style);
}

struct TableRow<'a> {
    look: &'a Look,
    snapshot: &'a Snapshot,
    process: &'a Process,
    row: &'a Row,
    tree: bool,
    mode: Mode,
}

impl TableRow<'_> {
    fn draw(&self, buffer: &mut Buffer, at: Rect, columns: &[Column], selected: bool) {
        let look = self.look;
        if selected {
            buffer.set_style(at, look.selected());
            paint::cell(buffer, (at.x, at.y), 1, look.sign(Sign::Cursor), false, look.accent());
        }
        let (sign, style) = judged::mark(look, self.process, self.mode);
        paint::cell(buffer, (at.x + 1, at.y), MARKS - 2, &sign, false, style);
        let mut x = at.x + MARKS;
        for column in columns {
            let (text, style) = self.cell(*column, selected);
            let text = look.clipped(&text, column.columns().into());
            paint::cell(buffer, (x, at.y), column.columns(), &text, column.to_the_right(), style);
            x += column.columns() + 1;
        }
        let rest = Rect { x, width: at.right().saturating_sub(x), ..at };
        paint::line(buffer, rest, 0, self.name(rest.width.into(), selected));
    }

    /// A style of its own gives way on the selected row, which is one colour.
    fn quiet(&self, selected: bool) -> Style {
        if selected { Style::new() } else { self.look.quiet() }
    }

    fn cell(&self, column: Column, selected: bool) -> (String, Style) {
        let look = self.look;
        let (sample, quiet) = (&self.process.sample, self.quiet(selected));
        let text = |value: Reading<String>, style: Style| match value {
            Ok(text) if text.is_empty() => (NONE.to_owned(), quiet),
            Ok(text) => (text, style),
            Err(_) => (UNREAD.to_owned(), quiet),
        };
        let most = usize::from(column.columns());
        match column {
            Column::Pid => (sample.key.pid.to_string(), Style::new()),
            Column::User => text(Ok(user(look, self.process, most)), quiet),
            Column::Cpu => self.share(self.process.cpu_percent, CPU_LEVELS, quiet),
            Column::MemoryShare => self.share(self.process.memory_percent, MEMORY_LEVELS, quiet),
            Column::Memory => (number::bytes(sample.rss_bytes), Style::new()),
            Column::Io => match self.process.io_rates {
                Ok((read, written)) if read + written < 1.0 => (NONE.to_owned(), quiet),
                Ok((read, written)) => (number::rate(read + written), Style::new()),
                Err(_) => (UNREAD.to_owned(), quiet),
            },
            Column::Ports => text(ports(self.process), Style::new()),
            Column::Unit => {
                let unit = sample.identity.unit.as_ref().map_err(|gap| *gap);
                text(
                    unit.map(|unit| unit.as_deref().map_or(String::new(), |unit| look.harmless(unit, most))),
                    quiet,
                )
            }
            Column::Age => {
                let age = self.process.create_time.map(|started| self.snapshot.at.seconds() - started);
                text(age.map(|age| number::age(age, look.lang())), quiet)
            }
        }
    }

    fn share(&self, percent: Reading<f64>, (warn, bad): (f64, f64), quiet: Style) -> (String, Style) {
        match percent {
            Ok(percent) => {
                let style = match percent {
                    percent if percent >= bad => self.look.level(Level::Bad),
                    percent if percent >= warn => self.look.level(Level::Warn),
                    percent if percent < 0.05 => quiet,
                    _ => Style::new(),
                };
                (format!("{percent:.1}"), style)
            }
            Err(_) => (UNREAD.to_owned(), quiet),
        }
    }

    /// Branches, the name, and the arguments as far as there is room.
    fn name(&self, room: usize, selected: bool) -> Vec<Span<'static>> {
        let look = self.look;
        let quiet = self.quiet(selected);
        let mut spans = vec![Span::styled(self.branches(), self.look.quiet())];
        let identity = &*self.process.sample.identity;
        let style = if self.row.context { quiet } else { Style::new() };
        if self.row.folded > 0 {
            spans.push(Span::styled(format!("{} ", look.sign(Sign::FoldedAway)), look.accent()));
        }
        spans.push(Span::styled(look.harmless(&identity.name, room), style));
        if self.row.folded > 0 {
            spans.push(Span::styled(format!(" +{}", self.row.folded), look.accent()));
        }
        let left = room.saturating_sub(paint::spans_width(&spans) + 1);
        match identity.cmdline.as_deref() {
            Ok([_, arguments @ ..]) if !arguments.is_empty() && left > 3 => {
                let mut line = String::new();
                for argument in arguments {
                    if line.len() > MOST_COMMAND {
                        break;
                    }
                    line.push(' ');
                    line.extend(argument.chars().take(MOST_COMMAND));
                }
                spans.push(Span::styled(format!(" {}", look.harmless(line.trim_start(), left)), quiet));
            }
            _ => {}
        }
        spans
    }

    fn branches(&self) -> String {
        let depth = self.row.depth.min(DEEPEST_BRANCH);
        if !self.tree || depth == 0 {
            return String::new();
        }
        let further = |level: u8| self.row.further & (1 << level) != 0;
        let mut drawn: String = (1..depth)
            .map(|level| if further(level) { self.look.sign(Sign::Through) } else { "  " })
            .collect();
        drawn += self.look.sign(if further(self.row.depth) { Sign::Between } else { Sign::Last });
        drawn
    }
}

/// The name of the owner, or the number of one that has no name.
pub(super) fn user(look: &Look, process: &Process, most: usize) -> String {
    let identity = &process.sample.identity;
    match (&identity.username, identity.uid) {
        (Ok(Some(name)), _) => look.harmless(name, most),
        (_, Ok(uid)) => uid.to_string(),
        (_, Err(_)) => UNREAD.to_owned(),
    }
}

/// Its ports, each once.
fn ports(process: &Process) -> Reading<String> {
    let sockets = process.sample.sockets.as_ref().map_err(|gap| *gap)?;
    let mut ports: Vec<u16> = sockets.iter().map(|socket| socket.port).collect();
    ports.sort_unstable();
    ports.dedup();
    // More than these fill no column.
    Ok(ports.iter().take(16).map(u16::to_string).collect::<Vec<_>>().join(","))
}

/// The strip above the table: how many, in which order, what is held.
pub(super) fn strip(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect) {
    let (shown, first) = model.extent();
    let all = model.snapshot().and_then(|snapshot| snapshot.processes.as_ref().ok()).map_or(0, Vec::len);
    let count = if model.shows_all() {
        look.tell("watch-count", &[("count", all.into())])
    } else {
        look.tell("watch-count-filtered", &[("shown", shown.into()), ("count", all.into())])
    };
    let mut title =
        vec![Span::styled(format!(" {} ", look.say("status-processes")), look.accent()), Span::raw(count)];
    if let Some(snapshot) = model.snapshot() {
        title.extend(judged::counts(look, snapshot, model.mode()));
    }
    let mut meta = Vec::new();
    if model.paused() {
        meta.push(Span::styled(look.say("watch-paused"), look.level(Level::Warn)));
        meta.push(Span::raw("  "));
    }
    if model.holding() {
        meta.push(Span::styled(look.say("watch-held"), look.quiet()));
        meta.push(Span::raw("  "));
    }
    if model.tree() {
        meta.push(Span::styled(look.say("watch-tree"), look.quiet()));
        meta.push(Span::raw("  "));
    }
    for id in judged::held(model) {
        meta.push(Span::styled(look.say(id), look.accent()));
        meta.push(Span::raw("  "));
    }
    let sort = model.sort();
    let by = look.say(&format!("watch-by-{}", sort.key.word()));
    meta.push(Span::styled(by, look.quiet()));
    let (rows, _) = model.visible();
    if rows.len() < shown {
        meta.push(Span::styled(format!("  {}-{}", first + 1, first + rows.len()), look.quiet()));
    }
    meta.push(Span::raw(" "));
    // What does not fit falls away from the left; the words that explain a frozen screen come first.
    while meta.len() > 2
        && paint::spans_width(&title) + paint::spans_width(&meta) + 3 > usize::from(area.width)
    {
        meta.pop();
    }
    paint::strip(buffer, look, area, title, meta);
}

/// What stands in the place of the rows when there are none.
pub(super) fn empty(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect) {
    let text = match (model.snapshot(), model.unlisted()) {
        (None, _) => look.say("watch-waiting"),
        (_, Some(gap)) => {
            let why = look.say(&super::header::why(gap));
            look.tell("ps-unlisted", &[("why", (&why).into())])
        }
        _ if model.extent().0 == 0 => look.say("watch-nothing"),
        _ => return,
    };
    for (line, text) in (2..).zip(width::wrapped(&text, usize::from(area.width).saturating_sub(4))) {
        paint::line(buffer, area, line, vec![Span::raw("   "), Span::styled(text, look.quiet())]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sorted_by_is_always_shown() {
        // The name and the verdict are no columns: both are always there.
        for key in SortKey::ALL.into_iter().filter(|key| !matches!(key, SortKey::Name | SortKey::Verdict)) {
            for room in [40, 60, 80, 120] {
                let sorts: Vec<_> = fitting(room, key).into_iter().filter_map(Column::sorts).collect();
                assert!(sorts.contains(&key), "{key:?} in {room}: {sorts:?}");
            }
        }
    }

    #[test]
    fn the_name_keeps_room_and_all_columns_fit_a_wide_screen() {
        for room in [40, 80, 100, 120, 200] {
            let taken: u16 = fitting(room, SortKey::Cpu).iter().map(|column| column.columns() + 1).sum();
            assert!(taken + MARKS + 12 <= room, "{room}: {taken}");
        }
        assert_eq!(fitting(130, SortKey::Cpu), Column::ALL);
    }
}
