//! The details of one process, from top to bottom: what it is, how it is now, its command line, what it waits on,
//! who started it, and what could not be seen, each with its reason.

use std::collections::BTreeMap;

use domain::process::Exe;
use domain::snapshot::{Process, Snapshot};
use domain::socket::{Exposure, Socket};
use domain::verdict::Mode;
use domain::{Gap, Reading};
use ratatui::style::Style;
use ratatui::text::Span;

use super::look::Look;
use super::paint;
use super::table::user;
use crate::commands::watch::model::{Drawer, parent_of};
use crate::show::meter::Level;
use crate::show::{number, width};

/// Columns of the labels on the left.
const LABEL: usize = 13;
/// Most columns of one fact.
const MOST_FACT: usize = 1024;
/// Most arguments, and columns of each, that are shown.
const MOST_ARGUMENTS: usize = 200;
const MOST_ARGUMENT: usize = 2000;
const MOST_SOCKETS: usize = 64;
const MOST_PARENTS: usize = 32;
const MOST_CHILDREN: usize = 20;
/// Percent of one core up to which the sparkline reaches at least.
const LEAST_TOP: f64 = 5.0;

type Lines = Vec<Vec<Span<'static>>>;

/// The name and the pid, for the title of the drawer.
pub(super) fn title(look: &Look, drawer: &Drawer, room: usize) -> Vec<Span<'static>> {
    let sample = &drawer.process.sample;
    let pid = format!("PID {} ", sample.key.pid);
    let name = look.harmless(&sample.identity.name, room.saturating_sub(pid.len() + 6));
    vec![Span::styled(format!(" {name}  "), look.accent()), Span::styled(pid, look.quiet())]
}

/// The lines of the drawer for so many columns, judged by `mode`.
pub(super) fn lines(look: &Look, drawer: &Drawer, mode: Mode, room: usize) -> Lines {
    let mut page = Page { look, room, lines: Vec::new(), gaps: BTreeMap::new() };
    let process = &drawer.process;
    if drawer.ended {
        page.sentence(&look.say("watch-ended"), look.level(Level::Warn));
    }
    page.judged(process, mode);
    page.what(process, &drawer.seen);
    page.now(drawer);
    page.command(process);
    page.sockets(process);
    page.family(process, &drawer.seen);
    page.unseen();
    page.lines
}

/// The lines as they come together, and what could not be seen meanwhile.
pub(super) struct Page<'a> {
    pub(super) look: &'a Look,
    room: usize,
    lines: Lines,
    /// Labels of what could not be seen, by reason.
    gaps: BTreeMap<&'static str, Vec<String>>,
}

