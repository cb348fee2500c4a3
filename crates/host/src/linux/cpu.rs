//! CPU counters and boot time, from `/proc/stat`.

use domain::Gap;
use domain::sample::{CpuCounters, CpuTimes, Sample};
use domain::time::{Mono, Timed};

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::cpu::parse_stat;

struct Cpu(KeptFile);

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Cpu(KeptFile::new(start.roots.proc.join("stat"), "read /proc/stat")))
}

impl Collect for Cpu {
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let text = self.0.read()?;
        let mut cpu = match std::mem::replace(&mut sample.cpu, Err(Gap::NotYet)) {
            Ok(timed) => timed.value,
            Err(_) => CpuCounters { total: CpuTimes::default(), cores: Vec::new() },
        };
        sample.boot_time_s = parse_stat(text, &mut cpu)?;
        sample.cpu = Ok(Timed { at, value: cpu });
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.cpu.clone_from(&from.cpu);
        to.boot_time_s = from.boot_time_s;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.cpu = Err(gap);
        sample.boot_time_s = Err(gap);
    }
}
