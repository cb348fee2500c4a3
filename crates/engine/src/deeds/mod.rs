//! Ending, pausing and resuming processes (DESIGN §6): the desk where it is asked for, and what came of it.
//!
//! Here: reading facts and policy now, deciding, carrying out, waiting, verifying, and the audit before and after.
//! Not here: what is allowed (`domain::decide`), how a signal reaches the right process (`host::linux::terminate`),
//! the wording of anything.

mod asker;
mod carry_out;
mod condition;
mod crew;
mod ending;
mod facts;
mod group;
mod halting;
mod names;
mod ongoing;
mod outlook;
mod paused;
mod planning;
mod sight;
mod stance;
mod tidy;
mod trail;
mod types;
mod wakes;
mod waking;

use std::hash::RandomState;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use domain::decide::{Deed, Refusal};
use domain::{ProcessKey, Snapshot};
use store::StoreError;
use tokio::sync::{broadcast, oneshot, watch};

pub use asker::Connection;
pub use condition::Condition;
pub use outlook::Outlooks;
pub use stance::{Found, Witness};
pub use types::{
    Asker, DeedError, Fate, Happening, Lockout, Outcome, Pause, Pauses, Planned, Protected, Remark, Request,
    Tools,
};
pub use wakes::{Wake, note_resumed, wakes};

/// Happenings that a slow listener may be behind.
const HAPPENINGS: usize = 256;
/// Deeds that are under way at once.
const AT_ONCE: usize = 32;
/// Deeds that may wait for them: what one request can ask for.
const WAITING: usize = 100;
/// Those that were turned away and may wait to be written down.
const TURNED_AWAY: usize = 1_000;

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Deeds {
    desk: Arc<Desk>,
}

struct Desk {
    tools: Tools,
    own_pid: u32,
    /// Nobody outside can make up the id of a plan.
    secrets: [RandomState; 2],
    happenings: broadcast::Sender<Happening>,
    outlooks: outlook::Cache,
    sight: sight::Sight,
    trail: trail::Trail,
    crew: Arc<crew::Crew>,
    /// Writes down whom the crew had no place for: whoever asks does not wait for the disk.
    clerk: Arc<crew::Crew>,
    ongoing: Arc<ongoing::Ongoing>,
    paused: paused::Paused,
    stopping: AtomicBool,
}

impl Deeds {
    /// Opens the desk. Intents of an earlier run without an outcome get theirs: `interrupted`.
    ///
    /// # Errors
    /// What the audit says.
    pub fn open(tools: Tools) -> Result<Self, StoreError> {
        let own_pid = std::process::id();
        let trail = trail::Trail::new(Arc::clone(&tools.audit), &tools.roots);
        trail.settle(&tools.roots)?;
        let snapshots = tools.snapshots.clone();
        let desk = Arc::new(Desk {
            tools,
            own_pid,
            secrets: [RandomState::new(), RandomState::new()],
            happenings: broadcast::channel(HAPPENINGS).0,
            outlooks: outlook::Cache::new(own_pid),
            sight: sight::Sight::default(),
            trail,
            crew: Arc::new(crew::Crew::new(AT_ONCE, WAITING)),
            clerk: Arc::new(crew::Crew::new(1, TURNED_AWAY)),
            ongoing: Arc::default(),
            paused: paused::Paused::default(),
            stopping: AtomicBool::new(false),
        });
        let watcher = Arc::downgrade(&desk);
        // Without it nothing that ended is ever verified, and the outcomes say so.
        let _ = thread::Builder::new().name("deeds".to_owned()).spawn(move || observe(&watcher, snapshots));
        Ok(Self { desk })
    }

    /// What would happen, and whether it would be permitted now. Reads the process and the policies; waits for the disk.
    ///
    /// # Errors
    /// [`DeedError::NeverSeen`], [`DeedError::NotTheSame`], [`DeedError::Gone`]; [`DeedError::Refused`] where nothing
    /// of the process can be read.
    pub fn plan(
        &self,
        deed: Deed,
        key: ProcessKey,
        group: bool,
        asker: &Asker,
    ) -> Result<Planned, DeedError> {
        self.desk.plan(deed, key, group, asker)
    }

    /// Does it, on a thread of its own: nobody has to wait for the answer. The answer comes once the outcome is known.
    #[must_use]
    pub fn start(&self, request: Request, asker: Asker) -> oneshot::Receiver<Result<Outcome, DeedError>> {
        let (answer, answered) = oneshot::channel();
        let errand = Errand { desk: Arc::clone(&self.desk), asked: Some(Asked { request, asker, answer }) };
        // Where there is no place for it, it turns itself away.
        let _ = self.desk.crew.put(move || errand.run());
        answered
    }

