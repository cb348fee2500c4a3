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

#[derive(Default)]
struct Newest {
    table: Option<Arc<Table>>,
    /// Nothing more was being asked when it was put up.
    whole: bool,
}

/// Where the watching thread puts the newest table.
#[derive(Default)]
pub(crate) struct Board {
    newest: Mutex<Newest>,
    news: Condvar,
}

impl Board {
    /// Puts up a table, unless it says what the one before said.
    pub(crate) fn put(&self, table: Table, whole: bool) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.table.as_deref() != Some(&table) {
            newest.table = Some(Arc::new(table));
        }
        newest.whole = whole;
        self.news.notify_all();
    }

    /// Puts up what is wanted and that nobody answers for it.
    pub(crate) fn put_manager(&self, wanted: &Arc<[String]>, manager: Manager) {
        self.put(Table { wanted: Arc::clone(wanted), manager }, true);
    }

    fn newest(&self) -> Reading<Arc<Table>> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.table.clone().ok_or(Gap::NotYet)
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

    /// Waits for what is wanted and what has failed, with `whole` also for all details of all others, at most
    /// so long. `false` if it is not there yet.
    #[must_use]
    pub fn ready(&self, whole: bool, patience: Duration) -> bool {
        let newest = self.board.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_there = |newest: &Newest| newest.table.is_some() && (newest.whole || !whole);
        let waited = self.board.news.wait_timeout_while(newest, patience, |newest| !is_there(newest));
        is_there(&waited.unwrap_or_else(PoisonError::into_inner).0)
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
        board.put(table("nginx"), true);
        let first = board.newest().expect("a table");
        board.put(table("nginx"), true);
        assert!(Arc::ptr_eq(&first, &board.newest().expect("a table")));
        board.put(table("sshd"), true);
        assert!(!Arc::ptr_eq(&first, &board.newest().expect("a table")));
    }
}
