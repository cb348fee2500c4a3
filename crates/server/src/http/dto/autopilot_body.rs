//! A rule of the autopilot as it is sent: nothing unknown passes, because a misspelt condition would make a rule fit
//! more than was meant.

use domain::autopilot::{Action, Fault, Limits, Match, Rule, RuleMode, When};
use domain::catalogue::Category;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which processes a rule is about. All that is given has to fit; a path, a user or a finding is needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleMatch {
    /// Exact name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Path of the executable; `*` stands for a part of one path segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Name of the effective user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Category of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether the catalogue knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<bool>,
    /// Id of a finding, as `CPU_HOG`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
}

/// The state that has to last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleWhen {
    /// More than this much of one core, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(exclusive_minimum = 0)]
    pub cpu_percent_over: Option<f64>,
    /// More than this much of RAM, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(exclusive_minimum = 0, exclusive_maximum = 100)]
    pub memory_percent_over: Option<f64>,
    /// Older than this, seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_s_over: Option<u64>,
    /// For how long without a pause, seconds.
    pub for_s: u64,
}

/// How much a rule may do. Beyond it the rule stops itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleLimits {
    /// Deeds in an hour.
    pub per_hour: u32,
    /// Seconds between two deeds.
    pub cooldown_s: u64,
    /// Processes that may be in its state at the same time.
    pub at_once: u32,
}

impl Default for RuleLimits {
    fn default() -> Self {
        Limits::default().into()
    }
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutopilotAction {
    /// It tells.
    Notify,
    /// It pauses the process.
    Pause,
    /// It ends the process.
    End,
}

/// Whether a rule does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutopilotMode {
    /// It only counts what it would have done.
    #[default]
    Rehearse,
    /// It does it.
    Enforce,
}

/// A rule as it is sent. `id` is that of the address; what the server says of a rule may be sent along and changes
/// nothing.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AutopilotRuleBody {
    /// The same id as in the address.
    #[serde(default)]
    pub id: Option<String>,
    /// What a person calls it; its id without it.
    #[serde(default)]
    pub title: Option<String>,
    /// Which processes.
    pub r#match: RuleMatch,
    /// In which state.
    pub when: RuleWhen,
    /// What is done.
    pub action: AutopilotAction,
    /// Whether it is done; rehearsed without it.
    #[serde(default)]
    pub mode: Option<AutopilotMode>,
    /// How much of it.
    #[serde(default)]
    pub limits: Option<RuleLimits>,
    /// Whether it is looked at; it is without it.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Enforce it without a finished rehearsal. The audit says so.
    #[serde(default)]
    pub r#override: bool,
    #[serde(default, rename = "created_at")]
    #[schema(ignore)]
    _created_at: Option<IgnoredAny>,
    #[serde(default, rename = "updated_at")]
    #[schema(ignore)]
    _updated_at: Option<IgnoredAny>,
    #[serde(default, rename = "problem")]
    #[schema(ignore)]
    _problem: Option<IgnoredAny>,
    #[serde(default, rename = "ripe")]
    #[schema(ignore)]
    _ripe: Option<IgnoredAny>,
    #[serde(default, rename = "overridden")]
    #[schema(ignore)]
    _overridden: Option<IgnoredAny>,
    #[serde(default, rename = "progress")]
    #[schema(ignore)]
    _progress: Option<IgnoredAny>,
}

impl AutopilotRuleBody {
    /// The rule under this id.
    ///
    /// # Errors
    /// The category is none.
    pub fn rule(self, id: &str) -> Result<Rule, Fault> {
        let RuleMatch { name, path, user, category, known, finding } = self.r#match;
        let known_word = |word: &String| Category::ALL.into_iter().find(|category| category.word() == word);
        let category = category.map(|word| known_word(&word).ok_or(Fault::Wrong("category"))).transpose()?;
        let RuleWhen { cpu_percent_over, memory_percent_over, age_s_over, for_s } = self.when;
        let RuleLimits { per_hour, cooldown_s, at_once } = self.limits.unwrap_or_default();
        Ok(Rule {
            id: id.to_owned(),
            title: self.title.unwrap_or_else(|| id.to_owned()),
            matches: Match { name, path, user, category, known, finding },
            when: When { cpu_percent_over, memory_percent_over, age_s_over, for_s },
            action: match self.action {
                AutopilotAction::Notify => Action::Notify,
                AutopilotAction::Pause => Action::Pause,
                AutopilotAction::End => Action::End,
            },
            mode: match self.mode.unwrap_or_default() {
                AutopilotMode::Rehearse => RuleMode::Rehearse,
                AutopilotMode::Enforce => RuleMode::Enforce,
            },
            limits: Limits { per_hour, cooldown_s, at_once },
            enabled: self.enabled.unwrap_or(true),
        })
    }
}
