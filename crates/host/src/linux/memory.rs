//! Memory and swap, from `/proc/meminfo`.

use domain::Gap;
use domain::sample::Sample;
use domain::time::Mono;

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::memory::parse_meminfo;

struct Levels(KeptFile);

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Levels(KeptFile::new(start.roots.proc.join("meminfo"), "read /proc/meminfo")))
}

impl Collect for Levels {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.memory = Ok(parse_meminfo(self.0.read()?)?);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.memory = from.memory;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.memory = Err(gap);
    }
}
