//! Run-queue averages, from `/proc/loadavg`.

use domain::Gap;
use domain::sample::Sample;
use domain::time::Mono;

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::load::parse_load;

struct Load(KeptFile);

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Load(KeptFile::new(start.roots.proc.join("loadavg"), "read /proc/loadavg")))
}

impl Collect for Load {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.load = Ok(parse_load(self.0.read()?)?);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.load = from.load;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.load = Err(gap);
    }
}
