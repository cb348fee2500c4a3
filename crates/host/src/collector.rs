//! What a collector is. The lists of collectors are in the systems' own folders; running them is the sampler's work.

use std::sync::Arc;
use std::time::Duration;

use domain::Gap;
use domain::sample::{HostFacts, Sample};
use domain::time::Mono;

use crate::pace::Budget;
use crate::roots::Roots;
use crate::services::Services;

/// One entry of a system's list of collectors.
#[derive(Clone, Copy)]
pub(crate) struct Collector {
    /// Its name, unique in the list.
    pub name: &'static str,
    /// What one run may cost before it counts as an overrun.
    pub budget: Budget,
    /// Makes it, at the start and again after it panicked.
    pub start: fn(&Start<'_>) -> Box<dyn Collect>,
}

/// What a collector is made from.
pub(crate) struct Start<'a> {
    /// Where to read.
    pub roots: &'a Roots,
    /// What does not change.
    pub facts: &'a Arc<HostFacts>,
    /// How long a call that may block is waited for in one tick.
    pub patience: Duration,
    /// How long what stands around processes may be read in one tick.
    pub surroundings: Duration,
    /// The watch over services, if somebody wants them.
    pub services: Option<&'a Services>,
}

/// A reader of one subject. It owns some fields of a sample and touches no others.
pub(crate) trait Collect: Send {
    /// Reads its subject into its fields, reusing what is allocated there. `at` is now.
    ///
    /// # Errors
    /// The gap when it could read nothing; the sampler then clears its fields with it.
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap>;

    /// Copies its fields from one sample to another.
    fn copy(&self, from: &Sample, to: &mut Sample);

    /// Sets its fields to a gap.
    fn clear(&self, sample: &mut Sample, gap: Gap);
}
