//! The process scanner as a collector. The scan itself is in `processes`.

use domain::Gap;
use domain::sample::Sample;
use domain::time::Mono;

use super::processes::{ProcessFacts, Processes};
use crate::collector::{Collect, Start};

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    let facts = ProcessFacts::of(start.roots, start.facts);
    let mut processes = Processes::new(&start.roots.proc, facts);
    processes.set_surroundings_limit(start.surroundings);
    Box::new(processes)
}

impl Collect for Processes {
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let recycled = std::mem::replace(&mut sample.processes, Err(Gap::NotYet)).unwrap_or_default();
        sample.processes = Ok(self.scan(at, recycled)?);
        sample.processes_at = at;
        sample.unowned_sockets = self.unowned_sockets();
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.processes_at = from.processes_at;
        to.processes.clone_from(&from.processes);
        to.unowned_sockets.clone_from(&from.unowned_sockets);
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.processes = Err(gap);
        sample.unowned_sockets = Err(gap);
    }
}
