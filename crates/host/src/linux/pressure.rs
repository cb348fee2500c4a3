//! Pressure stall information, from `/proc/pressure`; a kernel without it, or with it switched off, has none.

use std::path::Path;

use domain::Gap;
use domain::sample::{Pressure, Sample};
use domain::time::Mono;

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::pressure::parse_pressure;

struct Files {
    cpu: KeptFile,
    memory: KeptFile,
    io: KeptFile,
}

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    let folder: &Path = &start.roots.proc.join("pressure");
    Box::new(Files {
        cpu: KeptFile::new(folder.join("cpu"), "read /proc/pressure/cpu"),
        memory: KeptFile::new(folder.join("memory"), "read /proc/pressure/memory"),
        io: KeptFile::new(folder.join("io"), "read /proc/pressure/io"),
    })
}

impl Collect for Files {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        const NO_FULL: Gap = Gap::failed("understand /proc/pressure: it has no line `full`");
        let cpu = parse_pressure(self.cpu.read()?)?;
        let memory = parse_pressure(self.memory.read()?)?;
        let io = parse_pressure(self.io.read()?)?;
        sample.pressure = Ok(Pressure {
            cpu_some: cpu.some,
            memory_some: memory.some,
            memory_full: memory.full.ok_or(NO_FULL)?,
            io_some: io.some,
            io_full: io.full.ok_or(NO_FULL)?,
        });
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.pressure = from.pressure;
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.pressure = Err(gap);
    }
}
