//! Seconds since boot, from `/proc/uptime`.

use domain::Gap;
use domain::sample::Sample;
use domain::time::Mono;

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::uptime::parse_uptime;

struct Uptime(KeptFile);

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Uptime(KeptFile::new(start.roots.proc.join("uptime"), "read /proc/uptime")))
}

impl Collect for Uptime {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.uptime_s = Ok(parse_uptime(self.0.read()?)?);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.uptime_s = from.uptime_s;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.uptime_s = Err(gap);
    }
}
