//! The newest table of services as a collector: it asks nobody and waits for nothing.

use domain::Gap;
use domain::sample::Sample;
use domain::time::Mono;

use super::Services;
use crate::collector::{Collect, Start};

/// Takes the newest table. Without a watch (a sampler that nobody asked for services) there is none.
struct Newest(Option<Services>);

pub(crate) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Newest(start.services.cloned()))
}

impl Collect for Newest {
    fn collect(&mut self, _at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        sample.services = self.0.as_ref().ok_or(Gap::Unsupported).and_then(Services::newest);
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.services.clone_from(&from.services);
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.services = Err(gap);
    }
}
