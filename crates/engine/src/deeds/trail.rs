//! What the audit is told of a deed: the intent before, what came of it after, each refusal.
//!
//! An intent names the program that has it and the boot in which that runs, an outcome names its intent: whoever starts next
//! finds what was left without an outcome, and leaves alone what another program is still about.

use std::collections::HashSet;
use std::iter;
use std::sync::Arc;

use domain::decide::Refusal;
use domain::{Gap, ProcessKey};
use host::linux::kin;
use store::{Actor, AuditAbout, AuditRow, Entry, Journal, LocalStore, StoreError};

use super::carry_out::Order;
use super::types::{Asker, DeedError, Fate, Outcome};

/// Rows of deeds that are looked back on for intents without an outcome, in pages of the store.
const LOOKED_BACK: usize = 10_000;
const PAGE: usize = 1_000;

/// Deeds as the audit calls them.
pub(super) const ACTIONS: [&str; 4] = ["end", "pause", "resume", END_WAKE];
/// The end of a pause: a process is woken because its time has come.
pub(super) const END_WAKE: &str = "end_wake";
/// One that was ended and took its place again.
const CAME_BACK: &str = "came_back";

/// How the reason of an intent and of an outcome begins.
const OF_PROGRAM: &str = "by program ";
const OF_INTENT: &str = "intent ";
/// How the boot of an intent is named in its reason.
pub(super) const BOOT: &str = "boot ";

/// A program that wrote into the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) key: ProcessKey,
    /// In which boot it has that key; `None` where it could not be read, and in rows of earlier versions.
    pub(super) boot: Option<String>,
}

impl Program {
    /// Whether nothing that is known of both tells their boots apart.
    fn may_be_of(&self, boot: Option<&String>) -> bool {
        self.boot.is_none() || boot.is_none() || self.boot.as_ref() == boot
    }
}

/// The audit, and who writes it.
pub(super) struct Trail {
    audit: Arc<dyn LocalStore>,
    own: Option<ProcessKey>,
    boot: Option<String>,
    /// What was refused before anything was intended. Whoever asks for it all day does not fill the disk.
    refusals: Journal,
}

/// What a row is about.
pub(super) struct About<'a> {
    pub(super) asker: &'a Asker,
    pub(super) action: &'static str,
    pub(super) key: ProcessKey,
    pub(super) name: &'a str,
}

impl About<'_> {
    fn entry(&self) -> Entry {
        Entry::new(host::clock::wall(), self.asker.actor.clone(), self.action)
            .key(&self.key.to_string())
            .name(self.name)
            .address(self.asker.address)
    }
}

impl Trail {
    pub(super) fn new(audit: Arc<dyn LocalStore>, roots: &host::Roots) -> Self {
        let own = kin::key(roots, std::process::id()).ok();
        Self { audit, own, boot: host::linux::boot_id(roots).ok(), refusals: Journal::new() }
    }

    /// What names this boot, if that could be read.
    pub(super) fn boot(&self) -> Option<&String> {
        self.boot.as_ref()
    }

    /// Writes an intent down; its id.
    pub(super) fn intend(&self, about: &About<'_>, order: &Order<'_>) -> Result<u64, DeedError> {
        let program = self.own.map_or_else(|| "?".to_owned(), |own| own.to_string());
        let boot = self.boot.as_ref().map(|boot| format!(", {BOOT}{boot}")).unwrap_or_default();
        let plan = order.plan.map(|plan| format!(", plan {plan}")).unwrap_or_default();
        let more = order.more.map(|more| format!(", {more}")).unwrap_or_default();
        let reason = format!("{OF_PROGRAM}{program}{boot}{plan}{more}");
        let entry = about.entry().outcome(store::Outcome::Intended).reason(&reason);
        self.audit.append(entry).map_err(|error| DeedError::NoAudit(error.to_string()))
    }

    /// Writes down what came of it. Where that fails the intent stays without an outcome, and the next start says so.
    pub(super) fn close(&self, about: &About<'_>, intent: Option<u64>, result: Result<&Outcome, &DeedError>) {
        let bounded = intent.is_none() && result.is_err();
        let intent = intent.map(|id| format!("{OF_INTENT}{id}"));
        let (outcome, code, more) = match result {
            Ok(outcome) => (kind(outcome.result), outcome.result.word(), told(outcome)),
            Err(error) => (kind_of(error), error.code(), why(error)),
        };
        let reason: Vec<String> = intent.into_iter().chain(more).collect();
        let entry = about.entry().outcome(outcome).code(code).reason(&reason.join("; "));
        let _ = if bounded {
            self.refusals.refusal(&*self.audit, entry, host::clock::mono())
        } else {
            self.audit.append(entry).map(drop)
        };
    }

    /// Writes down that one that was ended is there again.
    pub(super) fn came_back(&self, actor: &Actor, key: ProcessKey, name: &str, again: ProcessKey, by: &str) {
        let entry = Entry::new(host::clock::wall(), actor.clone(), CAME_BACK)
            .key(&key.to_string())
            .name(name)
            .outcome(store::Outcome::Failed)
            .code(CAME_BACK)
            .reason(&format!("as {again}, started by {by}"));
        let _ = self.audit.append(entry);
    }

