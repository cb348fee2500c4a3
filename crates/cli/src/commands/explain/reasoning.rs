//! How a verdict came about, in both modes: is it known, what is the worst finding, what follows.

use domain::catalogue::Trust;
use domain::dictionary::Note;
use domain::judge::Judgement;
use domain::snapshot::Process;
use domain::text::visible;
use domain::verdict::Mode;

use super::page::Teller;
use crate::commands::told;
use crate::show::page::Page;
use crate::show::verdict;

/// The last section of the page.
pub(super) fn section(page: &mut Page, process: &Process, teller: &Teller) {
    page.section(&teller.say("explain-verdict"));
    for (mode, word) in [(Mode::Contextual, "contextual"), (Mode::Strict, "strict")] {
        let text = match told::judgement(process, mode) {
            Ok(judgement) => follows(judgement, mode, teller),
            Err(gap) => told::why(gap, teller.words),
        };
        page.fact(&teller.say(&format!("mode-{word}")), &text);
    }
}

fn follows(judgement: &Judgement, mode: Mode, teller: &Teller) -> String {
    let worst = match judgement.worst() {
        Some(finding) => {
            let severity = teller.say(&format!("severity-{}", finding.severity.word()));
            let args = [("severity", (&severity).into()), ("rule", finding.id.into())];
            teller.tell("explain-worst", &args)
        }
        None => teller.say("explain-worst-none"),
    };
    let known = known(judgement, mode, teller);
    let chip = verdict::chip(judgement.verdict, teller.words);
    teller.tell(
        "explain-follows",
        &[("known", (&known).into()), ("worst", (&worst).into()), ("verdict", (&chip).into())],
    )
}

fn known(judgement: &Judgement, mode: Mode, teller: &Teller) -> String {
    let Some(known) = &judgement.catalogue else {
        return match (&judgement.note, judgement.known) {
            (Some(note), true) => noted("explain-known-noted", note, teller),
            (None, true) => teller.say("explain-known-itself"),
            (Some(note), false) => noted("explain-unknown-noted", note, teller),
            (None, false) => teller.say("explain-unknown"),
        };
    };
    let id = match (judgement.known, mode, known.trust) {
        (false, ..) => return doubted(known.trust, known.entry.name, teller),
        (true, Mode::Strict, _) => "explain-known-name",
        (true, _, Trust::Expected) => "explain-known-expected",
        (true, _, Trust::Unstated) => "explain-known-unstated",
        (true, _, Trust::FromAnywhere) => "explain-known-from-anywhere",
        (true, _, Trust::Unseen) => "explain-known-unseen",
        (true, _, Trust::Mismatch) => "explain-known-itself",
    };
    teller.tell(id, &[("program", known.entry.name.into())])
}

fn noted(id: &str, note: &Note, teller: &Teller) -> String {
    teller.tell(id, &[("name", (&*visible(&note.name)).into())])
}

fn doubted(trust: Trust, program: &str, teller: &Teller) -> String {
    teller.tell(&format!("explain-unknown-{}", doubt(trust)), &[("program", program.into())])
}

/// Why a name is not believed: the word of the messages.
pub(super) const fn doubt(trust: Trust) -> &'static str {
    match trust {
        Trust::FromAnywhere => "untrusted",
        Trust::Expected | Trust::Unstated | Trust::Unseen | Trust::Mismatch => "mismatch",
    }
}
