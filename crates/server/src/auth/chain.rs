//! Whether the audit is whole: looked through when the server starts and again whenever the database changed, a bounded
//! step at a time. While the server runs it remembers how far the audit went, so that it misses what a file that was cut
//! or replaced by an older copy of itself cannot show any more.

use std::time::Duration;

use domain::time::{Mono, Wall};
use store::{Actor, AuditAbout, AuditBreak, AuditMark, AuditStep, Entry, LocalStore, Outcome, StoreError};

use super::Access;
use super::access::Inner;

/// Between two steps, once the whole was seen.
const BEAT: Duration = Duration::from_secs(5);
/// Between two steps until then: nobody who starts shall wait for it, and nobody who reads beside it.
const FIRST_BEAT: Duration = Duration::from_millis(10);
/// After so long it is looked through although nothing seems to have changed: a file can be written over past the database.
const AT_LEAST_EVERY: Duration = Duration::from_secs(3600);

/// The action under which a break is written down, once.
const BROKEN: &str = "audit_broken";

/// What is known of the chain of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainState {
    /// It was not yet looked through.
    Unchecked,
    /// It cannot be read now.
    Unreadable,
    /// Each entry follows from the one before.
    Whole,
    /// The first entry that does not fit.
    Broken {
        /// Its id.
        id: u64,
        /// What is wrong there.
        why: AuditBreak,
    },
}

/// The chain of the audit, and when all of it was last known to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// How it is.
    pub state: ChainState,
    /// Since the last look at all of it nothing has changed, or it was looked at anew then.
    pub checked_at: Option<Wall>,
}

impl Chain {
    pub(crate) const fn new() -> Self {
        Self { state: ChainState::Unchecked, checked_at: None }
    }
}

/// What is asked of a store.
trait Audited {
    fn version(&self) -> Result<u64, StoreError>;
    fn step(&self, after: &AuditMark) -> Result<AuditStep, StoreError>;
}

impl Audited for dyn LocalStore {
    fn version(&self) -> Result<u64, StoreError> {
        self.audit_version()
    }

    fn step(&self, after: &AuditMark) -> Result<AuditStep, StoreError> {
        self.audit_step(after)
    }
}

type Break = (u64, AuditBreak);

/// What was seen so far.
#[derive(Debug, Default)]
struct Watch {
    /// Everything up to here was whole once.
    kept: Option<AuditMark>,
    /// How far the look through everything has come, while one is under way.
    round: Option<AuditMark>,
    /// What the database was like when it began, and when that was.
    begun: Option<(u64, Mono)>,
    /// What the last look through everything found.
    found: Option<Break>,
    /// What is missed of what was whole once.
    missed: Option<Break>,
}

impl Watch {
    /// One step. `false` while a look through everything is under way.
    fn look(&mut self, store: &(impl Audited + ?Sized), now: Mono) -> Result<bool, StoreError> {
        let version = store.version()?;
        let from = match self.round {
            Some(mark) => mark,
            None if self.is_due(version, now) => {
                self.begun = Some((version, now));
                AuditMark::ORIGIN
            }
            None => return Ok(true),
        };
        self.round = Some(from);
        if let Some(kept) = self.kept {
            self.missed = match store.step(&kept)? {
                AuditStep::On(mark) | AuditStep::End(mark) => {
                    self.kept = Some(mark);
                    None
                }
                AuditStep::Broken { id, why } => Some((id, why)),
            };
        }
        let found = match store.step(&from)? {
            AuditStep::On(mark) => {
                self.round = Some(mark);
                return Ok(false);
            }
            AuditStep::End(mark) => {
                // What is missed stays missed, whatever is there instead.
                if self.missed.is_none() {
                    self.kept = Some(mark);
                }
                None
            }
            AuditStep::Broken { id, why } => Some((id, why)),
        };
        self.found = found;
        self.round = None;
        Ok(true)
    }

    fn is_due(&self, version: u64, now: Mono) -> bool {
        self.begun.is_none_or(|(then, at)| {
            then != version || u128::from(now.0.saturating_sub(at.0)) >= AT_LEAST_EVERY.as_nanos()
        })
    }

    fn broken(&self) -> Option<Break> {
        self.found.into_iter().chain(self.missed).min_by_key(|(id, _)| *id)
    }
}

impl Access {
    /// What is known of the chain of the audit.
    #[must_use]
    pub fn chain(&self) -> Chain {
        *self.inner.chain()
    }

    /// Looks the audit through, for as long as it is polled. Nobody waits for it.
    pub(crate) async fn watch_audit(self) {
        let mut watch = Watch::default();
        loop {
            let step = self.with_store(move |inner| {
                let pause = inner.look(&mut watch);
                Ok((watch, pause))
            });
            let pause = match step.await {
                Ok((back, pause)) => {
                    watch = back;
                    pause
                }
                Err(error) => {
                    tracing::error!(%error, "the audit could not be looked through");
                    watch = Watch::default();
                    BEAT
                }
            };
            tokio::time::sleep(pause).await;
        }
    }
}

impl Inner {
    /// One step, and what follows from it; how long to pause then.
    fn look(&self, watch: &mut Watch) -> Duration {
        let looked = watch.look(&*self.store, self.clock.mono());
        let before = *self.chain();
        let now = match (&looked, watch.broken()) {
            (Err(_), _) => Chain { state: ChainState::Unreadable, ..before },
            (Ok(_), Some((id, why))) => {
                Chain { state: ChainState::Broken { id, why }, checked_at: Some(self.clock.wall()) }
            }
            (Ok(true), None) => Chain { state: ChainState::Whole, checked_at: Some(self.clock.wall()) },
            (Ok(false), None) => before,
        };
        if now.state != before.state {
            self.tell(now.state, &looked, watch);
        }
        *self.chain() = now;
        match looked {
            Ok(false) if now.checked_at.is_none() => FIRST_BEAT,
            _ => BEAT,
        }
    }

