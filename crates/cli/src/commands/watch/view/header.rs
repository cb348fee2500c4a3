//! The head of the console: the face, the host, and how full each resource is.

use domain::sample::Pressure;
use domain::snapshot::{Disk, Snapshot};
use domain::{Gap, Reading, history};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use server::dto;

use super::look::{Look, Sign};
use super::paint;
use crate::commands::watch::model::{KEPT, Model, Trail, network};
use crate::config::Thresholds;
use crate::show::meter::Level;
use crate::show::{number, width};

/// Columns of the labels on the left.
const LABEL: usize = 9;
/// Cells of a meter.
const CELLS: usize = 20;
/// Columns of the word of a level.
const LEVEL: usize = 11;
/// Columns before the history of a resource, where there is room for one.
const BEFORE_HISTORY: usize = 86;
/// Likewise in the line of network, load and pressure, which is longer.
const BEFORE_NETWORK: usize = 98;
/// Fewest columns of a history that says anything.
const LEAST_HISTORY: usize = 16;
/// Most mounts that are shown.
const MOST_DISKS: usize = 3;
/// The greatest number of columns for the cores.
const MOST_CORES: usize = 32;

/// How much of the head there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// One line.
    Line,
    /// A line each.
    Panel { disks: usize },
}

impl Size {
    /// The size for a screen of so many rows.
    pub(super) fn of(rows: u16, snapshot: Option<&Snapshot>) -> Self {
        let disks = snapshot.and_then(|snapshot| snapshot.disks.as_ref().ok()).map_or(1, Vec::len);
        match rows {
            0..=17 => Self::Line,
            18..=33 => Self::Panel { disks: 1 },
            _ => Self::Panel { disks: disks.clamp(1, MOST_DISKS) },
        }
    }

    pub(super) fn rows(self) -> u16 {
        match self {
            Self::Line => 1,
            Self::Panel { disks } => 4 + disks as u16,
        }
    }
}

/// The worst of the resources, for the face. CPU counts by its last seconds, not by one of them.
fn worst(look: &Look, model: &Model) -> Option<Level> {
    let snapshot = model.snapshot()?;
    let of = |percent: Reading<f64>, thresholds: Thresholds| {
        percent.ok().map(|percent| Level::of(percent, thresholds))
    };
    let disks = snapshot.disks.as_deref().unwrap_or_default();
    let mut levels = vec![
        model.trails().cpu.steady().map(|percent| Level::of(percent, look.cpu)),
        of(history::memory_percent(snapshot), look.memory),
    ];
    levels.extend(disks.iter().map(|disk| of(fill(disk), look.disk)));
    levels.into_iter().flatten().max_by_key(|level| *level as u8)
}

/// The face of the server and its sentence.
fn face(look: &Look, model: &Model, stale: bool) -> (Span<'static>, String, Style) {
    let worst = worst(look, model);
    let (eyes, id, style) = match worst {
        _ if stale => ("[-_-]", "watch-mood-stale", look.strong()),
        None => ("[o.o]", "watch-mood-looking", look.quiet()),
        Some(Level::Good) => ("[^_^]", "watch-mood-good", look.level(Level::Good)),
        Some(Level::Warn) => ("[o_o]", "watch-mood-warn", look.level(Level::Warn)),
        Some(Level::Bad) => ("[>_<]", "watch-mood-bad", look.level(Level::Bad)),
    };
    (Span::styled(eyes, style.patch(look.strong())), look.say(id), style)
}

/// Draws the head. `stale` when the newest values are older than they should be.
pub(super) fn draw(buffer: &mut Buffer, look: &Look, model: &Model, area: Rect, size: Size, stale: bool) {
    let Some(snapshot) = model.snapshot() else {
        let (face, sentence, style) = face(look, model, stale);
        return paint::line(buffer, area, 0, vec![face, Span::raw(" "), Span::styled(sentence, style)]);
    };
    match size {
        Size::Line => one_line(buffer, look, model, snapshot, area, stale),
        Size::Panel { disks } => {
            top(buffer, look, model, snapshot, area, stale);
            let panel = Panel { look, area };
            panel.cpu(buffer, model, snapshot);
            panel.memory(buffer, model, snapshot);
            let row = panel.disks(buffer, snapshot, disks);
            panel.flow(buffer, model, snapshot, row);
        }
    }
}

