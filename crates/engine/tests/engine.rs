//! The engine through its handle, on invented samples.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot start has failed, and one stands for a defect"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::decide::LoginUsers;
use domain::sample::HostFacts;
use domain::time::{Mono, Wall};
use domain::{Gap, Sample};
use engine::{Engine, EngineError, Options, Source};

/// A machine of which nothing can be read, and that counts how often buffers came back.
struct Blind {
    seq: u64,
    recycled: Arc<AtomicUsize>,
}

impl Source for Blind {
    fn sample(&mut self, recycled: Option<Sample>) -> Sample {
        self.recycled.fetch_add(usize::from(recycled.is_some()), Ordering::Relaxed);
        self.seq += 1;
        Sample {
            seq: self.seq,
            at: Wall(self.seq as i64),
            mono: Mono(self.seq),
            facts: Arc::new(HostFacts {
                host_id: Err(Gap::Denied),
                boot_id: Err(Gap::Denied),
                hostname: Err(Gap::Denied),
                os: Err(Gap::Denied),
                kernel: Err(Gap::Denied),
                ticks_per_second: 100,
                page_bytes: 4096,
                login_users: Ok(LoginUsers { first: 1000, last: 60_000 }),
                nobody: Ok(65_534),
            }),
            uptime_s: Err(Gap::Denied),
            boot_time_s: Err(Gap::Denied),
            cpu: Err(Gap::Denied),
            load: Err(Gap::Denied),
            memory: Err(Gap::Denied),
            mounts: Err(Gap::Denied),
            network: Err(Gap::Denied),
            pressure: Err(Gap::Denied),
            container: Err(Gap::Denied),
            processes_at: Mono(self.seq),
            processes: Err(Gap::Denied),
            unowned_sockets: Err(Gap::Denied),
            services: Err(Gap::Denied),
            collectors: vec![],
            own: Err(Gap::Denied),
        }
    }
}

fn start(interval: Duration) -> (Engine, Arc<AtomicUsize>) {
    let recycled = Arc::new(AtomicUsize::new(0));
    let source = Blind { seq: 0, recycled: Arc::clone(&recycled) };
    let engine =
        Engine::start(source, Options { interval, ..Options::default() }).expect("a thread can be started");
    (engine, recycled)
}

#[tokio::test]
async fn every_tick_reaches_every_listener_and_buffers_come_back() {
    let (engine, recycled) = start(Duration::from_millis(5));
    let mut snapshots = engine.handle().snapshots();
    let fourth = snapshots.wait_for(|s| s.as_ref().is_some_and(|s| s.seq >= 4)).await.unwrap().clone();
    assert!(fourth.is_some());
    assert!(recycled.load(Ordering::Relaxed) >= 2);
}

#[tokio::test]
async fn the_history_is_asked_for_in_a_message() {
    let (engine, _) = start(Duration::from_millis(5));
    let handle = engine.handle();
    handle.snapshots().wait_for(|s| s.as_ref().is_some_and(|s| s.seq >= 3)).await.unwrap();
    let steps = handle.history(60, 60).await.unwrap();
    assert!(steps.len() >= 3);
    assert!(steps.iter().all(|step| step.cpu_percent.is_none()), "a gap became a number");
}

#[tokio::test]
async fn the_first_sample_does_not_wait_for_the_first_interval() {
    let (engine, _) = start(Duration::from_secs(3600));
    let mut snapshots = engine.handle().snapshots();
    let first = snapshots.wait_for(Option::is_some).await.unwrap().clone().unwrap();
    assert_eq!(first.seq, 1);
}

#[tokio::test]
async fn a_dropped_engine_stops_at_once_and_says_so() {
    let (engine, _) = start(Duration::from_secs(3600));
    let handle = engine.handle();
    let asked = Instant::now();
    drop(engine);
    assert!(asked.elapsed() < Duration::from_secs(60));
    assert_eq!(handle.history(1, 1).await, Err(EngineError::Stopped));
    tokio::time::timeout(Duration::from_secs(60), handle.ended())
        .await
        .expect("listeners are told of the end");
}

/// A machine whose first sample meets a defect.
struct Defective;

impl Source for Defective {
    fn sample(&mut self, _: Option<Sample>) -> Sample {
        panic!("a defect");
    }
}

#[tokio::test]
async fn an_engine_that_fails_is_noticed() {
    let engine = Engine::start(Defective, Options::default()).expect("a thread can be started");
    let handle = engine.handle();
    tokio::time::timeout(Duration::from_secs(60), handle.ended()).await.expect("its end is told");
    assert_eq!(handle.history(1, 1).await, Err(EngineError::Stopped));
}
