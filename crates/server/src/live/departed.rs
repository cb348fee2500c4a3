//! Processes that were seen and have ended: a bounded memory, so that "gone" can be told from "never seen".

use std::collections::{HashSet, VecDeque};

use domain::{ProcessKey, Snapshot};

use super::Absent;

/// Ended processes that are remembered.
const KEPT: usize = 8192;

/// The keys of the processes that ended last.
#[derive(Debug, Default)]
pub(crate) struct Departed {
    keys: HashSet<ProcessKey>,
    order: VecDeque<ProcessKey>,
}

impl Departed {
    /// Remembers who is in `before` and not in `now`. Nothing is concluded from a list that could not be read.
    pub(crate) fn note(&mut self, before: &Snapshot, now: &Snapshot) {
        let (Ok(before), Ok(_)) = (&before.processes, &now.processes) else { return };
        for process in before {
            let key = process.sample.key;
            if now.process(key).is_none() && self.keys.insert(key) {
                self.order.push_back(key);
            }
        }
        while self.order.len() > KEPT {
            if let Some(oldest) = self.order.pop_front() {
                self.keys.remove(&oldest);
            }
        }
    }

    /// Why `key` is not in `now`.
    pub(crate) fn why(&self, key: ProcessKey, now: &Snapshot) -> Absent {
        match now.process_by_pid(key.pid) {
            Some(other) => Absent::Replaced(other.sample.key),
            None if self.keys.contains(&key) => Absent::Gone,
            None => Absent::Unknown,
        }
    }

    /// Whether some process with this pid was seen and has ended.
    pub(crate) fn knows_pid(&self, pid: u32) -> bool {
        self.order.iter().any(|key| key.pid == pid)
    }
}