/// The local time of the snapshot.
fn clock(look: &Look, snapshot: &Snapshot) -> String {
    let at = jiff::Timestamp::from_nanosecond(snapshot.at.0.into()).unwrap_or_default();
    at.to_zoned(look.zone.clone()).strftime("%H:%M:%S").to_string()
}

fn top(buffer: &mut Buffer, look: &Look, model: &Model, snapshot: &Snapshot, area: Rect, stale: bool) {
    let (face, sentence, style) = face(look, model, stale);
    let clock = clock(look, snapshot);
    let end = format!("{sentence}  {clock}");
    let room = usize::from(area.width).saturating_sub(width::columns(&end) + 8);
    let facts = &snapshot.facts;
    let known = |text: &Reading<String>| text.as_ref().ok().map(|text| look.harmless(text, 40));
    let up = snapshot.uptime_s.map(dto::uptime).ok();
    let up = up.map(|up| look.tell("watch-up", &[("uptime", (&up).into())]));
    let host = known(&facts.hostname).unwrap_or_else(|| "?".to_owned());
    let rest: Vec<String> = [up, known(&facts.os), known(&facts.kernel)].into_iter().flatten().collect();
    let host = look.clipped(&host, room).into_owned();
    let room = room.saturating_sub(width::columns(&host) + 2);
    let rest = look.clipped(&rest.join(" · "), room).into_owned();
    let spans = vec![
        face,
        Span::raw(" "),
        Span::styled(host, look.strong()),
        Span::raw("  "),
        Span::styled(rest, look.quiet()),
    ];
    paint::line(buffer, area, 0, spans);
    paint::right(buffer, area, 0, &end, style);
    paint::right(buffer, area, 0, &clock, look.quiet());
}

/// Everything in one line, for screens that have no room.
fn one_line(buffer: &mut Buffer, look: &Look, model: &Model, snapshot: &Snapshot, area: Rect, stale: bool) {
    let (face, ..) = face(look, model, stale);
    let mut spans = vec![face];
    let cpu = snapshot.cpu.as_ref().map(|cpu| cpu.total.busy).map_err(|gap| *gap);
    for (label, percent, thresholds) in [
        ("CPU".to_owned(), cpu, look.cpu),
        (look.say("watch-memory-short"), history::memory_percent(snapshot), look.memory),
        (look.say("watch-disk-short"), fullest(snapshot).map_or(Err(Gap::Unsupported), fill), look.disk),
    ] {
        spans.push(Span::styled(format!(" {label} "), look.quiet()));
        spans.push(match percent {
            Ok(percent) => {
                let level = Level::of(percent, thresholds);
                Span::styled(format!("{}{percent:.0}%", look.shape(level)), look.chip(level))
            }
            Err(_) => Span::styled("?", look.quiet()),
        });
    }
    let taken = paint::spans_width(&spans);
    paint::line(buffer, area, 0, spans);
    let clock = clock(look, snapshot);
    if taken + clock.len() < usize::from(area.width) {
        paint::right(buffer, area, 0, &clock, look.quiet());
    }
}

/// Fill of a mount in percent, used ÷ (used + available) as df(1) has it.
fn fill(disk: &Disk) -> Reading<f64> {
    let space = disk.mount.space?;
    domain::rates::percent(space.used, space.used.saturating_add(space.available))
}

fn by_fill(snapshot: &Snapshot) -> Vec<&Disk> {
    let mut disks: Vec<&Disk> = snapshot.disks.as_deref().unwrap_or_default().iter().collect();
    disks.sort_by(|a, b| fill(b).unwrap_or(-1.0).total_cmp(&fill(a).unwrap_or(-1.0)));
    disks
}

fn fullest(snapshot: &Snapshot) -> Option<&Disk> {
    by_fill(snapshot).first().copied()
}

/// The lines below the first one.
struct Panel<'a> {
    look: &'a Look,
    area: Rect,
}

