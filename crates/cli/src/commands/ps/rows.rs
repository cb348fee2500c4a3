//! The lines of the tables: one for each process, or one for each application with its members on demand.

use domain::Reading;
use domain::snapshot::{Process, Snapshot};
use domain::text::visible;
use domain::verdict::{Mode, Verdict};

use super::groups::Group;
use crate::commands::told::{self, cell};
use crate::output::Output;
use crate::show::table::{self, Column};
use crate::show::{number, verdict};

/// From so many columns on there is room for the age and for long names of users.
const WIDE: usize = 100;
/// Most characters of a command line that are looked at for one line.
const MOST_COMMAND: usize = 1000;

/// One line for each process, below its titles.
pub(super) fn flat(processes: &[&Process], snapshot: &Snapshot, mode: Mode, out: &Output) -> Vec<String> {
    let wide = out.columns >= WIDE;
    let columns = [
        Column::left(12),
        Column::right(10),
        Column::left(if wide { 12 } else { 8 }),
        Column::right(7),
        Column::right(8),
        Column::left(if wide { 15 } else { 11 }),
        Column::right(if wide { 7 } else { 0 }),
        Column::left(1000),
    ];
    let mut rows = vec![titles(["verdict", "pid", "user", "cpu", "memory", "ports", "age", "name"], out)];
    rows.extend(processes.iter().map(|process| {
        let age = process.create_time.map(|started| snapshot.at.seconds() - started);
        [
            told::chip(told::verdict(process, mode), out.words),
            process.sample.key.pid.to_string(),
            told::user(process),
            cell(process.cpu_percent.map(percent)),
            number::bytes(process.sample.rss_bytes),
            cell(told::ports(process).map(|ports| told::listed(&ports))),
            cell(age.map(|age| number::age(age, out.words.lang()))),
            what(process),
        ]
    }));
    let verdicts = processes.iter().map(|process| told::verdict(process, mode));
    painted(table::lines(columns, &rows, out.columns), verdicts, out)
}

/// One line for each application; `members` adds those of the applications that have several.
pub(super) fn grouped(groups: &[Group<'_>], members: bool, mode: Mode, out: &Output) -> Vec<String> {
    let columns = [
        Column::left(12),
        Column::right(10),
        Column::right(7),
        Column::right(8),
        Column::left(15),
        Column::left(1000),
    ];
    let mut rows = vec![titles(["verdict", "pid", "cpu", "memory", "ports", "app"], out)];
    let mut verdicts = Vec::new();
    for group in groups {
        let Some(gravest) = group.gravest() else { continue };
        verdicts.push(told::verdict(gravest, mode));
        rows.push(application(group, gravest, mode, out));
        if members && group.members.len() > 1 {
            verdicts.extend(group.members.iter().map(|process| told::verdict(process, mode)));
            rows.extend(group.members.iter().map(|process| member(process, mode, out)));
        }
    }
    painted(table::lines(columns, &rows, out.columns), verdicts.into_iter(), out)
}

fn application(group: &Group<'_>, gravest: &Process, mode: Mode, out: &Output) -> [String; 6] {
    let app = visible(group.app);
    let gist = told::judgement(gravest, mode).ok().and_then(|judgement| told::gist(judgement, out.words));
    let count = group.members.len();
    [
        told::chip(told::verdict(gravest, mode), out.words),
        if count == 1 { gravest.sample.key.pid.to_string() } else { format!("×{count}") },
        cell(group.cpu().map(percent)),
        number::bytes(group.rss_bytes()),
        cell(group.ports().map(|ports| told::listed(&ports))),
        match gist {
            Some(gist) => format!("{app} · {gist}"),
            None => app.into_owned(),
        },
    ]
}

fn member(process: &Process, mode: Mode, out: &Output) -> [String; 6] {
    [
        told::chip(told::verdict(process, mode), out.words),
        process.sample.key.pid.to_string(),
        cell(process.cpu_percent.map(percent)),
        number::bytes(process.sample.rss_bytes),
        cell(told::ports(process).map(|ports| told::listed(&ports))),
        format!("└ {}", what(process)),
    ]
}

fn titles<const N: usize>(names: [&str; N], out: &Output) -> [String; N] {
    names.map(|name| out.words.text(&format!("ps-column-{name}"), &[]))
}

fn percent(percent: f64) -> String {
    format!("{percent:.1}")
}

/// Colours the verdict at the begin of each line but the titles.
fn painted(
    lines: Vec<String>,
    verdicts: impl Iterator<Item = Reading<Verdict>>,
    out: &Output,
) -> Vec<String> {
    let none = std::iter::once(Err(domain::Gap::NotYet));
    let paint = |(line, judged): (String, Reading<Verdict>)| {
        let Ok(judged) = judged else { return line };
        let chip = verdict::chip(judged, out.words);
        match line.strip_prefix(chip.as_str()) {
            Some(rest) if out.colour => format!("{}{rest}", verdict::paint(judged, &chip, true)),
            _ => line,
        }
    };
    lines.into_iter().zip(none.chain(verdicts)).map(paint).collect()
}

/// The name, and the arguments after it as far as there is room.
fn what(process: &Process) -> String {
    let name = told::name(process);
    match process.sample.identity.cmdline.as_deref() {
        Ok([_, arguments @ ..]) if !arguments.is_empty() => {
            let mut text = String::new();
            for argument in arguments {
                if text.len() > MOST_COMMAND {
                    break;
                }
                text.push(' ');
                text.extend(argument.chars().take(MOST_COMMAND));
            }
            format!("{name}{}", visible(&text))
        }
        _ => name,
    }
}
