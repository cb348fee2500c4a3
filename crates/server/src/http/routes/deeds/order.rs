//! What a body may ask for. Everything else in it is refused before the desk hears of it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::ProcessKey;
use domain::decide::Deed;
use domain::key::KeyError;
use engine::deeds::Request;

use crate::http::dto::{DeedOrder, EndsOrder, LONGEST_PAUSE, MOST_KEYS, PauseOrder, USUAL_PAUSE};
use crate::http::error::{ApiError, Code};

/// Digits of the id of a plan.
const PLAN_ID: usize = 32;

/// An order that makes sense.
#[derive(Debug)]
pub(super) struct Order {
    group: bool,
    plan: Option<String>,
    wake_after: Option<Duration>,
}

impl Order {
    /// This one process, by the plan that was shown, if one was.
    pub(super) const fn alone(plan: Option<String>) -> Self {
        Self { group: false, plan, wake_after: None }
    }

    /// The order as the desk takes it.
    pub(super) fn of(self, deed: Deed, key: ProcessKey) -> Request {
        Request { deed, key, group: self.group, plan: self.plan, wake_after: self.wake_after }
    }
}

/// The body of a request about one process.
pub(super) trait Asked {
    /// The order, if it makes sense.
    fn checked(self) -> Result<Order, ApiError>;
}

impl Asked for DeedOrder {
    fn checked(self) -> Result<Order, ApiError> {
        Ok(Order { group: self.group, plan: checked_plan(self.plan)?, wake_after: None })
    }
}

impl Asked for PauseOrder {
    fn checked(self) -> Result<Order, ApiError> {
        let minutes = self.minutes.unwrap_or(Some(USUAL_PAUSE));
        if minutes.is_some_and(|minutes| !(1..=LONGEST_PAUSE).contains(&minutes)) {
            return Err(invalid(format!("minutes is 1 to {LONGEST_PAUSE}, or null")));
        }
        let wake_after = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        Ok(Order { group: self.group, plan: checked_plan(self.plan)?, wake_after })
    }
}

impl EndsOrder {
    /// Whom it names, in its order, each with the plan that was shown of it.
    pub(super) fn checked(self) -> Result<Vec<(ProcessKey, Order)>, ApiError> {
        let keys = keys_of(&self.keys)?;
        let mut plans = HashMap::with_capacity(self.plans.len());
        for (text, id) in self.plans {
            let key = key_of(&text)?;
            let twice = plans.insert(key, checked_plan(Some(id))?).is_some();
            if twice || !keys.contains(&key) {
                return Err(invalid(format!(
                    "plans names {key}, which is not one of keys, or names it twice"
                )));
            }
        }
        let order = |key| (key, Order::alone(plans.remove(&key).flatten()));
        Ok(keys.into_iter().map(order).collect())
    }
}

fn checked_plan(plan: Option<String>) -> Result<Option<String>, ApiError> {
    let is_id = |text: &String| {
        text.len() == PLAN_ID && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if plan.as_ref().is_none_or(is_id) { Ok(plan) } else { Err(invalid("plan is the id of a plan")) }
}

fn invalid(reason: impl std::fmt::Display) -> ApiError {
    ApiError::new(Code::InvalidBody).with("reason", reason)
}

/// A process by its whole key. Whoever has a pid now may be somebody else than was meant.
pub(super) fn key_of(text: &str) -> Result<ProcessKey, ApiError> {
    text.parse().map_err(|error| match error {
        KeyError::BarePid(pid) => ApiError::new(Code::BarePid).with("pid", pid),
        KeyError::Malformed => ApiError::new(Code::NoSuchProcess).with("key", text),
    })
}

fn keys_of(texts: &[String]) -> Result<Vec<ProcessKey>, ApiError> {
    if texts.is_empty() || texts.len() > MOST_KEYS {
        return Err(invalid(format!("keys are 1 to {MOST_KEYS} processes")));
    }
    let keys: Vec<ProcessKey> = texts.iter().map(|text| key_of(text)).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    match keys.iter().find(|key| !seen.insert(**key)) {
        Some(twice) => Err(invalid(format!("{twice} is named twice"))),
        None => Ok(keys),
    }
}
