//! Samples reuse their memory: a tick on a machine that does not change asks for none.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used)]

use std::path::Path;

use host::alloc::Counting;
use host::{Roots, Sampler, SamplerOptions};

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

/// The only test of this program: another one would allocate beside it.
#[test]
fn a_tick_asks_for_no_memory_once_all_is_known() {
    let machine = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hosts/docker2");
    let mut sampler = Sampler::new(Roots::below(&machine), SamplerOptions::default()).expect("it has /proc");
    let mut sample = sampler.sample(None);
    sample = sampler.sample(Some(sample));
    let mut without = 0;
    for tick in 0..50 {
        let before = ALLOCATOR.count();
        sample = sampler.sample(Some(sample));
        let asked = ALLOCATOR.count() - before;
        println!("tick {tick}: {asked} requests for memory");
        without += u32::from(asked == 0);
    }
    assert!(without >= 40, "some ticks read again what changes seldom, most do not");
}