    /// Gives every intent of a program that is no more, and that has no outcome, one: `interrupted`.
    pub(super) fn settle(&self, roots: &host::Roots) -> Result<(), StoreError> {
        let (mut closed, mut before) = (HashSet::new(), None);
        let about = AuditAbout { actions: ACTIONS.map(str::to_owned).to_vec(), ..AuditAbout::default() };
        for _ in 0..LOOKED_BACK / PAGE {
            let rows = self.audit.audit_about(&about, before, PAGE)?;
            for row in &rows {
                if let Some(intent) = row.reason.as_deref().and_then(intent_of) {
                    closed.insert(intent);
                }
                let open = row.outcome == store::Outcome::Intended && !closed.contains(&row.id);
                if open && !self.is_at_work(row, roots) {
                    self.audit.append(interrupted(row))?;
                }
            }
            match rows.last() {
                Some(last) if rows.len() == PAGE => before = Some(last.id),
                _ => break,
            }
        }
        Ok(())
    }

    /// Whether this program is meant.
    pub(super) fn is_own(&self, program: Option<&Program>) -> bool {
        program.is_some_and(|program| Some(program.key) == self.own && program.may_be_of(self.boot()))
    }

    /// Whether the program that wrote this intent still runs: this one, or another on the same audit.
    fn is_at_work(&self, row: &AuditRow, roots: &host::Roots) -> bool {
        let program = row.reason.as_deref().and_then(program_of);
        // Whoever has its key in another boot is somebody else.
        let program = program.filter(|program| program.may_be_of(self.boot()));
        program.is_some_and(|program| match kin::key(roots, program.key.pid) {
            Ok(key) => key == program.key,
            Err(Gap::Gone) => false,
            // One that may not be seen is there.
            Err(_) => true,
        })
    }
}

fn interrupted(row: &AuditRow) -> Entry {
    Entry::new(host::clock::wall(), row.actor.clone(), &row.action)
        .key(row.key.as_deref().unwrap_or_default())
        .name(row.name.as_deref().unwrap_or_default())
        .address(row.address)
        .outcome(store::Outcome::Failed)
        .code(Fate::Interrupted.word())
        .reason(&format!("{OF_INTENT}{}; intent without outcome", row.id))
}

pub(super) fn intent_of(reason: &str) -> Option<u64> {
    reason.strip_prefix(OF_INTENT)?.split(';').next()?.parse().ok()
}

pub(super) fn program_of(reason: &str) -> Option<Program> {
    let mut parts = reason.strip_prefix(OF_PROGRAM)?.split(", ");
    let key = parts.next()?.parse().ok()?;
    let boot = parts.find_map(|part| part.strip_prefix(BOOT)).map(str::to_owned);
    Some(Program { key, boot })
}

const fn kind(result: Fate) -> store::Outcome {
    match result {
        Fate::StillThere | Fate::Interrupted => store::Outcome::Failed,
        _ => store::Outcome::Ok,
    }
}

const fn kind_of(error: &DeedError) -> store::Outcome {
    match error {
        DeedError::Denied | DeedError::Failed(_) | DeedError::NoAudit(_) => store::Outcome::Failed,
        _ => store::Outcome::Refused,
    }
}

/// What an outcome adds to its word.
fn told(outcome: &Outcome) -> Vec<String> {
    let signals = (!outcome.signals.is_empty()).then(|| outcome.signals.join(" "));
    let verified = outcome.verified.then(|| "verified".to_owned());
    let again = outcome.restarted_as.map(|key| format!("as {key}"));
    let remark = outcome.remark.as_ref().map(|remark| remark.word());
    let refused = match &outcome.remark {
        Some(super::types::Remark::NoKill(refusal)) => Some(refusal.code()),
        _ => None,
    };
    let words = remark.into_iter().chain(refused).map(str::to_owned);
    signals.into_iter().chain(verified).chain(again).chain(words).collect()
}

/// What an error adds to its code. Words of others never stand first: they could pass for an intent's.
fn why(error: &DeedError) -> Vec<String> {
    let of = |refusal: &Refusal| match refusal {
        Refusal::PolicySystem { reason } | Refusal::PolicyForbids { reason } => {
            Some(format!("because: {reason}"))
        }
        Refusal::SystemService { unit, .. } => Some(format!("unit: {unit}")),
        Refusal::OtherContainer { container } => Some(format!("container: {container}")),
        Refusal::Unread { fact, gap } => Some(format!("{fact}: {gap}")),
        _ => None,
    };
    match error {
        DeedError::Refused(refusal) => of(refusal).into_iter().collect(),
        DeedError::Member(protected) => {
            let member = format!("{} below it", protected.key);
            iter::once(member).chain(of(&protected.refusal)).collect()
        }
        DeedError::Failed(cause) => vec![cause.to_string()],
        _ => Vec::new(),
    }
}
