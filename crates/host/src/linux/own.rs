//! What this program itself costs.

use std::time::Duration;

use domain::Gap;
use domain::sample::{OwnCost, Sample};
use domain::time::Mono;
use rustix::time::{ClockId, clock_gettime};

use super::kept_file::KeptFile;
use crate::clock::nanoseconds;
use crate::collector::{Collect, Start};
use crate::parse::statm;

const CUT: Gap = Gap::failed("understand /proc/self/statm: it has no second number");

struct Own {
    statm: KeptFile,
    page_bytes: u64,
}

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Own {
        statm: KeptFile::new(start.roots.proc.join("self/statm"), "read /proc/self/statm"),
        page_bytes: start.facts.page_bytes,
    })
}

impl Collect for Own {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let pages = statm::parse(self.statm.read()?).ok_or(CUT)?;
        sample.own = Ok(OwnCost {
            // The process clock holds what getrusage(2) does, in nanoseconds instead of ticks.
            cpu: Duration::from_nanos(nanoseconds(clock_gettime(ClockId::ProcessCPUTime))),
            rss_bytes: pages.saturating_mul(self.page_bytes),
        });
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.own = from.own;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.own = Err(gap);
    }
}
