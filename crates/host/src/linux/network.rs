//! Interface counters of this program's network namespace, from `/proc/net/dev`.

use domain::Gap;
use domain::sample::Sample;
use domain::time::{Mono, Timed};

use super::kept_file::KeptFile;
use crate::collector::{Collect, Start};
use crate::parse::network::parse_net_dev;

struct Network(KeptFile);

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Network(KeptFile::new(start.roots.proc.join("net/dev"), "read /proc/net/dev")))
}

impl Collect for Network {
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let text = self.0.read()?;
        let mut interfaces = match std::mem::replace(&mut sample.network, Err(Gap::NotYet)) {
            Ok(timed) => timed.value,
            Err(_) => Vec::new(),
        };
        parse_net_dev(text, &mut interfaces)?;
        sample.network = Ok(Timed { at, value: interfaces });
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.network.clone_from(&from.network);
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.network = Err(gap);
    }
}
