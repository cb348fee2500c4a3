//! What is thought of a process, on the screen: the sign of its verdict, how many there are of each, and in the details
//! what it does, why it was judged so, and what to do.

use std::borrow::Cow;

use domain::finding::{Finding, Severity};
use domain::rules;
use domain::snapshot::{Process, Snapshot};
use domain::text::visible;
use domain::verdict::{Mode, Verdict};
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use server::dto;

use super::drawer::Page;
use super::look::{Look, Sign};
use crate::commands::told;
use crate::commands::watch::model::Model;
use crate::show::meter::Level;
use crate::show::verdict;

/// Most findings that the details tell.
const MOST_FINDINGS: usize = 20;

/// Silhouette and letter of a verdict: neither needs colour.
pub(super) fn sign(look: &Look, verdict: Verdict) -> String {
    let (shape, ascii) = match verdict {
        Verdict::Safe => ("●", "o"),
        Verdict::Caution => ("▲", "^"),
        Verdict::Danger => ("◆", "!"),
        Verdict::Urgent => ("■", "#"),
    };
    let letter = look.say(&format!("watch-letter-{}", verdict.word()));
    format!("{}{letter}", if look.ascii { ascii } else { shape })
}

/// The colour of a verdict, and inverse video for the one that is an alarm.
pub(super) fn style(look: &Look, verdict: Verdict) -> Style {
    match verdict {
        Verdict::Safe => look.level(Level::Good),
        Verdict::Caution => look.level(Level::Warn),
        Verdict::Danger => look.level(Level::Bad),
        Verdict::Urgent => look.level(Level::Bad).add_modifier(Modifier::REVERSED),
    }
}

/// What stands before a row.
pub(super) fn mark(look: &Look, process: &Process, mode: Mode) -> (String, Style) {
    match told::verdict(process, mode) {
        Ok(verdict) => (sign(look, verdict), style(look, verdict)),
        Err(_) => (look.sign(Sign::Unjudged).to_owned(), look.quiet()),
    }
}

/// How many processes somebody has to look at, the gravest first; nothing where all are safe.
pub(super) fn counts(look: &Look, snapshot: &Snapshot, mode: Mode) -> Vec<Span<'static>> {
    let processes = snapshot.processes.as_deref().unwrap_or_default();
    let count =
        |verdict| processes.iter().filter(|process| told::verdict(process, mode) == Ok(verdict)).count();
    let mut spans = Vec::new();
    for verdict in [Verdict::Urgent, Verdict::Danger, Verdict::Caution] {
        let many = count(verdict);
        if many > 0 {
            spans.push(Span::raw("  "));
            spans.push(Span::styled(format!("{} {many}", sign(look, verdict)), style(look, verdict)));
        }
    }
    spans
}

/// Messages of what is not as usual: another way to judge, rows that are left out.
pub(super) fn held(model: &Model) -> Vec<&'static str> {
    let strict = (model.mode() == Mode::Strict).then_some("mode-strict");
    let attention = model.attention().then_some("watch-attention");
    [attention, strict].into_iter().flatten().collect()
}

impl Page<'_> {
    /// What it does, the verdict and its reason, and what was noticed.
    pub(super) fn judged(&mut self, process: &Process, mode: Mode) {
        let look = self.look;
        let judgement = match told::judgement(process, mode) {
            Ok(judgement) => judgement,
            Err(gap) => return self.reading("watch-fact-verdict", Err(gap)),
        };
        self.title("watch-section-judged");
        let role = dto::role(judgement, look.lang());
        self.fact("watch-fact-role", &role.map_or_else(|| look.say("explain-role-unknown"), Cow::into_owned));
        let (judged, word) = (judgement.verdict, verdict::word(judgement.verdict, look.words));
        let mode_word = look.say(&format!("mode-{}", mode_word(mode)));
        let chip = format!("{}  {word} ({mode_word})", sign(look, judged));
        self.styled("watch-fact-verdict", &chip, style(look, judged));
        self.fact("watch-fact-why", &dto::verdict_reason(process, judgement, of(mode), look.words));
        let advice = look.say(&format!("verdict-advice-{}", judged.word()));
        self.fact("watch-fact-advice", &advice);
        let mut findings: Vec<&Finding> = judgement.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in findings.iter().take(MOST_FINDINGS) {
            self.finding(finding, process);
        }
    }

    fn finding(&mut self, finding: &Finding, process: &Process) {
        let look = self.look;
        let severity = look.say(&format!("severity-{}", finding.severity.word()));
        let style = match finding.severity {
            Severity::Critical => look.level(Level::Bad),
            Severity::Warning => look.level(Level::Warn),
            Severity::Notice | Severity::Info => look.quiet(),
        };
        self.sentence(&format!("{severity} · {}", look.say(&format!("rule-{}-title", finding.id))), style);
        self.sentence(&dto::finding_message(finding, look.words), Style::new());
        for piece in finding.evidence.iter().take(4) {
            let text = format!("{} → {}", visible(&piece.place), visible(&piece.value));
            self.sentence(&look.harmless(&text, 400), look.quiet());
        }
        let whole = rules::rule(finding.id).is_some_and(|rule| finding.severity >= rule.severity);
        if whole || finding.severity >= Severity::Warning {
            self.sentence(&told::to_do(finding.id, process, look.words), Style::new());
        }
    }
}

const fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Contextual => "contextual",
        Mode::Strict => "strict",
    }
}

/// The mode as the shapes of the API name it.
const fn of(mode: Mode) -> dto::Mode {
    match mode {
        Mode::Contextual => dto::Mode::Contextual,
        Mode::Strict => dto::Mode::Strict,
    }
}