    /// What would be decided about a process of the newest snapshot for an operator, without reading it again: for
    /// showing a button, never for doing anything.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn outlook(&self, snapshot: &Snapshot, key: ProcessKey) -> Result<(), Refusal> {
        self.outlooks(snapshot).of(key).map_err(Clone::clone)
    }

    /// The same for all processes of a snapshot at once. Made once for each snapshot, and then only shared.
    #[must_use]
    pub fn outlooks(&self, snapshot: &Snapshot) -> Arc<Outlooks> {
        self.desk.outlooks.outlooks(snapshot, &self.desk.tools.policies)
    }

    /// Everybody who stands still because this program was asked for it. The same object as long as that is the same.
    #[must_use]
    pub fn pauses(&self) -> Arc<Pauses> {
        self.desk.paused.shown()
    }

    /// From now on pauses that other programs left in the audit, or this one before it was ended, are ended here when their time
    /// has come: for the one program that stays.
    pub fn take_up_pauses(&self) {
        self.desk.take_up();
    }

    /// Pauses for a time are only written down from now on. Whoever asks for them has them ended by [`Deeds::end_pause`]: for
    /// a program that does not stay.
    pub fn leave_pauses(&self) {
        self.desk.hand_over_waking();
    }

    /// Lets a process go on because its pause is over, by the same decision as everything else. `None` if there is nobody to be
    /// woken: it has gone, or somebody else paused or resumed it since. `again` writes no second refusal down. Blocks.
    ///
    /// # Errors
    /// Why it may not be woken now.
    pub fn end_pause(&self, wake: &Wake, again: bool) -> Result<Option<Outcome>, DeedError> {
        self.desk.end_pause(wake, again)
    }

    /// Everything that happens at the desk from now on.
    #[must_use]
    pub fn happenings(&self) -> broadcast::Receiver<Happening> {
        self.desk.happenings.subscribe()
    }

    /// No KILL is sent any more; what is under way ends as `interrupted`, and what was paused for a time goes on.
    /// Waits for that, at most `limit`.
    pub fn stop(&self, limit: Duration) {
        let until = Instant::now() + limit;
        self.desk.stopping.store(true, Ordering::Release);
        self.desk.sight.wake();
        let (done, woken) = mpsc::channel();
        let desk = Arc::clone(&self.desk);
        let waking = move || {
            desk.wake_due(true);
            let _ = done.send(());
        };
        let waker = thread::Builder::new().name("deeds-stop".to_owned()).spawn(waking);
        self.desk.crew.wait(limit);
        self.desk.clerk.wait(until.saturating_duration_since(Instant::now()));
        if waker.is_ok() {
            let _ = woken.recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }
}

impl Desk {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}

/// What was asked for, and who waits for the answer.
struct Asked {
    request: Request,
    asker: Asker,
    answer: oneshot::Sender<Result<Outcome, DeedError>>,
}

/// A deed on its way to the crew. One that never came to be done is answered and written down as turned away.
struct Errand {
    desk: Arc<Desk>,
    asked: Option<Asked>,
}

impl Errand {
    fn run(mut self) {
        if let Some(Asked { request, asker, answer }) = self.asked.take() {
            // Whoever asked may have gone; that changes nothing.
            let _ = answer.send(self.desk.run(&request, &asker));
        }
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        let Some(Asked { request, asker, answer }) = self.asked.take() else { return };
        let _ = answer.send(Err(DeedError::Busy));
        let desk = Arc::clone(&self.desk);
        // Where not even this finds a place, others of the same moment stand in the audit.
        let _ = self.desk.clerk.put(move || desk.turn_away(&request, &asker));
    }
}

/// Takes every snapshot until there are no more, or the desk is gone.
fn observe(desk: &Weak<Desk>, mut snapshots: watch::Receiver<Option<Arc<Snapshot>>>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    loop {
        let newest = snapshots.borrow_and_update().clone();
        let Some(desk) = desk.upgrade() else { return };
        newest.iter().for_each(|snapshot| desk.paused.forget_gone(snapshot));
        for (vigil, successor) in newest.iter().flat_map(|snapshot| desk.sight.take(snapshot)) {
            let name = &vigil.post.identity.name;
            desk.trail.came_back(&vigil.actor, vigil.post.key, name, successor.key, &successor.by);
            desk.tell(Happening::CameBack {
                actor: vigil.actor.as_str().to_owned(),
                key: vigil.post.key,
                name: name.clone(),
                successor: successor.key,
                by: successor.by,
            });
        }
        drop(desk);
        if runtime.block_on(snapshots.changed()).is_err() {
            return;
        }
    }
}