impl Page<'_> {
    pub(super) fn title(&mut self, id: &str) {
        if !self.lines.is_empty() {
            self.lines.push(vec![]);
        }
        self.lines.push(vec![Span::styled(format!(" {}", self.look.say(id)), self.look.accent())]);
    }

    pub(super) fn sentence(&mut self, text: &str, style: Style) {
        for part in width::wrapped(text, self.room.saturating_sub(3)) {
            self.lines.push(vec![Span::raw("  "), Span::styled(part, style)]);
        }
    }

    /// A label and a text, wrapped.
    pub(super) fn fact(&mut self, id: &str, text: &str) {
        self.styled(id, text, Style::new());
    }

    pub(super) fn styled(&mut self, id: &str, text: &str, style: Style) {
        let look = self.look;
        let label = look.clipped(&look.say(id), LABEL - 1).into_owned();
        let room = self.room.saturating_sub(LABEL + 3);
        for (at, part) in width::wrapped(text, room).into_iter().enumerate() {
            let label = if at == 0 { label.as_str() } else { "" };
            let label = Span::styled(format!("  {}", width::left(label, LABEL)), look.quiet());
            self.lines.push(vec![label, Span::styled(part, style)]);
        }
    }

    /// A label and a value, or the reason why there is none.
    pub(super) fn reading(&mut self, id: &str, value: Reading<String>) {
        match value {
            Ok(text) => self.fact(id, &text),
            Err(gap) => {
                let why = self.look.say(&super::header::why(gap));
                self.styled(id, &why, self.look.quiet());
                self.gaps.entry(gap.word()).or_default().push(self.look.say(id));
            }
        }
    }

    /// A text of the system, or what it means that there is none.
    fn optional(&mut self, id: &str, value: &Reading<Option<String>>, none: &str) {
        let look = self.look;
        let value = value.as_ref().map_err(|gap| *gap);
        let text = value.map(|text| {
            text.as_deref().map_or_else(|| look.say(none), |text| look.harmless(text, MOST_FACT))
        });
        self.reading(id, text);
    }

    fn what(&mut self, process: &Process, seen: &Snapshot) {
        let look = self.look;
        let (sample, identity) = (&process.sample, &*process.sample.identity);
        self.title("watch-section-what");
        self.fact("watch-fact-name", &look.harmless(&identity.name, MOST_FACT));
        let exe = identity.exe.as_ref().map_err(|gap| *gap);
        self.reading("watch-fact-exe", exe.map(|exe| look.harmless(&exe.path, MOST_FACT)));
        if matches!(identity.exe, Ok(Exe { deleted: true, .. })) {
            self.sentence(&look.say("watch-exe-deleted"), look.level(Level::Warn));
        }
        let owner = match (&identity.username, identity.uid) {
            (Err(gap), Err(_)) => Err(*gap),
            (Ok(Some(_)), Ok(uid)) => Ok(format!("{} (UID {uid})", user(look, process, MOST_FACT))),
            (_, Ok(uid)) => Ok(format!("UID {uid}")),
            (_, Err(_)) => Ok(user(look, process, MOST_FACT)),
        };
        self.reading("watch-fact-user", owner);
        let age = process.create_time.map(|started| {
            let age = number::age(seen.at.seconds() - started, look.lang());
            format!("{}  ({age})", self.moment(started))
        });
        self.reading("watch-fact-started", age);
        self.optional("watch-fact-unit", &identity.unit, "watch-none-unit");
        self.optional("watch-fact-container", &identity.container, "watch-none-container");
        self.optional("watch-fact-tty", &identity.tty, "watch-none-tty");
        self.fact("watch-fact-key", &sample.key.to_string());
    }

    fn moment(&self, seconds: f64) -> String {
        let at = jiff::Timestamp::from_second(seconds as i64).unwrap_or_default();
        at.to_zoned(self.look.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn now(&mut self, drawer: &Drawer) {
        let look = self.look;
        let process = &drawer.process;
        self.title("watch-section-now");
        let room = self.room.saturating_sub(LABEL + 16);
        match process.cpu_percent {
            Ok(percent) => {
                self.fact("watch-fact-cpu", &format!("{percent:.1} %"));
                let top = drawer.trail.greatest().unwrap_or(0.0).max(LEAST_TOP);
                let spans = paint::sparkline(look, drawer.trail.last(room), top, |_| look.level(Level::Good));
                if let Some(line) = self.lines.last_mut() {
                    line.push(Span::raw("  "));
                    line.extend(spans);
                }
            }
            Err(gap) => self.reading("watch-fact-cpu", Err(gap)),
        }
        let resident = number::bytes(process.sample.rss_bytes);
        let memory = process.memory_percent.map(|percent| format!("{resident}  ({percent:.1} %)"));
        self.reading("watch-fact-memory", memory);
        let disk = process.io_rates.map(|(read, written)| {
            look.tell(
                "watch-disk-rates",
                &[("read", (&number::rate(read)).into()), ("written", (&number::rate(written)).into())],
            )
        });
        self.reading("watch-fact-disk", disk);
        let state = look.say(state(process.sample.state));
        self.fact("watch-fact-state", &format!("{} ({})", state, process.sample.state));
        self.fact("watch-fact-threads", &process.sample.threads.to_string());
    }

    fn command(&mut self, process: &Process) {
        let look = self.look;
        self.title("watch-section-command");
        match process.sample.identity.cmdline.as_deref() {
            Ok([]) => self.sentence(&look.say("watch-no-arguments"), look.quiet()),
            Ok(arguments) => {
                for argument in arguments.iter().take(MOST_ARGUMENTS) {
                    let text = look.harmless(argument, MOST_ARGUMENT);
                    self.sentence(if text.is_empty() { "\"\"" } else { &text }, Style::new());
                }
                if arguments.len() > MOST_ARGUMENTS {
                    let more = arguments.len() - MOST_ARGUMENTS;
                    self.sentence(&look.tell("watch-more", &[("count", more.into())]), look.quiet());
                }
            }
            Err(gap) => self.gap("watch-fact-command", *gap),
        }
    }

    /// A whole section that could not be seen.
    fn gap(&mut self, id: &str, gap: Gap) {
        let look = self.look;
        self.sentence(&look.say(&super::header::why(gap)), look.quiet());
        self.gaps.entry(gap.word()).or_default().push(look.say(id));
    }

    fn sockets(&mut self, process: &Process) {
        let look = self.look;
        self.title("watch-section-ports");
        match process.sample.sockets.as_deref() {
            Ok([]) => self.sentence(&look.say("watch-no-ports"), look.quiet()),
            Ok(sockets) => {
                for socket in sockets.iter().take(MOST_SOCKETS) {
                    self.socket(socket);
                }
                if let Some(more) = sockets.len().checked_sub(MOST_SOCKETS).filter(|more| *more > 0) {
                    self.sentence(&look.tell("watch-more", &[("count", more.into())]), look.quiet());
                }
            }
            Err(gap) => self.gap("watch-fact-ports", *gap),
        }
    }

    fn socket(&mut self, socket: &Socket) {
        let look = self.look;
        let (id, style) = match socket.exposure() {
            Exposure::Public => ("watch-reach-public", look.level(Level::Warn)),
            Exposure::Private => ("watch-reach-private", Style::new()),
            Exposure::Loopback => ("watch-reach-loopback", look.quiet()),
        };
        let mut reach = look.say(id);
        if let Some(netns) = socket.netns {
            reach += &format!(" · {}", look.tell("watch-netns", &[("netns", (&netns.to_string()).into())]));
        }
        let port = format!("{:>5}", socket.port);
        let address = format!("  {:<4}  {}", socket.proto.word(), socket.address);
        let room = self.room.saturating_sub(port.len() + width::columns(&address) + 6);
        let mut parts = width::wrapped(&reach, room.max(16)).into_iter();
        self.lines.push(vec![
            Span::raw("  "),
            Span::styled(port, look.strong()),
            Span::raw(address),
            Span::raw("  "),
            Span::styled(parts.next().unwrap_or_default(), style),
        ]);
        for part in parts {
            self.lines.push(vec![Span::raw(" ".repeat(9)), Span::styled(part, style)]);
        }
    }

    fn family(&mut self, process: &Process, seen: &Snapshot) {
        let look = self.look;
        self.title("watch-section-family");
        let processes = seen.processes.as_deref().unwrap_or_default();
        let place = |pid: u32| processes.binary_search_by_key(&pid, |process| process.sample.key.pid).ok();
        let Some(own) = place(process.sample.key.pid) else { return };
        let mut chain = vec![own];
        while let Some(parent) = chain.last().and_then(|at| parent_of(processes, *at)) {
            if chain.contains(&parent) || chain.len() > MOST_PARENTS {
                break;
            }
            chain.push(parent);
        }
        for (depth, at) in chain.iter().rev().enumerate() {
            let style = if *at == own { look.strong() } else { Style::new() };
            self.relative(&processes[*at], depth, style);
        }
        let depth = chain.len();
        let children: Vec<usize> = (0..processes.len())
            .filter(|at| {
                processes[*at].sample.ppid == process.sample.key.pid && parent_of(processes, *at) == Some(own)
            })
            .collect();
        for child in children.iter().take(MOST_CHILDREN) {
            self.relative(&processes[*child], depth, look.quiet());
        }
        if let Some(more) = children.len().checked_sub(MOST_CHILDREN).filter(|more| *more > 0) {
            self.sentence(&look.tell("watch-more", &[("count", more.into())]), look.quiet());
        }
    }

    fn relative(&mut self, process: &Process, depth: usize, style: Style) {
        let look = self.look;
        let indent = "  ".repeat(depth.min(10) + 1);
        let pid = process.sample.key.pid.to_string();
        let room = self.room.saturating_sub(indent.len() + pid.len() + 4);
        let name = look.harmless(&process.sample.identity.name, room);
        self.lines.push(vec![
            Span::raw(indent),
            Span::styled(name, style),
            Span::styled(format!("  {pid}"), look.quiet()),
        ]);
    }

    /// What could not be seen, by its reason, and what would help.
    fn unseen(&mut self) {
        let look = self.look;
        self.title("watch-section-unseen");
        let gaps = std::mem::take(&mut self.gaps);
        if gaps.is_empty() {
            self.sentence(&look.say("watch-all-seen"), look.quiet());
        }
        for (word, facts) in &gaps {
            let why = look.say(&format!("gap-{word}"));
            self.sentence(&format!("{why}: {}", facts.join(", ")), Style::new());
            if *word == Gap::Denied.word() && !look.lacking.is_empty() {
                let capabilities = look.lacking.join(" ");
                let help = look.tell("watch-denied-help", &[("capabilities", (&capabilities).into())]);
                self.sentence(&help, look.quiet());
            }
        }
    }
}

/// The message of a state letter of proc_pid_stat(5).
const fn state(letter: char) -> &'static str {
    match letter {
        'R' => "watch-state-running",
        'S' | 'I' => "watch-state-sleeping",
        'D' => "watch-state-waiting",
        'T' | 't' => "watch-state-stopped",
        'Z' => "watch-state-zombie",
        'X' => "watch-state-dead",
        _ => "watch-state-other",
    }
}
