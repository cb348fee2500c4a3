//! What the outlook of a full machine costs from tick to tick: printed, and compared with itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Sample;
use domain::process::{Identity, ProcessSample};
use engine::deeds::{Deeds, Tools};
use engine::policies::Policies;
use engine::{Engine, Options, Source};
use host::{Roots, Sampler, SamplerOptions};
use store::{MemoryStore, PolicyStore};

use crate::house::PATIENCE;
use crate::pet::until;

const PROCESSES: u32 = 5_000;

/// This machine with thousands of processes that do nothing.
struct Full {
    sampler: Sampler,
    invented: Vec<ProcessSample>,
}

impl Source for Full {
    fn sample(&mut self, recycled: Option<Sample>) -> Sample {
        let mut sample = self.sampler.sample(recycled);
        let processes = sample.processes.as_mut().expect("processes");
        if self.invented.is_empty() {
            let own = processes.iter().find(|one| one.key.pid == std::process::id()).expect("this program");
            self.invented = (0..PROCESSES).map(|number| invented(own, number)).collect();
        }
        processes.extend(self.invented.iter().cloned());
        sample
    }
}

fn invented(own: &ProcessSample, number: u32) -> ProcessSample {
    let mut sample = own.clone();
    // Above every pid that a kernel gives.
    sample.key.pid = (1 << 23) + number;
    sample.identity =
        Arc::new(Identity { name: format!("worker-{}", number % 50), ..(*own.identity).clone() });
    sample
}

#[test]
fn what_did_not_change_is_not_decided_again() {
    let sampler = Sampler::new(Roots::default(), SamplerOptions::default()).expect("a machine");
    let source = Full { sampler, invented: Vec::new() };
    let options = Options { interval: Duration::from_millis(200), ..Options::default() };
    let engine = Engine::start(source, options).expect("an engine");
    let store = Arc::new(MemoryStore::new());
    store.seed_policies(&domain::policy::seed::records(), host::clock::wall()).expect("seeds");
    let deeds = Deeds::open(Tools {
        roots: Roots::default(),
        snapshots: engine.handle().snapshots(),
        policies: Policies::watch(store.clone()),
        audit: store,
        patience: PATIENCE,
    })
    .expect("a desk");
    let mut took = Vec::new();
    let mut seq = 0;
    until("ten ticks", || {
        if let Some(snapshot) = engine.handle().latest().filter(|snapshot| snapshot.seq > seq) {
            seq = snapshot.seq;
            let begun = Instant::now();
            let outlooks = deeds.outlooks(&snapshot);
            took.push(begun.elapsed());
            let again = Instant::now();
            assert!(Arc::ptr_eq(&outlooks, &deeds.outlooks(&snapshot)), "made twice for one snapshot");
            println!("{PROCESSES} rows: {:?}, asked again: {:?}", took.last(), again.elapsed());
        }
        took.len() == 10
    });
    let steady = took.iter().skip(2).min().expect("ticks");
    assert!(*steady * 3 < took[0], "the first took {:?}, later ones {steady:?}", took[0]);
}
