//! Tells everybody who watches what the autopilot has to say, once it can be read: whoever hears of it asks at once how
//! it stands.

use store::{AuditAbout, LocalStore};
use tokio::sync::broadcast;

use super::notice::{Announcement, Notice};
use super::switch::Stop;

/// How the audit calls it that everything was let go on.
const START: &str = "autopilot_start";
/// Nobody can say who did it.
const UNKNOWN: &str = "unknown";

/// Whoever tells. What was so when it began to look is no news.
pub(super) struct Herald {
    told: broadcast::Sender<Announcement>,
    /// In its order; a look has few.
    untold: Vec<Announcement>,
    before: Before,
}

/// How it was at the last look.
enum Before {
    Unseen,
    Going,
    Stopped {
        by: String,
        /// Id of the newest row of the audit that let everything go on: whoever ends this stop writes another one.
        last_start: Option<u64>,
    },
}

impl Herald {
    pub(super) const fn new(told: broadcast::Sender<Announcement>) -> Self {
        Self { told, untold: Vec::new(), before: Before::Unseen }
    }

    /// Notes what a rule has to say.
    pub(super) fn tell(&mut self, notice: Notice) {
        self.untold.push(Announcement::OfRule(notice));
    }

    /// Notes whether everything was stopped, or goes on, since the last look.
    pub(super) fn look(&mut self, stop: Option<&Stop>, audit: &dyn LocalStore) {
        let at = host::clock::wall();
        let stopped = |stop: &Stop| Before::Stopped {
            by: stop.by().to_owned(),
            last_start: last_start(audit).map(|(id, _)| id),
        };
        let now = match (&self.before, stop) {
            (Before::Unseen | Before::Going, Some(stop)) => {
                if matches!(self.before, Before::Going) {
                    self.untold.push(Announcement::Stopped { at, by: stop.by().to_owned() });
                }
                stopped(stop)
            }
            (Before::Stopped { by, last_start: before }, None) => {
                let started = last_start(audit).filter(|(id, _)| Some(*id) > *before);
                // A file can be taken away without a word.
                let silent = if by == Stop::FILE { Stop::FILE } else { UNKNOWN };
                let by = started.map_or_else(|| silent.to_owned(), |(_, actor)| actor);
                self.untold.push(Announcement::Started { at, by });
                Before::Going
            }
            (Before::Unseen, None) => Before::Going,
            (Before::Going, None) | (Before::Stopped { .. }, Some(_)) => return,
        };
        self.before = now;
    }

    /// Tells what was noted.
    pub(super) fn speak(&mut self) {
        for announcement in self.untold.drain(..) {
            // Nobody may be listening.
            let _ = self.told.send(announcement);
        }
    }
}

/// The newest row of the audit that let everything go on: its id, and who did it.
fn last_start(audit: &dyn LocalStore) -> Option<(u64, String)> {
    let about = AuditAbout { actions: vec![START.to_owned()], ..AuditAbout::default() };
    let rows = audit.audit_about(&about, None, 1).ok()?;
    rows.first().map(|row| (row.id, row.actor.as_str().to_owned()))
}
