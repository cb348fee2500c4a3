//! The details of one process that are open over or beside the list.

use std::sync::Arc;

use domain::snapshot::{Process, Snapshot};

use super::Trail;

/// The details of a process that are open.
#[derive(Clone, Debug)]
pub(in crate::commands::watch) struct Drawer {
    /// The process as it was last seen.
    pub(in crate::commands::watch) process: Process,
    /// The snapshot in which it was last seen; its age and its family are told from there.
    pub(in crate::commands::watch) seen: Arc<Snapshot>,
    /// It is not in the newest snapshot any more.
    pub(in crate::commands::watch) ended: bool,
    /// Its CPU since the drawer was opened.
    pub(in crate::commands::watch) trail: Trail,
    /// Lines that are scrolled away.
    pub(in crate::commands::watch) scrolled: usize,
}

impl Drawer {
    /// The process in a newer snapshot: the same one by its key, never whoever has its pid now.
    pub(super) fn look(&mut self, snapshot: &Arc<Snapshot>) {
        match snapshot.process(self.process.sample.key) {
            Some(process) => {
                self.process = process.clone();
                self.seen = Arc::clone(snapshot);
                self.trail.push(process.cpu_percent);
            }
            None => self.ended = true,
        }
    }
}
