//! The live stream: one encoding a tick for all viewers, made only if somebody looks.
//!
//! [`Hub`] takes each snapshot from the engine and keeps what viewers need: the newest tick, the deltas
//! of the last minute, and the keys of processes that have ended. Each viewer pulls at its own pace
//! ([`viewer`]); nothing is ever queued for one that does not read. Logs are followed by the engine and only
//! encoded here ([`log_event`], [`logs`]).

mod delta;
mod departed;
mod event;
mod lifeline;
pub(crate) mod log_event;
mod logs;
mod places;
mod ring;
mod viewer;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use domain::{ProcessKey, Snapshot};
use tokio::sync::watch;

use crate::http::dto::Mode;
use crate::settings::{Limits, Reload};
use crate::thresholds::GaugeThresholds;

pub(crate) use departed::Departed;
pub(crate) use event::{COMMENT, EventId};
pub(crate) use lifeline::{Lifeline, Sign};
pub(crate) use logs::LogTopics;
pub(crate) use places::{Full, Place};
pub(crate) use viewer::{CredentialEnd, Topics, Viewer};

use places::Places;
use ring::Ring;

/// Ticks for which deltas are still made after the last viewer of processes has left, so that a viewer whose line broke can go on.
const LINGER: u64 = ring::KEPT as u64;

/// One tick as viewers see it. Encodings are made at the first use and then shared.
#[derive(Debug)]
pub(crate) struct Tick {
    pub(crate) snapshot: Arc<Snapshot>,
    mode: Mode,
    boot: Arc<str>,
    snapshot_event: OnceLock<Bytes>,
    processes_event: OnceLock<Bytes>,
}

impl Tick {
    pub(crate) fn seq(&self) -> u64 {
        self.snapshot.seq
    }

    /// The `snapshot` event.
    pub(crate) fn snapshot_event(&self) -> Bytes {
        self.snapshot_event.get_or_init(|| event::snapshot(&self.boot, &self.snapshot)).clone()
    }

    /// The full `processes` event.
    pub(crate) fn processes_event(&self) -> Bytes {
        self.processes_event
            .get_or_init(|| event::processes_full(&self.boot, self.mode, &self.snapshot))
            .clone()
    }
}

/// Where snapshots arrive and viewers look.
#[derive(Debug)]
pub(crate) struct Hub {
    boot: Arc<str>,
    reload: Reload,
    newest: watch::Sender<Option<Arc<Tick>>>,
    ring: Mutex<Ring>,
    departed: Mutex<Departed>,
    places: Arc<Places>,
    /// Tick until which deltas of processes are wanted.
    wanted_until: AtomicU64,
}

impl Hub {
    pub(crate) fn new(boot: &str, reload: Reload, limits: Limits) -> Self {
        Self {
            boot: Arc::from(boot),
            reload,
            newest: watch::Sender::new(None),
            ring: Mutex::default(),
            departed: Mutex::default(),
            places: Arc::new(Places::new(limits.streams, limits.streams_per_user)),
            wanted_until: AtomicU64::new(0),
        }
    }

    /// Random name of this server's run; ids of another run mean nothing here.
    pub(crate) fn boot(&self) -> &str {
        &self.boot
    }

    /// What colours gauges, by the settings in force.
    fn thresholds(&self) -> GaugeThresholds {
        self.reload.current().thresholds
    }

    /// A place for one more stream of `owner`.
    pub(crate) fn place(&self, owner: &str) -> Result<Place, Full> {
        self.places.take(owner)
    }

    /// The newest tick.
    pub(crate) fn latest(&self) -> Option<Arc<Tick>> {
        self.newest.borrow().clone()
    }

    /// What became of a process that does not run now.
    pub(crate) fn departed(&self) -> MutexGuard<'_, Departed> {
        lock(&self.departed)
    }

    /// Takes in every snapshot of `engine` until it stops.
    pub(crate) async fn follow(self: Arc<Self>, engine: engine::Handle) {
        let mut snapshots = engine.snapshots();
        loop {
            let snapshot = snapshots.borrow_and_update().clone();
            if let Some(snapshot) = snapshot {
                if self.processes_wanted(snapshot.seq) {
                    let hub = Arc::clone(&self);
                    // Comparing some thousand processes takes milliseconds: not on a thread that serves others.
                    if tokio::task::spawn_blocking(move || hub.take(snapshot)).await.is_err() {
                        tracing::error!("a tick could not be prepared for viewers, they see the next one");
                    }
                } else {
                    self.take(snapshot);
                }
            }
            if snapshots.changed().await.is_err() {
                return;
            }
        }
    }

    fn take(&self, snapshot: Arc<Snapshot>) {
        let before = self.latest();
        if let Some(before) = &before {
            if before.seq() >= snapshot.seq {
                return;
            }
            lock(&self.departed).note(&before.snapshot, &snapshot);
        }
        let mode = self.reload.current().mode;
        let mut ring = lock(&self.ring);
        match before.filter(|before| self.processes_wanted(snapshot.seq) && before.mode == mode) {
            Some(before) => {
                let delta = event::processes_delta(&self.boot, mode, &before.snapshot, &snapshot);
                ring.push(before.seq(), snapshot.seq, delta);
            }
            None => ring.clear(),
        }
        drop(ring);
        self.newest.send_replace(Some(Arc::new(Tick {
            snapshot,
            mode,
            boot: Arc::clone(&self.boot),
            snapshot_event: OnceLock::new(),
            processes_event: OnceLock::new(),
        })));
    }

    fn processes_wanted(&self, seq: u64) -> bool {
        self.wanted_until.load(Ordering::Relaxed) >= seq
    }

    /// Somebody looks at processes now.
    fn want_processes(&self, seq: u64) {
        self.wanted_until.fetch_max(seq + LINGER, Ordering::Relaxed);
    }

    /// The deltas that lead from `from` to `to`, if all of them are still there.
    fn deltas(&self, from: u64, to: u64) -> Option<Vec<Bytes>> {
        lock(&self.ring).between(from, to)
    }

    fn subscribe(&self) -> watch::Receiver<Option<Arc<Tick>>> {
        self.newest.subscribe()
    }
}

/// Why a process is not in the newest tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// It ran and has ended.
    Gone,
    /// Its pid belongs to this process now.
    Replaced(ProcessKey),
    /// It was never seen, or so long ago that it is forgotten.
    Unknown,
}

/// These locks guard plain data that is whole between any two statements: a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
