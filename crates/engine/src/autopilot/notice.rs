//! What the autopilot has to tell a person, beside the audit.

use std::collections::VecDeque;

use domain::ProcessKey;
use domain::autopilot::Trip;
use domain::time::Wall;

/// Notices that are kept.
const KEPT: usize = 50;

/// Something to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// When.
    pub at: Wall,
    /// Id of the rule.
    pub rule: String,
    /// What a person calls the rule. Hostile text.
    pub title: String,
    /// What happened.
    pub news: News,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A process is in the state that the rule is to tell of.
    Fits {
        /// Which one.
        key: ProcessKey,
        /// Its name. Hostile text.
        name: String,
    },
    /// The rule stopped itself.
    Tripped(Trip),
}

/// Something that everybody who watches is told at once.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A rule has something to say.
    OfRule(Notice),
    /// Everything was stopped.
    Stopped {
        /// When that was seen.
        at: Wall,
        /// By whom: as the audit names them, `file`, or `unknown` where it cannot be told whether it is stopped.
        by: String,
    },
    /// Everything goes on.
    Started {
        /// When that was seen.
        at: Wall,
        /// By whom: as the audit names them, `file` where the stop file was taken away, or `unknown`.
        by: String,
    },
}

/// The last notices, oldest first.
#[derive(Debug, Default)]
pub(super) struct Board(VecDeque<Notice>);

impl Board {
    pub(super) fn put(&mut self, notice: Notice) {
        while self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back(notice);
    }

    /// The newest first.
    pub(super) fn newest_first(&self) -> Vec<Notice> {
        self.0.iter().rev().cloned().collect()
    }
}
