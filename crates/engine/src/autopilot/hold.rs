//! Whether what a rule asked for still holds when it is done: time passes until then, and a process changes.

use domain::autopilot::{Rule, RuleMode};
use domain::decide::Refusal;
use domain::snapshot::Process;

use super::switch::Switch;
use crate::deeds::Condition;

/// Before every signal: nothing stopped everything, the rule stands as it was, and the process is still one that it is about.
pub(super) fn condition(rule: &Rule, switch: &Switch) -> Condition {
    let (rule, switch) = (rule.clone(), switch.clone());
    Condition::new(move |process| holds(&rule, &switch, process))
}

fn holds(rule: &Rule, switch: &Switch, process: &Process) -> Result<(), Refusal> {
    if switch.stop_now().is_some() {
        return Err(Refusal::AutopilotStopped);
    }
    // Not knowing is a stop.
    let held = switch.rules().rule(&rule.id).map_err(|_| Refusal::AutopilotStopped)?;
    let held = held.filter(|held| held.progress.trip.is_none()).and_then(|held| held.followed());
    let stands = held.is_some_and(|now| now.enabled && now.mode == RuleMode::Enforce && now.is_like(rule));
    if stands && rule.is_about(process) { Ok(()) } else { Err(Refusal::RuleNoLongerFits) }
}
