//! Windows: the list of its collectors. A subject without one reads `Unsupported`.

pub(crate) mod services;

use std::sync::Arc;
use std::time::Duration;

use domain::Gap;
use domain::sample::HostFacts;

use crate::collector::Collector;
use crate::error::HostError;
use crate::pace::Budget;
use crate::privileges::MissingPrivilege;
use crate::roots::Roots;

/// The collectors of this system.
pub(crate) const COLLECTORS: &[Collector] =
    &[Collector { name: "services", budget: QUICK, start: crate::services::collector::start }];

/// What asks nobody and waits for nothing.
const QUICK: Budget = Budget { each: Duration::from_millis(50), longest: Duration::from_secs(60) };

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
        login_users: Err(Gap::Unsupported),
        nobody: Err(Gap::Unsupported),
    }))
}

/// Nothing is read, so nothing is missed.
pub(crate) fn privileges(_roots: &Roots) -> Vec<MissingPrivilege> {
    Vec::new()
}
