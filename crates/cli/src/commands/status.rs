//! `status`: how the machine is doing, on one screen.

use std::cmp::Reverse;

use domain::snapshot::{Disk, Process, Snapshot};
use domain::text::visible;
use domain::verdict::Verdict;
use domain::{Gap, Reading};
use server::dto;
use words::Words;

use super::{policy, sampling, services, told};
use crate::config::{Loaded, Thresholds};
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::output::Output;
use crate::show::meter::{self, Level};
use crate::show::{number, verdict, width};

/// Most processes that are named because somebody has to look at them.
const MOST_WORST: usize = 5;
/// Columns of the labels on the left.
const LABELS: usize = 12;

/// Runs it.
pub(crate) fn run(loaded: &Loaded, out: &mut Output) -> Outcome {
    let snapshot = sampling::snapshot_with_services(loaded, policy::dictionary(loaded, out), false)?;
    if out.json {
        out.document(&dto::Snapshot::new(&snapshot, loaded.config.mode))?;
        return Ok(Exit::Done);
    }
    let mode = loaded.config.mode;
    let screen = Screen { words: out.words, colour: out.colour, snapshot: &snapshot, mode };
    let config = &loaded.config;
    let mut lines = vec![screen.head(), String::new(), screen.cpu(config.cpu), screen.memory(config.memory)];
    lines.extend(screen.swap());
    lines.extend(screen.disks(config.disk));
    lines.extend(screen.network());
    lines.push(screen.pressure());
    lines.extend(screen.container());
    lines.push(screen.processes());
    lines.push(screen.verdicts());
    lines.extend(screen.worst());
    lines.push(screen.services());
    for line in lines {
        out.line(&if out.colour { line } else { width::clipped(&line, out.columns) })?;
    }
    Ok(Exit::Done)
}

struct Screen<'a> {
    words: &'static Words,
    colour: bool,
    snapshot: &'a Snapshot,
    mode: dto::Mode,
}

impl Screen<'_> {
    fn say(&self, id: &str) -> String {
        self.words.text(id, &[])
    }

    fn why(&self, gap: Gap) -> String {
        self.say(&format!("gap-{}", gap.word()))
    }

    fn label(&self, text: &str) -> String {
        width::left(&width::clipped(text, LABELS), LABELS)
    }

    /// A label and facts.
    fn plain(&self, id: &str, facts: &str) -> String {
        format!("{}  {facts}", self.label(&self.say(id)))
    }

    /// A label, a meter, its number, its level in words, and facts.
    fn gauge(
        &self,
        label: &str,
        percent: Reading<f64>,
        thresholds: Option<Thresholds>,
        facts: &str,
    ) -> String {
        let label = self.label(label);
        let percent = match percent {
            Ok(percent) => percent,
            Err(gap) => return format!("{label}  {}  {}", meter::blank(), self.why(gap)),
        };
        let level = thresholds.map(|thresholds| Level::of(percent, thresholds));
        let word = level.map(|level| level.word(self.words)).unwrap_or_default();
        let paint = |text: &str| level.map_or(text.to_owned(), |level| level.paint(text, self.colour));
        let word = paint(&width::left(&word, 10));
        format!("{label}  {}  {percent:>5.1} %  {word}  {facts}", paint(&meter::meter(percent)))
            .trim_end()
            .to_owned()
    }

    fn head(&self) -> String {
        let facts = &self.snapshot.facts;
        let known = |text: &Reading<String>| text.as_deref().map(|text| visible(text).into_owned()).ok();
        let uptime = self.snapshot.uptime_s.map(dto::uptime).ok();
        let up = uptime.map(|uptime| self.words.text("status-uptime", &[("uptime", (&uptime).into())]));
        let cores = self.snapshot.cpu.as_ref().map(|cpu| cpu.cores.len()).ok();
        let cores = cores.map(|count| self.words.text("status-cores", &[("count", count.into())]));
        let parts = [known(&facts.hostname), known(&facts.os), known(&facts.kernel), cores, up];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn cpu(&self, thresholds: Thresholds) -> String {
        let cpu = self.snapshot.cpu.as_ref().map_err(|gap| *gap);
        let load = self.snapshot.load.map(|[one, five, fifteen]| {
            format!("{} {one:.2} {five:.2} {fifteen:.2}", self.say("status-load"))
        });
        self.gauge("CPU", cpu.map(|cpu| cpu.total.busy), Some(thresholds), &load.unwrap_or_default())
    }

    fn memory(&self, thresholds: Thresholds) -> String {
        let facts = self
            .snapshot
            .memory
            .map(|memory| of(memory.total.saturating_sub(memory.available), memory.total));
        let percent = domain::history::memory_percent(self.snapshot);
        self.gauge(&self.say("status-memory"), percent, Some(thresholds), &facts.unwrap_or_default())
    }

    fn swap(&self) -> Option<String> {
        let memory = self.snapshot.memory.ok().filter(|memory| memory.swap_total > 0)?;
        let percent = domain::rates::percent(memory.swap_used, memory.swap_total);
        Some(self.gauge(&self.say("status-swap"), percent, None, &of(memory.swap_used, memory.swap_total)))
    }

    fn disks(&self, thresholds: Thresholds) -> Vec<String> {
        match &self.snapshot.disks {
            Ok(disks) => disks.iter().map(|disk| self.disk(disk, thresholds)).collect(),
            Err(gap) => vec![self.gauge(&self.say("status-disk"), Err(*gap), None, "")],
        }
    }

    fn disk(&self, disk: &Disk, thresholds: Thresholds) -> String {
        let space = disk.mount.space;
        let percent = space
            .and_then(|space| domain::rates::percent(space.used, space.used.saturating_add(space.available)));
        let facts = space.map(|space| of(space.used, space.total)).unwrap_or_default();
        self.gauge(&visible(&disk.mount.mount), percent, Some(thresholds), &facts)
    }

    fn network(&self) -> Vec<String> {
        let interfaces = match &self.snapshot.network {
            Ok(interfaces) => interfaces,
            Err(gap) => return vec![self.plain("status-network", &self.why(*gap))],
        };
        let one = |interface: &domain::snapshot::Network| {
            let facts = match interface.rates {
                Ok((rx, tx)) => self.words.text(
                    "status-rates",
                    &[("rx", (&number::rate(rx)).into()), ("tx", (&number::rate(tx)).into())],
                ),
                Err(gap) => self.why(gap),
            };
            self.plain("status-network", &format!("{}  {facts}", visible(&interface.interface)))
        };
        interfaces.iter().map(one).collect()
    }

    fn pressure(&self) -> String {
        let facts = match self.snapshot.pressure {
            Ok(pressure) => format!(
                "CPU {:.1} % · {} {:.1} % · {} {:.1} %",
                pressure.cpu_some,
                self.say("status-memory"),
                pressure.memory_some,
                self.say("status-disk"),
                pressure.io_some
            ),
            Err(gap) => self.why(gap),
        };
        self.plain("status-pressure", &facts)
    }

    fn container(&self) -> Option<String> {
        let container = match &self.snapshot.container {
            Ok(container) => container.as_ref()?,
            Err(gap) => return Some(self.plain("status-container", &self.why(*gap))),
        };
        let name = [container.runtime.as_deref(), container.id.as_deref()];
        let mut facts: Vec<String> =
            name.into_iter().flatten().map(|text| visible(text).into_owned()).collect();
        if let Ok(Some(cpus)) = container.cpu_limit {
            facts.push(self.words.text("status-cpu-limit", &[("cpus", (&format!("{cpus:.1}")).into())]));
        }
        if let (Ok(Some(limit)), Ok(used)) = (container.memory_limit, container.memory_used) {
            facts.push(format!("{} {}", self.say("status-memory"), of(used, limit)));
        }
        Some(self.plain("status-container", &facts.join(" · ")))
    }

    fn services(&self) -> String {
        let services = match &self.snapshot.services {
            Ok(services) => services.shown(),
            Err(gap) => return self.plain("status-services", &self.why(*gap)),
        };
        let one = |service: &std::sync::Arc<domain::service::Service>| {
            format!("{} {}", visible(&service.name), services::state(service, self.words))
        };
        let facts: Vec<String> = services.iter().map(one).collect();
        if facts.is_empty() {
            return self.plain("status-services", &self.say("status-services-none"));
        }
        self.plain("status-services", &facts.join(" · "))
    }

    fn processes(&self) -> String {
        let facts = match &self.snapshot.processes {
            Ok(processes) => self.words.text("status-processes-count", &[("count", processes.len().into())]),
            Err(gap) => self.why(*gap),
        };
        self.plain("status-processes", &facts)
    }
}

