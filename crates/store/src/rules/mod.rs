//! Rules of the autopilot: the one trait of their store, and what a rule is as it is kept. What a rule means is
//! `domain::autopilot`'s; how a backend keeps it is its own.

mod held;
mod json;
pub(crate) mod work;

pub use held::{HeldRule, RuleFault, Standing, Stopped};
pub(crate) use json::{deeds_of, deeds_text, document_of, essence_text, last_of, last_text};

use domain::autopilot::{Progress, Rule, Trip};

use crate::{Entry, StoreError};

/// How much is kept of rules.
pub mod rule_limits {
    /// Rules.
    pub const RULES: usize = domain::autopilot::MOST_RULES;
    /// One rule as a document, in bytes of JSON.
    pub const DOCUMENT_BYTES: usize = 64 * 1024;
}

/// The rules by which processes are watched without an operator (M14), what they remember, and the global stop.
///
/// Each call is atomic and durable. A call that takes an [`Entry`] writes it with the change or not at all; where
/// nothing changed, nothing is written.
pub trait RuleStore: Send + Sync {
    /// Whether everything is stopped, and a count that rises with every change of a rule, a reset or the stop,
    /// whichever process made it. Cheap: it is asked each second.
    fn standing(&self) -> Result<Standing, StoreError>;

    /// All rules, by id. One that cannot be read is among them.
    fn rules(&self) -> Result<Vec<HeldRule>, StoreError>;

    /// One rule.
    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError>;

    /// Writes a rule over what is kept of it; fields of other tools stay. With the same content it goes on with what
    /// it remembers; otherwise it begins anew. `overridden` lets it be enforced without a rehearsal, and the audit
    /// says so. [`StoreError::RuleInvalid`], [`StoreError::RulesFull`], [`StoreError::RuleTooLarge`].
    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError>;

    /// Removes a rule with all that it remembers. [`StoreError::RuleMissing`].
    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError>;

    /// Notes that a rule stopped itself, if it still has this content.
    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError>;

    /// Lets a rule that stopped itself go on. [`StoreError::RuleMissing`].
    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError>;

    /// Keeps what rules remember, of those that still have this content; but for whether they stopped themselves.
    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError>;

    /// Stops everything until somebody lets it go on.
    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError>;

    /// Lets everything go on. That is written down whether or not it was stopped here: a stop file may stand beside.
    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError>;
}
