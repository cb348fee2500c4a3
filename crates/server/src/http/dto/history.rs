//! The last hour in steps, as `GET history` tells it.

use serde::Serialize;
use utoipa::ToSchema;

use super::number::{hundredths, rfc3339, whole};

/// Answer of `GET history`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct History {
    /// Oldest first.
    pub history: Vec<HistoryStep>,
}

/// Several ticks in one: means, and the maximum of the CPU. A `null` was known in no tick of the step.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HistoryStep {
    /// End of the step.
    #[schema(format = DateTime)]
    pub at: String,
    /// Mean CPU use of the machine, percent.
    #[schema(required)]
    pub cpu_percent: Option<f64>,
    /// Mean memory use, percent.
    #[schema(required)]
    pub memory_percent: Option<f64>,
    /// Mean fill of the root file system, percent.
    #[schema(required)]
    pub disk_percent: Option<f64>,
    /// Mean bytes per second received.
    #[schema(required)]
    pub rx_bytes_per_s: Option<u64>,
    /// Mean bytes per second sent.
    #[schema(required)]
    pub tx_bytes_per_s: Option<u64>,
    /// Highest CPU use, percent.
    #[schema(required)]
    pub cpu_max: Option<f64>,
}

impl From<&domain::history::Step> for HistoryStep {
    fn from(step: &domain::history::Step) -> Self {
        let percent = |value: Option<f64>| value.and_then(|value| hundredths(value).ok());
        let rate = |value: Option<f64>| value.and_then(|value| whole(value).ok());
        Self {
            at: rfc3339(step.at),
            cpu_percent: percent(step.cpu_percent),
            memory_percent: percent(step.memory_percent),
            disk_percent: percent(step.disk_percent),
            rx_bytes_per_s: rate(step.rx_bytes_per_s),
            tx_bytes_per_s: rate(step.tx_bytes_per_s),
            cpu_max: percent(step.cpu_max),
        }
    }
}
