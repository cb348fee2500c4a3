//! The newest word on services: a thread of the system keeps it up to date, and every tick takes it as it is.
//!
//! Here: the handle, what is handed over between the threads, and the collector. Not here: asking the
//! service manager (the system's own folder) and what is shown of its answer (`domain::service`).

pub(crate) mod collector;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use domain::service::{Manager, Table};
use domain::{Gap, Reading};

use crate::roots::Roots;
use crate::system;

/// A watch over the services of this machine. It lasts until the last clone is dropped.
#[derive(Clone)]
pub struct Services {
    board: Arc<Board>,
    wanted: system::services::Wanted,
}

/// Where the watching thread puts the newest table.
#[derive(Default)]
pub(crate) struct Board {
    newest: Mutex<Option<Arc<Table>>>,
    first: Condvar,
}

impl Board {
    /// Puts up a table, unless it says what the one before said.
    pub(crate) fn put(&self, table: Table) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.as_deref() != Some(&table) {
            *newest = Some(Arc::new(table));
        }
        self.first.notify_all();
    }

    /// Puts up what is wanted and that nobody answers for it.
    pub(crate) fn put_manager(&self, wanted: &Arc<[String]>, manager: Manager) {
        self.put(Table { wanted: Arc::clone(wanted), manager });
    }

    fn newest(&self) -> Reading<Arc<Table>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Gap::NotYet)
    }
}

impl Services {
    /// Begins to watch: a thread asks the service manager and is told of changes. `wanted` are the names
    /// that the configuration lists.
    #[must_use]
    pub fn watch(roots: &Roots, wanted: Vec<String>) -> Self {
        let board = Arc::new(Board::default());
        let wanted = system::services::watch(roots.clone(), wanted.into(), Arc::clone(&board));
        Self { board, wanted }
    }

    /// Wants other names from now on.
    pub fn want(&self, wanted: Vec<String>) {
        self.wanted.replace(wanted.into());
    }

    /// Waits for the first answer, at most so long. `false` if there is none yet.
    #[must_use]
    pub fn ready(&self, patience: Duration) -> bool {
        let newest = self.board.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.board.first.wait_timeout_while(newest, patience, |newest| newest.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.is_some()
    }

    /// The newest table; the same `Arc` as long as nothing changed.
    ///
    /// # Errors
    /// [`Gap::NotYet`] before the first answer.
    pub fn newest(&self) -> Reading<Arc<Table>> {
        self.board.newest()
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Services")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(wanted: &str) -> Table {
        Table { wanted: [wanted.to_owned()].into(), manager: Manager::Absent }
    }

    #[test]
    fn a_table_that_says_the_same_is_the_same_one() {
        let board = Board::default();
        assert_eq!(board.newest(), Err(Gap::NotYet));
        board.put(table("nginx"));
        let first = board.newest().expect("a table");
        board.put(table("nginx"));
        assert!(Arc::ptr_eq(&first, &board.newest().expect("a table")));
        board.put(table("sshd"));
        assert!(!Arc::ptr_eq(&first, &board.newest().expect("a table")));
    }
}