    /// What is new goes into the log, and a break into the audit, where it stays when the server forgets.
    fn tell(&self, state: ChainState, looked: &Result<bool, StoreError>, watch: &Watch) {
        match (state, looked) {
            (ChainState::Broken { id, why }, _) => {
                tracing::error!(
                    entry = id,
                    why = why.word(),
                    "the chain of the audit is broken: somebody else changed it"
                );
                if let Err(error) = self.write_down(id, why) {
                    tracing::error!(%error, "the break could not be written into the audit");
                }
            }
            (_, Err(error)) => tracing::error!(%error, "the audit could not be looked through"),
            _ => {
                let mark = watch.kept.unwrap_or(AuditMark::ORIGIN);
                tracing::info!(entries = mark.id(), %mark, "the audit is whole");
            }
        }
    }

    fn write_down(&self, id: u64, why: AuditBreak) -> Result<(), StoreError> {
        let name = format!("entry {id}");
        let about = AuditAbout {
            actions: vec![BROKEN.to_owned()],
            name: Some(name.clone()),
            ..AuditAbout::default()
        };
        let told = self.store.audit_about(&about, None, store::limits::AUDIT_PAGE)?;
        if told.iter().any(|row| row.code.as_deref() == Some(why.word())) {
            return Ok(());
        }
        let entry = Entry::new(self.clock.wall(), Actor::server(), BROKEN).outcome(Outcome::Failed);
        self.store.append(entry.name(&name).code(why.word())).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::VecDeque;

    use super::*;

    const CUT: AuditStep = AuditStep::Broken { id: 7, why: AuditBreak::CutOff };

    /// An audit that answers what it was told to, and remembers after which entry it was asked.
    #[derive(Default)]
    struct Book {
        version: Cell<u64>,
        answers: RefCell<VecDeque<AuditStep>>,
        asked: RefCell<Vec<u64>>,
    }

    impl Audited for Book {
        fn version(&self) -> Result<u64, StoreError> {
            Ok(self.version.get())
        }

        fn step(&self, after: &AuditMark) -> Result<AuditStep, StoreError> {
            self.asked.borrow_mut().push(after.id());
            Ok(self.answers.borrow_mut().pop_front().unwrap())
        }
    }

    impl Book {
        /// What a look at it says, and after which entries it was asked.
        fn looked(&self, watch: &mut Watch, answers: &[AuditStep]) -> (bool, Vec<u64>) {
            self.answers.borrow_mut().extend(answers);
            let done = watch.look(self, Mono(0)).unwrap();
            assert!(self.answers.borrow().is_empty(), "it did not ask for all of {answers:?}");
            (done, self.asked.take())
        }
    }

    fn mark(id: u64) -> AuditMark {
        format!("{id}:{}", "ab".repeat(32)).parse().unwrap()
    }

    #[test]
    fn a_long_audit_is_looked_through_step_by_step_and_again_only_when_something_changed() {
        let (book, mut watch) = (Book::default(), Watch::default());
        assert_eq!(book.looked(&mut watch, &[AuditStep::On(mark(1000))]), (false, vec![0]));
        assert_eq!(book.looked(&mut watch, &[AuditStep::End(mark(1500))]), (true, vec![1000]));
        assert_eq!(book.looked(&mut watch, &[]), (true, vec![]));
        book.version.set(1);
        let answers = [AuditStep::End(mark(1501)), AuditStep::On(mark(1000))];
        assert_eq!(book.looked(&mut watch, &answers), (false, vec![1500, 0]));
        let later = Mono(u64::try_from(AT_LEAST_EVERY.as_nanos()).unwrap());
        watch.round = None;
        book.answers.borrow_mut().extend([AuditStep::End(mark(1501)), AuditStep::End(mark(1501))]);
        assert!(watch.look(&book, later).unwrap());
        assert_eq!(book.asked.take(), [1501, 0], "an hour later it is looked at anyway");
    }

    #[test]
    fn what_was_whole_once_and_is_gone_is_missed_although_the_rest_fits() {
        let (book, mut watch) = (Book::default(), Watch::default());
        book.looked(&mut watch, &[AuditStep::End(mark(10))]);
        assert_eq!(watch.broken(), None);
        for version in 1..4 {
            book.version.set(version);
            // The older copy grows on, and fits.
            let end = AuditStep::End(mark(6 + version));
            assert_eq!(book.looked(&mut watch, &[CUT, end]), (true, vec![10, 0]));
            assert_eq!(watch.broken(), Some((7, AuditBreak::CutOff)));
        }
        book.version.set(4);
        book.looked(&mut watch, &[AuditStep::End(mark(12)), AuditStep::End(mark(12))]);
        assert_eq!((watch.broken(), watch.kept), (None, Some(mark(12))), "it was put back");
    }

    #[test]
    fn a_break_holds_until_everything_was_seen_to_fit_again() {
        let (book, mut watch) = (Book::default(), Watch::default());
        assert_eq!(book.looked(&mut watch, &[CUT]), (true, vec![0]));
        assert_eq!((watch.broken(), watch.kept), (Some((7, AuditBreak::CutOff)), None));
        book.version.set(1);
        assert_eq!(book.looked(&mut watch, &[AuditStep::On(mark(5))]), (false, vec![0]));
        assert_eq!(watch.broken(), Some((7, AuditBreak::CutOff)));
        book.looked(&mut watch, &[AuditStep::End(mark(9))]);
        assert_eq!((watch.broken(), watch.kept), (None, Some(mark(9))));
    }
}
