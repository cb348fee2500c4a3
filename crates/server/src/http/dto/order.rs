//! What is asked for when a process is to be ended, paused or resumed. Nothing that is sent can permit anything: a field that is
//! not named here is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// Minutes of a pause when nobody says how many.
pub(crate) const USUAL_PAUSE: u32 = 30;
/// Minutes of a pause at the most that ends by itself: a day.
pub(crate) const LONGEST_PAUSE: u32 = 1440;
/// Processes that can be ended with one request.
pub(crate) const MOST_KEYS: usize = 100;

/// Body of `POST processes/{key}/end` and `…/resume`; may be left out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeedOrder {
    /// With everything below it.
    #[serde(default)]
    pub group: bool,
    /// The `id` of the plan that was shown: if it does not hold any more, nothing is done.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pub plan: Option<String>,
}

/// Body of `POST processes/{key}/pause`; may be left out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseOrder {
    /// With everything below it.
    #[serde(default)]
    pub group: bool,
    /// The `id` of the plan that was shown: if it does not hold any more, nothing is done.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pub plan: Option<String>,
    /// Minutes after which it goes on by itself, 30 without it; `null` keeps it standing until it is resumed.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 1440)]
    pub minutes: Option<Option<u32>>,
}

/// Tells `null` from what was left out.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Body of `POST ends`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndsOrder {
    /// Processes as `PID-STARTED`, each once, at most 100.
    #[schema(min_items = 1, max_items = 100)]
    pub keys: Vec<String>,
    /// For some or all of `keys`: the `id` of the plan that was shown of that process. If it does not hold any more, that process is
    /// left alone with `changed_since_plan`, and the others go on.
    #[serde(default)]
    pub plans: BTreeMap<String, String>,
}