impl Screen<'_> {
    /// How many there are of each verdict.
    fn verdicts(&self) -> String {
        let counts = match dto::Verdicts::of(self.snapshot, self.mode) {
            Ok(counts) => counts,
            Err(gap) => return self.plain("status-verdicts", &self.why(gap)),
        };
        let parts = [
            (Verdict::Urgent, counts.urgent),
            (Verdict::Danger, counts.danger),
            (Verdict::Caution, counts.caution),
            (Verdict::Safe, counts.safe),
        ]
        .map(|(verdict, count)| {
            let text = format!("{} {count}", verdict::chip(verdict, self.words));
            verdict::paint(verdict, &text, self.colour && count > 0)
        });
        self.plain("status-verdicts", &parts.join(" · "))
    }

    /// The gravest of those that are danger or urgent, each with what was found.
    fn worst(&self) -> Vec<String> {
        let mode = self.mode.into();
        let processes = self.snapshot.processes.as_deref().unwrap_or_default();
        let grave = |process: &&Process| told::verdict(process, mode).is_ok_and(|it| it >= Verdict::Danger);
        let mut worst: Vec<&Process> = processes.iter().filter(grave).collect();
        worst.sort_by_key(|process| Reverse(told::gravity(process, mode)));
        let line = |process: &&Process| {
            let line = told::line(process, mode, self.words);
            let judgement = told::judgement(process, mode);
            let gist = judgement.ok().and_then(|judgement| told::gist(judgement, self.words));
            self.plain(
                "status-worst",
                &[Some(line), gist].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            )
        };
        let mut lines: Vec<String> = worst.iter().take(MOST_WORST).map(line).collect();
        if let Some(more) = worst.len().checked_sub(MOST_WORST).filter(|more| *more > 0) {
            let more = self.words.text("status-worst-more", &[("count", more.into())]);
            lines.push(self.plain("status-worst", &more));
        }
        lines
    }
}

/// A part of a whole, in bytes.
fn of(part: u64, whole: u64) -> String {
    format!("{} / {}", number::bytes(part), number::bytes(whole))
}
