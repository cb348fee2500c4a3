//! Noticing that documents changed, whoever changed them: by a change stream where the database has one, by reading
//! everything now and then where it has none. Other programs write fields of documents and no counter of ours, so
//! only what the documents say tells.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use mongodb::bson::Document;
use mongodb::change_stream::ChangeStream;
use mongodb::change_stream::event::ChangeStreamEvent;
use mongodb::options::ReadConcern;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::fault::Fault;
use super::link::{LONG, Link, Place, Shared};
use super::read::{self, Kind};
use crate::RemoteFault;

/// Between two readings where there is no change stream. A change of somebody else is seen within 30 s.
const POLL: Duration = Duration::from_secs(10);
/// How long the database may keep an open question about changes before it says that there were none.
const AWAIT: Duration = Duration::from_secs(1);
/// After which such a question hangs.
const HANGS: Duration = Duration::from_secs(6);
/// Changes that come together are read together.
const TOGETHER: Duration = Duration::from_millis(100);
/// Between attempts to reach the database: doubled each time.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(4));

/// What is known of the changes.
pub(super) struct Pulse {
    kind: Kind,
    revision: AtomicU64,
    /// Held while everything is read: an older reading must not come after a newer one.
    read: Mutex<Option<[u8; 32]>>,
    watching: OnceLock<()>,
}

impl Pulse {
    pub(super) fn new(kind: Kind) -> Arc<Self> {
        let revision = AtomicU64::new(0);
        Arc::new(Self { kind, revision, read: Mutex::new(None), watching: OnceLock::new() })
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Reads everything, and raises the revision if it says something else.
    async fn look(&self, place: &Place) -> Result<(), Fault> {
        let mut before = self.read.lock().await;
        let now = read::hash(place, self.kind).await?;
        if *before != Some(now) {
            *before = Some(now);
            self.revision.fetch_add(1, Ordering::AcqRel);
        }
        Ok(())
    }

    /// Reads everything for the first time, which may take so long, and watches it from then on.
    pub(super) fn watch(self: &Arc<Self>, link: &Link, limit: Duration) -> Result<(), Fault> {
        if self.watching.set(()).is_err() {
            return Ok(());
        }
        let pulse = Arc::clone(self);
        let looked = link.ask(limit, |place| async move { pulse.look(&place).await });
        // The task must not keep the link alive: it ends with the runtime.
        link.start(keep_watching(Arc::clone(self), Arc::clone(link.shared())));
        looked
    }

    /// We changed something ourselves: that is known at once.
    pub(super) fn beat(self: &Arc<Self>, link: &Link) {
        if self.watching.get().is_none() {
            return;
        }
        let pulse = Arc::clone(self);
        if link.ask(LONG, |place| async move { pulse.look(&place).await }).is_err() {
            self.revision.fetch_add(1, Ordering::AcqRel);
        }
    }
}

/// Watches for ever, and comes back by itself.
async fn keep_watching(pulse: Arc<Pulse>, shared: Arc<Shared>) {
    let mut pause = BACK_OFF.0;
    loop {
        let watched = timeout(LONG, open(&pulse, &shared)).await.unwrap_or_else(|_| Err(slow()));
        shared.note(&watched);
        match watched {
            Ok(Watched::Stream(place, stream)) => {
                pause = BACK_OFF.0;
                let ended = follow(&pulse, &shared, &place, *stream).await;
                shared.note(&ended);
                sleep(TOGETHER).await;
            }
            Ok(Watched::Read) => {
                pause = BACK_OFF.0;
                sleep(POLL).await;
            }
            Err(_) => {
                sleep(pause).await;
                pause = (pause * 2).min(BACK_OFF.1);
            }
        }
    }
}

fn slow() -> Fault {
    Fault::new(RemoteFault::TooSlow, "")
}

enum Watched {
    Stream(Place, Box<ChangeStream<ChangeStreamEvent<Document>>>),
    Read,
}

/// Opens a change stream if there is one, and then reads everything: nothing between the two is missed.
async fn open(pulse: &Pulse, shared: &Shared) -> Result<Watched, Fault> {
    let place = shared.place().await?;
    let held = place.held.clone_with_type::<Document>();
    // A stream tells only what most of the servers have.
    let stream = held.watch().read_concern(ReadConcern::majority()).max_await_time(AWAIT).await;
    let stream = match stream.map_err(Fault::from) {
        Ok(stream) => Some(Box::new(stream)),
        // A single server has none, or we may not have it.
        Err(fault) if fault.code.is_some() && fault.kind != RemoteFault::Unreachable => None,
        Err(fault) => return Err(fault),
    };
    pulse.look(&place).await?;
    Ok(stream.map_or(Watched::Read, |stream| Watched::Stream(place, stream)))
}

async fn follow(
    pulse: &Pulse,
    shared: &Shared,
    place: &Place,
    mut stream: ChangeStream<ChangeStreamEvent<Document>>,
) -> Result<(), Fault> {
    while stream.is_alive() {
        let event = timeout(HANGS, stream.next_if_any()).await.map_err(|_| slow())??;
        if event.is_some() {
            sleep(TOGETHER).await;
            timeout(LONG, pulse.look(place)).await.map_err(|_| slow())??;
        }
        shared.note(&Ok(()));
    }
    Ok(())
}
