//! What could be tidied up: the pure sorting of `domain::cleanup`, with what has to be asked for it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use domain::cleanup::{Around, Cleanup, sort_out};
use domain::decide::Refusal;
use domain::snapshot::Process;
use domain::time::Wall;
use domain::verdict::Mode;
use domain::{ProcessKey, Reading, Snapshot};
use host::Roots;
use host::linux::sessions::{session_of, terminal_rest};

use super::{Deeds, Outlooks};

impl Deeds {
    /// The processes of a snapshot, sorted out for somebody who wants to tidy up. Looks at a few terminals and sessions: for a
    /// thread that may wait.
    ///
    /// # Errors
    /// The processes could not be read.
    pub fn tidy(&self, snapshot: &Snapshot, mode: Mode) -> Reading<Cleanup> {
        let outlooks = self.outlooks(snapshot);
        let terminals = RefCell::default();
        let town =
            Town { roots: &self.desk.tools.roots, now: host::clock::wall(), outlooks: &outlooks, terminals };
        sort_out(snapshot, mode, &town)
    }
}

/// This machine.
struct Town<'a> {
    roots: &'a Roots,
    now: Wall,
    outlooks: &'a Outlooks,
    /// Those that were looked at: many processes may share one.
    terminals: RefCell<HashMap<String, Reading<Duration>>>,
}

impl Around for Town<'_> {
    fn refusal(&self, process: &Process) -> Option<Refusal> {
        self.outlooks.of(process.sample.key).err().cloned()
    }

    fn session(&self, key: ProcessKey) -> Reading<u32> {
        session_of(self.roots, key)
    }

    fn terminal_rest(&self, terminal: &str) -> Reading<Duration> {
        let mut seen = self.terminals.borrow_mut();
        let look = || terminal_rest(self.roots, terminal, self.now);
        *seen.entry(terminal.to_owned()).or_insert_with(look)
    }
}
