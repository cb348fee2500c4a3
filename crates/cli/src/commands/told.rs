//! What is told of a process alike by `ps`, `explain` and `status`: its owner, its ports, its judgement, its one-line
//! form. Every text that comes from here is harmless for a terminal.

use std::borrow::Cow;

use domain::finding::Severity;
use domain::judge::{Judgement, weight};
use domain::snapshot::Process;
use domain::text::visible;
use domain::verdict::{Mode, Verdict};
use domain::{Gap, Reading};
use server::dto;
use words::Words;

use crate::show::verdict;

/// In the place of a value that there is none of, and of one that could not be read.
pub(super) const NONE: &str = "-";
pub(super) const UNREAD: &str = "?";

/// A value for a cell of a table.
pub(super) fn cell(value: Reading<String>) -> String {
    match value {
        Ok(text) if text.is_empty() => NONE.to_owned(),
        Ok(text) => text,
        Err(_) => UNREAD.to_owned(),
    }
}

/// The name of a process.
pub(super) fn name(process: &Process) -> String {
    visible(&process.sample.identity.name).into_owned()
}

/// The name of the owner, or the number of one that has no name.
pub(super) fn user(process: &Process) -> String {
    let identity = &process.sample.identity;
    let name = identity.username.as_ref().map(|name| name.as_deref().map(|name| visible(name).into_owned()));
    match name {
        Ok(Some(name)) => name,
        _ => cell(identity.uid.map(|uid| uid.to_string())),
    }
}

/// The ports it waits on, ascending, each once.
pub(super) fn ports(process: &Process) -> Reading<Vec<u16>> {
    let sockets = process.sample.sockets.as_ref().map_err(|gap| *gap)?;
    let mut ports: Vec<u16> = sockets.iter().map(|socket| socket.port).collect();
    ports.sort_unstable();
    ports.dedup();
    Ok(ports)
}

/// Ports as one text: `80,443`.
pub(super) fn listed(ports: &[u16]) -> String {
    ports.iter().map(u16::to_string).collect::<Vec<_>>().join(",")
}

/// What is thought of a process.
pub(super) fn judgement(process: &Process, mode: Mode) -> Reading<&Judgement> {
    process.judged.as_deref().map(|judged| judged.of(mode)).map_err(|gap| *gap)
}

/// The verdict on a process.
pub(super) fn verdict(process: &Process, mode: Mode) -> Reading<Verdict> {
    judgement(process, mode).map(|judgement| judgement.verdict)
}

/// Whether somebody has to look at it: it is anything but safe.
pub(super) fn needs_a_look(process: &Process, mode: Mode) -> bool {
    verdict(process, mode).is_ok_and(|verdict| verdict != Verdict::Safe)
}

/// How grave it is, for putting the gravest first; what was not judged is the least.
pub(super) fn gravity(process: &Process, mode: Mode) -> Option<(Verdict, Option<Severity>)> {
    judgement(process, mode).ok().map(weight)
}

/// Dot and word of a verdict, or that there is none yet.
pub(super) fn chip(verdict: Reading<Verdict>, words: &Words) -> String {
    match verdict {
        Ok(verdict) => verdict::chip(verdict, words),
        Err(_) => UNREAD.to_owned(),
    }
}

/// Which process it is: `nginx PID 1324 PORT 80,443`.
pub(super) fn title(process: &Process) -> String {
    let ports = match ports(process) {
        Ok(ports) if ports.is_empty() => String::new(),
        ports => format!(" PORT {}", cell(ports.map(|ports| listed(&ports)))),
    };
    format!("{} PID {}{ports}", name(process), process.sample.key.pid)
}

/// The console form in one line (M8): `🟢 nginx PID 1324 PORT 80,443 · safe`.
pub(super) fn line(process: &Process, mode: Mode, words: &Words) -> String {
    let verdict = verdict(process, mode);
    let dot = verdict.map_or(UNREAD, Verdict::dot);
    let word = verdict.map_or_else(|gap| why(gap, words), |verdict| verdict::word(verdict, words));
    format!("{dot} {} · {word}", title(process))
}

/// The first thing to know of it: the title of its gravest finding if that colours, else what it does.
pub(super) fn gist(judgement: &Judgement, words: &Words) -> Option<String> {
    let grave = judgement.worst().filter(|finding| finding.severity >= Severity::Warning);
    match grave {
        Some(finding) => Some(words.text(&format!("rule-{}-title", finding.id), &[])),
        None => dto::role(judgement, words.lang()).map(Cow::into_owned),
    }
}

/// What to do about a finding, with the process and its unit put in where they are meant.
pub(super) fn to_do(rule: &str, process: &Process, words: &Words) -> String {
    let text = words.text(&format!("rule-{rule}-do"), &[]);
    let text = text.replace("PID", &process.sample.key.pid.to_string());
    let unit = process.sample.identity.unit.as_ref().ok().and_then(Option::as_deref);
    // Whoever reads it may type it: a name with other characters stays out of a command.
    let plain =
        |unit: &&str| unit.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@._:-".contains(&byte));
    match unit.filter(plain) {
        Some(unit) => text.replace("UNIT", unit),
        None => text,
    }
}

/// The reason of a gap, in words.
pub(super) fn why(gap: Gap, words: &Words) -> String {
    words.text(&format!("gap-{}", gap.word()), &[])
}

/// Capabilities that this program lacks, and that would let it see facts of that kind; any kind for `None`.
pub(super) fn lacking(fact: Option<&str>) -> Vec<&'static str> {
    let helps = |costs: &[&str]| fact.is_none_or(|fact| costs.contains(&fact));
    host::privileges().iter().filter(|lack| helps(lack.costs)).map(|lack| lack.capability).collect()
}
