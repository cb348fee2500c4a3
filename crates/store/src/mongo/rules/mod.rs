//! Rules of the autopilot in MongoDB, as documents that other programs read and write too (CONTRACTS §5).
//!
//! Only the document is there. What a rule remembers is this machine's own and stays on it: how long it was rehearsed
//! here, what it did here, that it stopped itself, that an administrator here lets it go without a rehearsal. Whoever can
//! write a document can thereby make a rule rehearse, and nothing more. The stop of everything is here too: it must hold,
//! and be put, while the database is away.

mod sheet;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::autopilot::{Progress, Rule, Trip};

use self::sheet::{Found, Sheet};
use super::fault::Fault;
use super::link::{LONG, Link, SHORT};
use super::watch::Pulse;
use super::{TRIES, carry_out, index, intent, read};
use crate::rules::essence_text;
use crate::rules::work::{self, Memory, Row};
use crate::{
    Entry, HeldRule, RemoteFault, RuleStore, SqliteStore, Standing, StoreError, rule_limits as limits,
};

/// How long it may take until it is known for the first time whether the rules can be read: whoever starts waits for that.
const FIRST: Duration = Duration::from_secs(1);

/// The rules in a database of MongoDB, and what this machine remembers of them.
pub struct MongoRules {
    link: Link,
    pulse: Arc<Pulse>,
    local: Option<Arc<SqliteStore>>,
    /// The content of each rule as it was read last, by id: what is learnt of another one is not kept.
    seen: Mutex<HashMap<String, String>>,
}

impl MongoRules {
    pub(super) fn new(link: Link, local: Option<Arc<SqliteStore>>) -> Self {
        Self { link, pulse: Pulse::new(read::RULES), local, seen: Mutex::default() }
    }

    /// Makes the unique index, and answers how many documents there are that cannot be followed.
    ///
    /// # Errors
    /// [`StoreError::Remote`]: why the index could not be made. Two documents of one id are no error: they are among
    /// those that are not followed.
    pub fn prepare(&self) -> Result<usize, StoreError> {
        let made = self.link.ask(LONG, |place| async move { index::make_of_rules(&place).await });
        made.map_err(|fault| self.at(fault))?;
        Ok(self.rules()?.iter().filter(|held| held.rule.is_err()).count())
    }

    fn at(&self, fault: Fault) -> StoreError {
        fault.at(self.link.address())
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store of this machine, to change it.
    fn local(&self) -> Result<&Arc<SqliteStore>, StoreError> {
        self.local.as_ref().ok_or_else(|| StoreError::Missing { path: "local.db".into() })
    }

    /// All documents as they are now, with what is remembered of each.
    fn load(&self) -> Result<Sheet, StoreError> {
        let found = self.link.ask(SHORT, |place| async move { Found::all(&place).await });
        let Some(found) = found.map_err(|fault| self.at(fault))? else {
            // Nobody can tell which ones to leave out.
            return Err(StoreError::RulesFull { limit: limits::RULES });
        };
        let memories = self.local.as_ref().map_or_else(|| Ok(Vec::new()), |local| local.rule_memories())?;
        let sheet = Sheet::new(found, memories.into_iter().collect());
        *self.seen() = sheet.essences();
        Ok(sheet)
    }

    /// Looks, decides what to do, says so in the audit, does it, and says what became of it.
    fn change<T>(
        &self,
        id: &str,
        entry: &Entry,
        decide: impl Fn(&mut Sheet) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let local = self.local()?;
        let mut tries = 0;
        loop {
            let mut sheet = self.load()?;
            let decided = decide(&mut sheet)?;
            let Sheet { steps, said, memory, .. } = sheet;
            if !steps.is_empty() {
                let done = carry_out(&self.link, &**local, Some(intent(entry, &said)), steps)?;
                self.pulse.beat(&self.link);
                tries += 1;
                match done {
                    Err(fault) if fault.kind == RemoteFault::Conflict && tries < TRIES => continue,
                    done => done.map_err(|fault| self.at(fault))?,
                }
            }
            if let Some(memory) = memory {
                local.remember_rule(id, memory.as_ref(), said)?;
                let mut seen = self.seen();
                match memory {
                    Some(memory) => drop(seen.insert(id.to_owned(), memory.essence)),
                    None => drop(seen.remove(id)),
                }
            }
            return Ok(decided);
        }
    }
}

impl RuleStore for MongoRules {
    /// Without asking, as [`crate::PolicyStore::policy_revision`]. A stop that was put here holds whatever the database says.
    fn standing(&self) -> Result<Standing, StoreError> {
        let mut standing =
            self.local.as_ref().map_or_else(|| Ok(Standing::default()), |local| local.standing())?;
        let looked = self.pulse.watch(&self.link, FIRST);
        let trouble = looked.err().or_else(|| self.link.shared().trouble());
        standing.revision += self.pulse.revision();
        match trouble {
            Some(fault) if standing.stopped.is_none() => Err(self.at(fault)),
            _ => Ok(standing),
        }
    }

    fn rules(&self) -> Result<Vec<HeldRule>, StoreError> {
        Ok(self.load()?.into_rows().map(Row::held).collect())
    }

    fn rule(&self, id: &str) -> Result<Option<HeldRule>, StoreError> {
        Ok(self.rules()?.into_iter().find(|held| held.id == id))
    }

    fn put_rule(&self, rule: &Rule, overridden: bool, entry: Entry) -> Result<HeldRule, StoreError> {
        self.change(&rule.id, &entry, |sheet| work::put(sheet, rule, overridden, entry.clone()))
    }

    fn remove_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.change(id, &entry, |sheet| work::remove(sheet, id, entry.clone()))
    }

    /// Here alone: it must be remembered although the database is away.
    fn trip_rule(&self, rule: &Rule, trip: Trip, entry: Entry) -> Result<(), StoreError> {
        let essence = essence_text(rule);
        if self.seen().get(&rule.id) != Some(&essence) {
            return Ok(());
        }
        let entry = entry.name(&rule.id).code(trip.word()).reason(&trip.value().to_string());
        self.local()?.trip_memory(&rule.id, &essence, trip, entry)
    }

    fn reset_rule(&self, id: &str, entry: Entry) -> Result<(), StoreError> {
        self.change(id, &entry, |sheet| work::reset(sheet, id, entry.clone()))
    }

    fn keep_progress(&self, kept: &[(&Rule, &Progress)]) -> Result<(), StoreError> {
        let seen = self.seen().clone();
        let known: HashSet<&str> = seen.keys().map(String::as_str).collect();
        let of_today = |(rule, progress): &(&Rule, &Progress)| {
            let essence = essence_text(rule);
            (seen.get(&rule.id) == Some(&essence)).then_some((essence, (*rule).clone(), (*progress).clone()))
        };
        let kept: Vec<(String, Rule, Progress)> = kept.iter().filter_map(of_today).collect();
        let kept: Vec<(&str, &str, &Progress)> = kept
            .iter()
            .map(|(essence, rule, progress)| (rule.id.as_str(), essence.as_str(), progress))
            .collect();
        self.local()?.keep_memories(&kept, &known)
    }

    fn stop_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.local()?.stop_autopilot(entry)
    }

    fn start_autopilot(&self, entry: Entry) -> Result<(), StoreError> {
        self.local()?.start_autopilot(entry)
    }
}
