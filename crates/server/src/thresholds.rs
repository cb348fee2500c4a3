//! From which percent on a resource is tight, and from which on it is at its limit: what colours gauges.
//! Only told to viewers; nothing is decided by it here.

use serde::Serialize;

/// Two steps of one resource, percent. `warn` is below `bad`; whoever makes one has checked it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Thresholds {
    /// Tight from here.
    pub warn: f64,
    /// At the limit from here.
    pub bad: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { warn: 60.0, bad: 80.0 }
    }
}

/// The steps of each resource that has a gauge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct GaugeThresholds {
    /// CPU, of all cores together.
    pub cpu: Thresholds,
    /// Memory.
    pub memory: Thresholds,
    /// Each disk, its bytes as its inodes.
    pub disk: Thresholds,
}
