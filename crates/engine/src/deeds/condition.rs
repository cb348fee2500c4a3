//! What has to hold while a deed is done: whoever asked for it some time ago may not want it any more. A rule of the autopilot
//! asks like that; not here: what it wants.

use std::fmt;
use std::sync::Arc;

use domain::decide::Refusal;
use domain::snapshot::Process;
use domain::{Gap, Snapshot};

use super::Asker;

type Holds = dyn Fn(&Process) -> Result<(), Refusal> + Send + Sync;

/// Asked before every signal, with the process as it is then.
#[derive(Clone)]
pub struct Condition(Arc<Holds>);

impl Condition {
    /// `holds` may wait for a disk. What it answers stands in the audit.
    pub fn new(holds: impl Fn(&Process) -> Result<(), Refusal> + Send + Sync + 'static) -> Self {
        Self(Arc::new(holds))
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Condition")
    }
}

/// Whether whoever asks still wants it of this process. What was thought of it counts as long as it runs the same program
/// for the same user.
pub(super) fn holds(asker: &Asker, now: &Process, snapshot: &Snapshot) -> Result<(), Refusal> {
    let Some(Condition(holds)) = &asker.condition else { return Ok(()) };
    let (key, identity) = (now.sample.key, &now.sample.identity);
    let same = snapshot.process(key).filter(|listed| {
        let listed = &listed.sample.identity;
        listed.exe == identity.exe && listed.uid == identity.uid && identity.exe.is_ok()
    });
    let judged = same.map_or(Err(Gap::NotYet), |listed| listed.judged.clone());
    holds(&Process { judged, ..now.clone() })
}