impl Panel<'_> {
    fn label(&self, text: &str) -> Span<'static> {
        let text = width::left(&self.look.clipped(text, LABEL - 1), LABEL);
        Span::raw(format!(" {text}"))
    }

    fn wide(&self) -> usize {
        usize::from(self.area.width)
    }

    /// A label, a meter, its number, its level, facts, and the history where there is room.
    fn gauge(
        &self,
        buffer: &mut Buffer,
        row: u16,
        label: &str,
        percent: Reading<f64>,
        thresholds: Thresholds,
        facts: Vec<Span<'static>>,
    ) {
        let look = self.look;
        let mut spans = vec![self.label(label)];
        match percent {
            Ok(percent) => {
                let level = Level::of(percent, thresholds);
                let word = format!("{} {}", look.shape(level), look.say(level_word(level)));
                let after = LEVEL.saturating_sub(width::columns(&word));
                spans.extend(paint::meter(look, percent, thresholds, CELLS));
                spans.push(Span::styled(format!(" {percent:>5.1} % "), look.strong()));
                spans.push(Span::styled(word, look.chip(level)));
                spans.push(Span::raw(" ".repeat(after)));
                spans.extend(facts);
            }
            Err(gap) => {
                spans.push(paint::no_meter(look, CELLS));
                spans.push(Span::styled(format!("  {}", look.say(&why(gap))), look.quiet()));
            }
        }
        paint::line(buffer, self.area, row, spans);
    }

    fn history(
        &self,
        buffer: &mut Buffer,
        (row, before): (u16, usize),
        trail: &Trail,
        style: impl Fn(f64) -> Style,
    ) {
        let Some(room) = self.wide().checked_sub(before + 1).filter(|room| *room >= LEAST_HISTORY) else {
            return;
        };
        // Shares fill the column at 100 %; what has no limit is measured against its own greatest.
        let top = if before == BEFORE_HISTORY { 100.0 } else { trail.greatest().unwrap_or(0.0) };
        let room = room.min(KEPT);
        let spans = paint::sparkline(self.look, trail.last(room), top, style);
        let at =
            Rect { x: self.area.right() - 1 - spans.len() as u16, width: spans.len() as u16, ..self.area };
        paint::line(buffer, at, row, spans);
    }

    fn cpu(&self, buffer: &mut Buffer, model: &Model, snapshot: &Snapshot) {
        let look = self.look;
        let (percent, facts) = match &snapshot.cpu {
            Ok(cpu) => {
                let cores: Vec<Option<f64>> = cpu.cores.iter().map(|(_, busy)| busy.ok()).collect();
                let room = self.wide().saturating_sub(63).clamp(6, MOST_CORES);
                let mut facts = paint::sparkline(look, merged(&cores, room).into_iter(), 100.0, |busy| {
                    look.level(Level::of(busy, look.cpu))
                });
                let count = look.tell("status-cores", &[("count", cores.len().into())]);
                facts.push(Span::styled(format!(" {count}"), look.quiet()));
                (Ok(cpu.total.busy), facts)
            }
            Err(gap) => (Err(*gap), vec![]),
        };
        self.gauge(buffer, 1, "CPU", percent, look.cpu, facts);
        self.history(buffer, (1, BEFORE_HISTORY), &model.trails().cpu, |busy| {
            look.level(Level::of(busy, look.cpu))
        });
    }

    fn memory(&self, buffer: &mut Buffer, model: &Model, snapshot: &Snapshot) {
        let look = self.look;
        let facts = snapshot.memory.map(|memory| {
            let used = number::bytes(memory.total.saturating_sub(memory.available));
            let mut facts = format!("{used} / {}", number::bytes(memory.total));
            if memory.swap_total > 0 {
                facts += &format!(" · {} {}", look.say("status-swap"), number::bytes(memory.swap_used));
            }
            vec![Span::styled(facts, look.quiet())]
        });
        let percent = history::memory_percent(snapshot);
        self.gauge(buffer, 2, &look.say("status-memory"), percent, look.memory, facts.unwrap_or_default());
        self.history(buffer, (2, BEFORE_HISTORY), &model.trails().memory, |used| {
            look.level(Level::of(used, look.memory))
        });
    }

    /// The fullest mounts; answers the next row.
    fn disks(&self, buffer: &mut Buffer, snapshot: &Snapshot, most: usize) -> u16 {
        let look = self.look;
        let word = look.say("status-disk");
        if let Err(gap) = &snapshot.disks {
            self.gauge(buffer, 3, &word, Err(*gap), look.disk, vec![]);
        }
        for (row, disk) in (3..).zip(by_fill(snapshot).into_iter().take(most)) {
            let mut facts = look.harmless(&disk.mount.mount, 24);
            if let Ok(space) = disk.mount.space {
                facts += &format!("  {} / {}", number::bytes(space.used), number::bytes(space.total));
            }
            let facts = vec![Span::styled(facts, look.quiet())];
            self.gauge(buffer, row, &word, fill(disk), look.disk, facts);
        }
        3 + most as u16
    }

    /// Network, load and pressure: what has no limit to be measured against.
    fn flow(&self, buffer: &mut Buffer, model: &Model, snapshot: &Snapshot, row: u16) {
        let look = self.look;
        let mut spans = vec![self.label(&look.say("status-network"))];
        match network(snapshot) {
            Ok((received, sent)) => {
                for (sign, rate) in [(Sign::Received, received), (Sign::Sent, sent)] {
                    spans.push(Span::styled(format!("{} ", look.sign(sign)), look.quiet()));
                    spans.push(Span::raw(width::left(&number::rate(rate), 10)));
                    spans.push(Span::raw(" "));
                }
            }
            Err(gap) => spans.push(Span::styled(format!("{}  ", look.say(&why(gap))), look.quiet())),
        }
        let load = match snapshot.load {
            Ok([one, five, fifteen]) => format!("{one:.2} {five:.2} {fifteen:.2}"),
            Err(gap) => look.say(&why(gap)),
        };
        spans.push(Span::styled(format!(" {} ", look.say("status-load")), look.quiet()));
        spans.push(Span::raw(load));
        if let Ok(pressure) = snapshot.pressure {
            spans.push(Span::styled(format!("  {} ", look.say("status-pressure")), look.quiet()));
            spans.push(Span::raw(self.waiting(pressure)));
        }
        paint::line(buffer, self.area, row, spans);
        let trail = &model.trails().network;
        self.history(buffer, (row, BEFORE_NETWORK), trail, |_| look.level(Level::Good));
    }

    /// How much waits for what: all of it where there is room, else what is waited for most.
    fn waiting(&self, pressure: Pressure) -> String {
        let mut all = [
            ("CPU".to_owned(), pressure.cpu_some),
            (self.look.say("status-memory"), pressure.memory_some),
            (self.look.say("status-disk"), pressure.io_some),
        ];
        if self.wide() < BEFORE_NETWORK {
            all.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        let most = if self.wide() < BEFORE_NETWORK { 1 } else { all.len() };
        let parts: Vec<String> =
            all.iter().take(most).map(|(what, share)| format!("{what} {share:.0}%")).collect();
        parts.join(" ")
    }
}

