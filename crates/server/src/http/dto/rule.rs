//! The registry of rules (`GET rules`, `rules list`): what each sees, why it matters, when it is wrong, what to do.

use domain::rules::{self, RULES};
use serde::Serialize;
use utoipa::ToSchema;
use words::Words;

use super::judgement::Severity;

/// One rule, worded.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Rule {
    /// Stable id, as `PUBLIC_PORT`.
    pub id: &'static str,
    /// The gravest that its findings can be.
    pub severity: Severity,
    /// Its name.
    pub title: String,
    /// What it looks for.
    pub sees: String,
    /// Why that matters.
    pub why: String,
    /// When it is wrong.
    pub wrong: String,
    /// What to do about a finding.
    pub r#do: String,
    /// The facts of a process that it reads, by their keys.
    pub reads: &'static [&'static str],
    /// The version that brought it.
    pub since: &'static str,
    /// Whether it is one of the five plain rules, which strict mode judges by.
    pub strict: bool,
}

impl Rule {
    fn new(rule: &rules::Rule, words: &Words) -> Self {
        let say = |part: &str| words.text(&format!("rule-{}-{part}", rule.id), &[]);
        Self {
            id: rule.id,
            severity: rule.severity.into(),
            title: say("title"),
            sees: say("sees"),
            why: say("why"),
            wrong: say("wrong"),
            r#do: say("do"),
            reads: rule.reads,
            since: rule.since,
            strict: rule.plain,
        }
    }
}

/// Answer of `GET rules`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RuleList {
    /// The rules, in the order in which their findings are to be read.
    pub rules: Vec<Rule>,
}

impl RuleList {
    /// All of them in these words.
    #[must_use]
    pub fn new(words: &Words) -> Self {
        Self { rules: RULES.iter().map(|rule| Rule::new(rule, words)).collect() }
    }
}
