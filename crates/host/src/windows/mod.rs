//! Windows: the list of its collectors. It has none yet, so every subject reads `Unsupported`.

use std::sync::Arc;

use domain::Gap;
use domain::sample::HostFacts;

use crate::collector::Collector;
use crate::error::HostError;
use crate::privileges::MissingPrivilege;
use crate::roots::Roots;

/// The collectors of this system.
pub(crate) const COLLECTORS: &[Collector] = &[];

/// What does not change while the program runs.
pub(crate) fn facts(_roots: &Roots) -> Result<Arc<HostFacts>, HostError> {
    Ok(Arc::new(HostFacts {
        host_id: Err(Gap::Unsupported),
        boot_id: Err(Gap::Unsupported),
        hostname: Err(Gap::Unsupported),
        os: Err(Gap::Unsupported),
        kernel: Err(Gap::Unsupported),
        // FILETIME counts 100 ns; pages of every supported processor have 4 KiB (GetSystemInfo).
        ticks_per_second: 10_000_000,
        page_bytes: 4096,
    }))
}

/// Nothing is read, so nothing is missed.
pub(crate) fn privileges(_roots: &Roots) -> Vec<MissingPrivilege> {
    Vec::new()
}