const fn level_word(level: Level) -> &'static str {
    match level {
        Level::Good => "level-good",
        Level::Warn => "level-warn",
        Level::Bad => "level-bad",
    }
}

/// The message of a gap.
pub(super) fn why(gap: Gap) -> String {
    format!("gap-{}", gap.word())
}

/// The cores in at most `room` columns: neighbours share one, which shows the busiest of them.
fn merged(cores: &[Option<f64>], room: usize) -> Vec<Option<f64>> {
    let each = cores.len().div_ceil(room.max(1)).max(1);
    let busiest = |group: &[Option<f64>]| group.iter().flatten().copied().reduce(f64::max);
    cores.chunks(each).map(busiest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_cores_share_columns_and_the_busiest_is_seen() {
        let mut cores = vec![Some(1.0); 128];
        cores[77] = Some(99.0);
        let merged = merged(&cores, 32);
        assert_eq!(merged.len(), 32);
        assert_eq!(merged.iter().flatten().filter(|busy| **busy == 99.0).count(), 1);
        assert_eq!(super::merged(&[Some(1.0), None], 32), [Some(1.0), None]);
    }

    #[test]
    fn a_small_screen_has_a_head_of_one_line() {
        assert_eq!(Size::of(10, None).rows(), 1);
        assert_eq!(Size::of(24, None).rows(), 5);
    }
}
