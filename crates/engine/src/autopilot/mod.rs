//! Acting without an operator (M14, DESIGN §6.10): looks at each snapshot with the rules of the store, and has done
//! at the desk ([`crate::deeds`]) what they want.
//!
//! Here: when rules are read, what stops them, who is told. Not here: what a rule wants (`domain::autopilot`), what is
//! allowed and how it is done (the desk: for it a rule is an asker like any other), where rules are kept (`store`).
//!
//! It has a thread of its own, so that no tick waits for it. Whatever keeps it from knowing whether it may act is a stop.

mod carry;
mod herald;
mod hold;
mod notice;
mod run;
mod switch;

use std::collections::HashMap;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use domain::Snapshot;
use domain::autopilot::{Progress, Rule};
use store::{HeldRule, LocalStore};
use tokio::sync::{broadcast, watch};

use crate::deeds::Deeds;

pub use notice::{Announcement, News, Notice};
pub use switch::{Halted, Stop, Switch};

/// Announcements that a slow listener may be behind.
const ANNOUNCEMENTS: usize = 256;

/// What the autopilot works with.
#[derive(Clone)]
pub struct Tools {
    /// The newest look at the machine.
    pub snapshots: watch::Receiver<Option<Arc<Snapshot>>>,
    /// Where its intents are carried out.
    pub deeds: Deeds,
    /// Where it is written down who was told what.
    pub audit: Arc<dyn LocalStore>,
    /// Its rules, and what stops it.
    pub switch: Switch,
}

/// How the autopilot is doing.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// What stopped it when it last looked; nothing before its first look.
    pub stop: Option<Stop>,
    /// All rules as they were read last, with those that are not followed.
    pub held: Arc<Vec<HeldRule>>,
    /// The rules that it follows, by id, and how they are doing.
    pub rules: HashMap<String, (Rule, Progress)>,
    /// What was to be told, the newest first; not more than a few.
    pub notices: Vec<Notice>,
}

/// A running autopilot. Dropping it keeps what it knows and stops its thread.
#[derive(Debug)]
pub struct Pilot {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// The way to ask a running autopilot. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Handle {
    status: Arc<Mutex<Status>>,
    wake: SyncSender<Wake>,
    switch: Switch,
    announcements: broadcast::Sender<Announcement>,
}

/// Why the thread is woken.
#[derive(Clone, Copy, Debug)]
enum Wake {
    /// Rules or the stop changed.
    Changed,
    /// It is to end.
    End,
}

impl Pilot {
    /// Starts it on a thread of its own.
    ///
    /// # Errors
    /// The operating system's error if no thread can be started.
    pub fn start(tools: Tools) -> std::io::Result<Self> {
        let status = Arc::default();
        let (wake, woken) = sync_channel(8);
        let announcements = broadcast::Sender::new(ANNOUNCEMENTS);
        // What is so now is no news; whatever changes from now on is.
        let mut herald = herald::Herald::new(announcements.clone());
        herald.look(tools.switch.stop_now().as_ref(), &*tools.audit);
        let handle =
            Handle { status: Arc::clone(&status), wake, switch: tools.switch.clone(), announcements };
        let thread = std::thread::Builder::new()
            .name("autopilot".to_owned())
            .spawn(move || run::run(tools, herald, &status, &woken))?;
        Ok(Self { handle, thread: Some(thread) })
    }

    /// A handle to give away.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }
}

impl Drop for Pilot {
    fn drop(&mut self) {
        // A full queue does not keep it from stopping: `send` waits for room, and the loop empties the queue.
        let _ = self.handle.wake.send(Wake::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Handle {
    /// How it is doing, as of its last look.
    #[must_use]
    pub fn status(&self) -> Status {
        lock(&self.status).clone()
    }

    /// Its rules, and what stops it.
    #[must_use]
    pub const fn switch(&self) -> &Switch {
        &self.switch
    }

    /// Everything that it has to say from now on.
    #[must_use]
    pub fn announcements(&self) -> broadcast::Receiver<Announcement> {
        self.announcements.subscribe()
    }

    /// Tells it that rules or the stop changed, so that it need not find out.
    pub fn changed(&self) {
        // When its queue is full it wakes anyway.
        let _ = self.wake.try_send(Wake::Changed);
    }
}

fn lock(status: &Mutex<Status>) -> MutexGuard<'_, Status> {
    status.lock().unwrap_or_else(PoisonError::into_inner)
}
