//! Judging one process: what is known of it, what the rules find, and the verdict that follows.

use std::sync::Arc;

use crate::catalogue::{Category, Known, Platform, Subject, Trust, identify};
use crate::dictionary::Note;
use crate::finding::{Finding, Outcome, Severity};
use crate::gap::Gap;
use crate::rules::{Case, RULES, World};
use crate::snapshot::Process;
use crate::standing::Standing;
use crate::verdict::{Mode, Verdict};

/// What is thought of a process, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What the catalogue knows; in contextual mode a mismatching path makes it unknown for the verdict.
    pub catalogue: Option<Known>,
    /// What an operator wrote about it, where the catalogue knows nothing.
    pub note: Option<Arc<Note>>,
    /// What the verdict used.
    pub known: bool,
    /// What groups it with others: an application, a script, else its name.
    pub app: String,
    /// What the rules found, in their order.
    pub findings: Vec<Finding>,
    /// Rules that could not see, and why.
    pub blind: Vec<(&'static str, Gap)>,
    /// What follows.
    pub verdict: Verdict,
}

impl Judgement {
    /// What kind of work it does, by the catalogue or the operator who made it known. An operator's own word is
    /// [`Category::General`].
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        if !self.known {
            return None;
        }
        let noted = |note: &Arc<Note>| {
            let named = Category::ALL.into_iter().find(|category| category.word() == note.category);
            named.unwrap_or(Category::General)
        };
        let entry = self.catalogue.as_ref().map(|known| known.entry.category);
        entry.or_else(|| self.note.as_ref().map(noted))
    }

    /// The gravest finding.
    #[must_use]
    pub fn worst(&self) -> Option<&Finding> {
        // The first of the gravest: the rules are in the order in which they are to be read.
        self.findings.iter().rev().max_by_key(|finding| finding.severity)
    }
}

/// Rules about where an executable lies.
const PATH_RULES: [&str; 3] = ["NAME_PATH_MISMATCH", "SUSPICIOUS_PATH", "RUNS_FROM_TMP"];

/// What the catalogue knows of this process.
#[must_use]
pub fn recognise(process: &Process, platform: Platform) -> Option<Known> {
    let identity = &process.sample.identity;
    identify(&Subject {
        platform,
        name: &identity.name,
        exe: identity.exe.as_ref().ok().map(|exe| exe.path.as_str()),
        arguments: identity.cmdline.as_deref().unwrap_or_default(),
    })
}

/// Judges a process. `itself` is this program, which knows itself by its pid from any path (DESIGN §3.4).
#[must_use]
pub fn judge(
    process: &Process,
    catalogue: Option<Known>,
    standing: &Standing,
    world: &World,
    mode: Mode,
    itself: bool,
) -> Judgement {
    let case = Case { mode, process, known: catalogue.as_ref(), standing, world };
    let (mut findings, mut blind) = (Vec::new(), Vec::new());
    for rule in RULES.iter().filter(|rule| mode == Mode::Contextual || rule.plain) {
        match (rule.check)(&case) {
            Outcome::Clear => {}
            Outcome::Found(found) => findings.extend(found),
            Outcome::Blind(gap) => blind.push((rule.id, gap)),
        }
    }
    if itself && mode == Mode::Contextual {
        // Where it was unpacked is its owner's matter.
        findings.retain(|finding| !PATH_RULES.contains(&finding.id));
    }
    let identity = &process.sample.identity;
    let note = if catalogue.is_none() { world.dictionary.find(identity).cloned() } else { None };
    let noted = note.as_ref().is_some_and(|note| note.holds_for(identity, standing, mode));
    let known = itself || noted || is_known(catalogue.as_ref(), standing, mode);
    let verdict = match mode {
        Mode::Contextual => Verdict::of(known, findings.iter().map(|finding| finding.severity).max()),
        Mode::Strict => Verdict::strict(known, !findings.is_empty()),
    };
    let app = app(process, catalogue.as_ref(), mode);
    Judgement { known, app, findings, blind, verdict, catalogue, note }
}

/// Who only borrows a name does not join the application whose name it is: it goes by its own path.
fn app(process: &Process, catalogue: Option<&Known>, mode: Mode) -> String {
    let identity = &process.sample.identity;
    match (catalogue, &identity.exe) {
        (Some(known), Ok(exe)) if mode == Mode::Contextual && known.trust == Trust::Mismatch => {
            exe.path.clone()
        }
        (Some(known), _) => known.app.clone(),
        (None, _) => identity.name.clone(),
    }
}

fn is_known(catalogue: Option<&Known>, standing: &Standing, mode: Mode) -> bool {
    let Some(known) = catalogue else { return false };
    match (mode, known.trust) {
        (Mode::Strict, _) | (_, Trust::Expected | Trust::Unstated) => true,
        // A runtime from anywhere is believed where nobody else could have put it.
        (_, Trust::FromAnywhere) => standing.writers.is_ok_and(|writers| !writers.strangers),
        // What could not be read is told as a gap; the name alone is what there is.
        (_, Trust::Unseen) => true,
        (_, Trust::Mismatch) => false,
    }
}

/// How grave the worst is, for sorting; nothing is the least.
#[must_use]
pub fn weight(judgement: &Judgement) -> (Verdict, Option<Severity>) {
    (judgement.verdict, judgement.worst().map(|finding| finding.severity))
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
