//! Applications: processes that belong together, as the sixty workers of one web server. Pure.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::Reading;
use domain::finding::Severity;
use domain::snapshot::Process;
use domain::verdict::{Mode, Verdict};

use crate::commands::told;

/// One application, or what runs of it in one container.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// Its name. Hostile text.
    pub(super) app: &'a str,
    /// Never empty; the gravest first, in the order they came otherwise.
    pub(super) members: Vec<&'a Process>,
    gravity: Option<(Verdict, Option<Severity>)>,
}

impl<'a> Group<'a> {
    /// The gravest member: its verdict is that of the application.
    pub(super) fn gravest(&self) -> Option<&'a Process> {
        self.members.first().copied()
    }

    /// CPU of all members, percent of one core; the gap of one of them where nothing is known.
    pub(super) fn cpu(&self) -> Reading<f64> {
        let known: Vec<f64> = self.members.iter().filter_map(|process| process.cpu_percent.ok()).collect();
        match self.members.iter().find_map(|process| process.cpu_percent.err()) {
            Some(gap) if known.is_empty() => Err(gap),
            _ => Ok(known.iter().sum()),
        }
    }

    /// Resident bytes of all members; what they share counts for each.
    pub(super) fn rss_bytes(&self) -> u64 {
        self.members.iter().fold(0, |sum, process| sum.saturating_add(process.sample.rss_bytes))
    }

    /// Ports of all members; the gap of one of them where nothing is known.
    pub(super) fn ports(&self) -> Reading<Vec<u16>> {
        let all: Vec<Reading<Vec<u16>>> = self.members.iter().map(|process| told::ports(process)).collect();
        if let Some(gap) = all.iter().find_map(|ports| ports.as_ref().err().copied())
            && all.iter().all(|ports| ports.as_ref().is_ok_and(Vec::is_empty) || ports.is_err())
        {
            return Err(gap);
        }
        let mut ports: Vec<u16> = all.into_iter().flatten().flatten().collect();
        ports.sort_unstable();
        ports.dedup();
        Ok(ports)
    }
}

/// The applications of these processes: the gravest first, then those that use most CPU.
pub(super) fn of<'a>(processes: &[&'a Process], mode: Mode) -> Vec<Group<'a>> {
    let mut places: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for &process in processes {
        let identity = &*process.sample.identity;
        let judgement = told::judgement(process, mode);
        let app = judgement.map_or(identity.name.as_str(), |judgement| judgement.app.as_str());
        let container = identity.container.as_ref().ok().and_then(Option::as_deref);
        let place = *places.entry((app, container)).or_insert_with(|| {
            groups.push(Group { app, members: Vec::new(), gravity: None });
            groups.len() - 1
        });
        groups[place].members.push(process);
    }
    for group in &mut groups {
        // Stable: the order that was asked for stays among equals.
        group.members.sort_by_key(|process| Reverse(told::gravity(process, mode)));
        group.gravity = group.members.first().and_then(|process| told::gravity(process, mode));
    }
    let cpu = |group: &Group<'_>| group.cpu().unwrap_or(f64::NEG_INFINITY);
    groups.sort_by(|a, b| b.gravity.cmp(&a.gravity).then(cpu(b).total_cmp(&cpu(a))));
    groups
}
