//! `ps`: the processes of this machine, now.

use domain::snapshot::{Process, Snapshot};
use domain::text::visible;
use domain::{Gap, Reading};
use server::dto;

use super::{sampling, watch};
use crate::args::{Ps, Sort};
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::show::number;
use crate::show::table::{self, Column};

/// In the place of a value that there is none of, and of one that could not be read.
const NONE: &str = "-";
const UNREAD: &str = "?";

/// Runs it.
pub(crate) fn run(options: &Ps, loaded: &Loaded, out: &mut Output) -> Outcome {
    refuse_what_needs_a_verdict(options, out)?;
    if options.watch {
        return watch::run(options, loaded, out);
    }
    let snapshot = sampling::snapshot(&loaded.config)?;
    let mut processes: Vec<&Process> = match &snapshot.processes {
        Ok(processes) => processes.iter().collect(),
        Err(gap) => return Err(unlisted(*gap, out)),
    };
    sort(&mut processes, options.sort);
    if out.json {
        let whole = |process| dto::Process::new(process, loaded.config.mode, out.words);
        let processes = processes.into_iter().map(whole).collect();
        out.document(&dto::ProcessList { processes })?;
    } else {
        for line in rows(&processes, &snapshot, out) {
            out.line(&line)?;
        }
        if let Some(line) = unread(&processes, out) {
            out.flush()?;
            out.say(&line);
        }
    }
    Ok(Exit::Done)
}

/// An answer that says "no danger" because nobody looked would be a lie: what needs verdicts fails.
fn refuse_what_needs_a_verdict(options: &Ps, out: &Output) -> Result<(), Failure> {
    let asked = [
        (options.check, "--check"),
        (options.only.is_some(), "--only"),
        (options.sort == Sort::Verdict, "--sort verdict"),
    ];
    match asked.into_iter().find(|(asked, _)| *asked) {
        Some((_, flag)) => {
            let refused = out.words.text("ps-no-verdicts", &[("flag", flag.into())]);
            Err(Failure::new(Exit::Failed, refused))
        }
        None => Ok(()),
    }
}

fn unlisted(gap: Gap, out: &Output) -> Failure {
    let exit = if gap == Gap::Denied { Exit::Denied } else { Exit::Failed };
    let why = out.words.text(&format!("gap-{}", gap.word()), &[]);
    Failure::new(exit, out.words.text("ps-unlisted", &[("why", (&why).into())]))
}

/// The greatest first; what is not known comes last. Of equals the one with the lower pid is first.
fn sort(processes: &mut [&Process], by: Sort) {
    let greatest = |value: fn(&Process) -> Reading<f64>| {
        move |a: &&Process, b: &&Process| {
            let known = |process: &Process| value(process).unwrap_or(f64::NEG_INFINITY);
            known(b).total_cmp(&known(a)).then(a.sample.key.cmp(&b.sample.key))
        }
    };
    match by {
        Sort::Cpu => processes.sort_by(greatest(|process| process.cpu_percent)),
        Sort::Memory => processes.sort_by(greatest(|process| Ok(process.sample.rss_bytes as f64))),
        Sort::Io => processes.sort_by(greatest(|process| process.io_rates.map(|(read, write)| read + write))),
        Sort::Pid | Sort::Verdict => processes.sort_by_key(|process| process.sample.key),
    }
}

fn rows(processes: &[&Process], snapshot: &Snapshot, out: &Output) -> Vec<String> {
    let head = ["pid", "user", "cpu", "memory", "ports", "age", "name"];
    let head = head.map(|name| out.words.text(&format!("ps-column-{name}"), &[]));
    let mut rows = vec![head];
    rows.extend(processes.iter().map(|process| row(process, snapshot, out)));
    let columns = [
        Column::right(10),
        Column::left(12),
        Column::right(7),
        Column::right(8),
        Column::left(15),
        Column::right(7),
        Column::left(1000),
    ];
    table::lines(columns, &rows, out.columns)
}

fn row(process: &Process, snapshot: &Snapshot, out: &Output) -> [String; 7] {
    let sample = &process.sample;
    let age = process.create_time.map(|started| snapshot.at.seconds() - started);
    [
        sample.key.pid.to_string(),
        user(process),
        cell(process.cpu_percent.map(|percent| format!("{percent:.1}"))),
        number::bytes(sample.rss_bytes),
        cell(ports(process)),
        cell(age.map(|age| number::age(age, out.words.lang()))),
        what(process),
    ]
}

fn cell(value: Reading<String>) -> String {
    match value {
        Ok(text) if text.is_empty() => NONE.to_owned(),
        Ok(text) => text,
        Err(_) => UNREAD.to_owned(),
    }
}

/// The name of the owner, or the number of one that has no name.
fn user(process: &Process) -> String {
    let identity = &process.sample.identity;
    let name = identity.username.as_ref().map(|name| name.as_deref().map(|name| visible(name).into_owned()));
    match name {
        Ok(Some(name)) => name,
        _ => cell(identity.uid.map(|uid| uid.to_string())),
    }
}

fn ports(process: &Process) -> Reading<String> {
    let sockets = process.sample.sockets.as_ref().map_err(|gap| *gap)?;
    let mut ports: Vec<u16> = sockets.iter().map(|socket| socket.port).collect();
    ports.sort_unstable();
    ports.dedup();
    Ok(ports.iter().map(u16::to_string).collect::<Vec<_>>().join(","))
}

/// The name, and the arguments after it as far as there is room.
fn what(process: &Process) -> String {
    let identity = &process.sample.identity;
    let name = visible(&identity.name);
    match identity.cmdline.as_deref() {
        Ok([_, arguments @ ..]) if !arguments.is_empty() => {
            format!("{name} {}", visible(&arguments.join(" ")))
        }
        _ => name.into_owned(),
    }
}

/// What the `?` stand for, and what would help.
fn unread(processes: &[&Process], out: &Output) -> Option<String> {
    let denied = processes.iter().filter(|process| process.sample.sockets == Err(Gap::Denied)).count();
    let missing = host::privileges();
    let helps: Vec<&str> =
        missing.iter().filter(|lack| lack.costs.contains(&"ports")).map(|lack| lack.capability).collect();
    match (denied, helps.is_empty()) {
        (0, _) => None,
        (count, true) => Some(out.words.text("ps-denied", &[("count", count.into())])),
        (count, false) => {
            Some(out.words.text(
                "ps-denied-help",
                &[("count", count.into()), ("capabilities", (&helps.join(" ")).into())],
            ))
        }
    }
}
