//! The live stream: one encoding a tick for all viewers of a mode, made only if somebody looks.
//!
//! [`Hub`] takes each snapshot from the engine and keeps what viewers need: the newest tick, the deltas
//! of the last minute in each mode, and the keys of processes that have ended. Each viewer pulls at its own pace
//! ([`viewer`]); nothing is ever queued for one that does not read. Logs are followed by the engine and only
//! encoded here ([`log_event`], [`logs`]). What happens to processes is heard at the engine's desk ([`actions`]).

mod actions;
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
use std::time::Duration;

use bytes::Bytes;
use domain::{ProcessKey, Snapshot};
use engine::deeds::{Deeds, Outlooks, Pauses};
use tokio::sync::watch;

use crate::http::dto::Mode;
use crate::settings::{Limits, Reload};

pub(crate) use actions::Actions;
pub(crate) use departed::Departed;
pub(crate) use event::{COMMENT, EventId};
pub(crate) use lifeline::{Lifeline, Sign};
pub(crate) use logs::LogTopics;
pub(crate) use places::{Full, Place};
pub(crate) use viewer::{CredentialEnd, Topics, Viewer};

use delta::Look;
use places::Places;
use ring::Ring;

/// Ticks for which deltas are still made after the last viewer of processes has left, so that a viewer whose line broke can go on.
const LINGER: u64 = ring::KEPT as u64;

/// One tick as viewers see it. Encodings are made at the first use and then shared.
pub(crate) struct Tick {
    pub(crate) snapshot: Arc<Snapshot>,
    boot: Arc<str>,
    deeds: Deeds,
    pauses: Arc<Pauses>,
    /// Once it was looked at it stays what it was: the changes to the next tick begin there.
    outlooks: OnceLock<Arc<Outlooks>>,
    encoded: PerMode<Encoded>,
}

/// A tick in one mode.
#[derive(Debug, Default)]
struct Encoded {
    snapshot: OnceLock<Bytes>,
    processes: OnceLock<Bytes>,
}

impl Tick {
    pub(crate) fn seq(&self) -> u64 {
        self.snapshot.seq
    }

    /// The `snapshot` event.
    pub(crate) fn snapshot_event(&self, mode: Mode) -> Bytes {
        let encoded = &self.encoded.of(mode).snapshot;
        encoded.get_or_init(|| event::snapshot(&self.boot, mode, &self.snapshot)).clone()
    }

    /// The full `processes` event.
    pub(crate) fn processes_event(&self, mode: Mode) -> Bytes {
        let encoded = &self.encoded.of(mode).processes;
        encoded.get_or_init(|| self.look(|look| event::processes_full(&self.boot, mode, look))).clone()
    }

    /// Hands over what is seen in this tick.
    fn look<T>(&self, see: impl FnOnce(&Look<'_>) -> T) -> T {
        let outlooks = self.outlooks.get_or_init(|| self.deeds.outlooks(&self.snapshot));
        let end_code = |key| outlooks.of(key).err().map(domain::decide::Refusal::code);
        see(&Look { snapshot: &self.snapshot, end_code: &end_code, pauses: &self.pauses })
    }
}

/// Something for each mode.
#[derive(Debug, Default)]
struct PerMode<T> {
    contextual: T,
    strict: T,
}

impl<T> PerMode<T> {
    const fn of(&self, mode: Mode) -> &T {
        match mode {
            Mode::Contextual => &self.contextual,
            Mode::Strict => &self.strict,
        }
    }
}

/// What is kept of the processes in one mode.
#[derive(Debug, Default)]
struct Deltas {
    ring: Mutex<Ring>,
    /// Tick until which deltas are wanted.
    wanted_until: AtomicU64,
}

impl Deltas {
    fn wanted(&self, seq: u64) -> bool {
        self.wanted_until.load(Ordering::Relaxed) >= seq
    }
}

/// Where snapshots arrive and viewers look.
pub(crate) struct Hub {
    boot: Arc<str>,
    reload: Reload,
    deeds: Deeds,
    newest: watch::Sender<Option<Arc<Tick>>>,
    deltas: PerMode<Deltas>,
    departed: Mutex<Departed>,
    places: Arc<Places>,
}

impl Hub {
    pub(crate) fn new(boot: &str, reload: Reload, limits: Limits, deeds: Deeds) -> Self {
        Self {
            boot: Arc::from(boot),
            reload,
            deeds,
            newest: watch::Sender::new(None),
            deltas: PerMode::default(),
            departed: Mutex::default(),
            places: Arc::new(Places::new(limits.streams, limits.streams_per_user)),
        }
    }

    /// Random name of this server's run; ids of another run mean nothing here.
    pub(crate) fn boot(&self) -> &str {
        &self.boot
    }

    /// What a stream that judges by `mode` begins with, by the settings in force.
    fn hello(&self, mode: Mode, tick: Duration) -> Bytes {
        let settings = self.reload.current();
        event::hello(&event::Hello {
            boot: &self.boot,
            version: env!("CARGO_PKG_VERSION"),
            seq: self.latest().map(|tick| tick.seq()),
            tick_ms: tick.as_millis(),
            mode,
            default_mode: settings.mode,
            thresholds: settings.thresholds,
        })
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
                if Mode::ALL.iter().any(|mode| self.deltas.of(*mode).wanted(snapshot.seq)) {
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
        let tick = Tick {
            snapshot,
            boot: Arc::clone(&self.boot),
            deeds: self.deeds.clone(),
            pauses: self.deeds.pauses(),
            outlooks: OnceLock::new(),
            encoded: PerMode::default(),
        };
        for mode in Mode::ALL {
            self.note(mode, before.as_deref(), &tick);
        }
        self.newest.send_replace(Some(Arc::new(tick)));
    }

    /// Keeps what leads from the tick `before` to this one, if somebody looks at it.
    fn note(&self, mode: Mode, before: Option<&Tick>, now: &Tick) {
        let deltas = self.deltas.of(mode);
        let mut ring = lock(&deltas.ring);
        match before.filter(|_| deltas.wanted(now.seq())) {
            Some(before) => {
                let delta = before
                    .look(|before| now.look(|now| event::processes_delta(&self.boot, mode, before, now)));
                ring.push(before.seq(), now.seq(), delta);
            }
            None => ring.clear(),
        }
    }

    /// Somebody looks at processes now.
    fn want_processes(&self, mode: Mode, seq: u64) {
        self.deltas.of(mode).wanted_until.fetch_max(seq + LINGER, Ordering::Relaxed);
    }

    /// The deltas that lead from `from` to `to`, if all of them are still there.
    fn deltas(&self, mode: Mode, from: u64, to: u64) -> Option<Vec<Bytes>> {
        lock(&self.deltas.of(mode).ring).between(from, to)
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
