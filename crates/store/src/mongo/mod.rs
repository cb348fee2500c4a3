//! Policies in MongoDB, as documents that other programs read and write too (M9); beside them, in the same database, the
//! rules of the autopilot ([`rules`]) and a copy of the audit ([`audit`]).
//!
//! Every question that a decision hangs on is asked of the database, now. What is removed is remembered in a
//! collection beside it (`NAME_removed`), so that another server on the same database does not seed it again. The
//! audit stays on this machine: before anything is written there, the intent is written here, and afterwards what
//! became of it; where the intent cannot be written, nothing is changed.
//!
//! Does not belong here: what a document means (`domain::policy`), what all backends do alike (`policy::work`).

mod apply;
mod audit;
mod bson;
mod fault;
mod index;
mod link;
mod read;
mod rules;
mod sheet;
mod watch;

pub use audit::{AuditCopy, Copied};
pub use rules::MongoRules;

use std::sync::Arc;

use domain::policy::{Document, Fault as Flaw, Key, Map, Patch, Platform, Record, Unreadable, Value, find};
use domain::time::Wall;
use mongodb::bson::doc;

use self::fault::Fault;
use self::link::{LONG, Link, Place, SHORT};
use self::read::Row;
use self::sheet::{Sheet, Step};
use self::watch::Pulse;
use crate::policy::policy_limits as limits;
use crate::policy::work;
use crate::{
    Entry, Held, LocalStore, Outcome, PolicyId, PolicyStore, PolicyTrouble, RemoteFault, Seeded, SqliteStore,
    StoreError, Written,
};

/// How often a change is tried that somebody else keeps getting in the way of.
const TRIES: u32 = 5;
/// The collection of the rules of the autopilot.
const RULES: &str = "process_rules";
/// The collection of the copy of the audit.
const AUDIT: &str = "audit";
/// What the collections of the keys of removed documents end in.
const REMOVED: &str = "_removed";

/// Whether a collection of this name holds something else of ours beside the policies: the rules of the autopilot, the
/// copy of the audit, or the keys of what was removed. Policies among these would be taken for them, and they for
/// policies.
#[must_use]
pub fn is_taken(collection: &str) -> bool {
    [RULES, AUDIT].contains(&collection) || collection.ends_with(REMOVED)
}

/// The policies in a database of MongoDB, and the audit of their changes on this machine.
pub struct MongoStore {
    link: Link,
    pulse: Arc<Pulse>,
    audit: Arc<dyn LocalStore>,
}

/// What of the documents a change has to look at.
enum Scope {
    All,
    About(Key),
    /// One document, and what is about the same as it.
    One(PolicyId, Option<Key>),
}

impl MongoStore {
    /// The policies in that collection. Nothing is connected until something is asked.
    ///
    /// # Errors
    /// [`StoreError::Remote`] with [`RemoteFault::Address`]: no such address.
    pub fn open(
        url: &str,
        database: &str,
        collection: &str,
        audit: Arc<dyn LocalStore>,
    ) -> Result<Self, StoreError> {
        Ok(Self { link: Link::new(url, database, collection)?, pulse: Pulse::new(read::POLICIES), audit })
    }

    /// Where the database is: hosts alone.
    #[must_use]
    pub fn address(&self) -> &str {
        self.link.address()
    }

    /// The rules of the autopilot in the same database. What they remember, and the stop, are kept in `local`; without
    /// one nothing is remembered and nothing can be changed.
    #[must_use]
    pub fn rules(&self, local: Option<Arc<SqliteStore>>) -> MongoRules {
        MongoRules::new(self.link.beside(RULES), local)
    }

    /// The way for copies of the audit of `local` into the same database; `host` is the name of this machine.
    #[must_use]
    pub fn audit_copy(&self, local: Arc<SqliteStore>, host: &str) -> AuditCopy {
        AuditCopy::new(self.link.beside(AUDIT), local, host)
    }

    fn at(&self, fault: Fault) -> StoreError {
        fault.at(self.link.address())
    }

    fn load(&self, scope: Scope) -> Result<Sheet, StoreError> {
        let load = |place: Place| async move {
            let (filter, removed) = match &scope {
                Scope::All => (doc! {}, doc! {}),
                Scope::About(key) => {
                    (read::about(&key.name, key.platform), doc! { "name": { "$eq": &key.name } })
                }
                Scope::One(id, key) => (read::one(id, key.as_ref()), removed_of(key.as_ref())),
            };
            let rows = read::rows(&place, filter).await?.whole()?;
            let count = match scope {
                Scope::All => rows.len(),
                Scope::About(_) | Scope::One(..) => {
                    usize::try_from(place.held.estimated_document_count().await?).unwrap_or(usize::MAX)
                }
            };
            Ok(Sheet::new(rows, count, removed_keys(&place, removed).await?))
        };
        self.link.ask(LONG, load).map_err(|fault| self.at(fault))
    }

    /// Looks, decides what to do, says so in the audit, does it, and says what became of it.
    fn change<T>(
        &self,
        scope: impl Fn() -> Scope,
        entry: Option<&Entry>,
        decide: impl Fn(&mut Sheet) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tries = 0;
        loop {
            let mut sheet = self.load(scope())?;
            let decided = decide(&mut sheet)?;
            if sheet.steps.is_empty() {
                return Ok(decided);
            }
            let (steps, said) = (sheet.steps, sheet.said);
            let intent = entry.map(|entry| intent(entry, &said));
            let done = carry_out(&self.link, &*self.audit, intent, steps)?;
            tries += 1;
            match done {
                Err(fault) if fault.kind == RemoteFault::Conflict && tries < TRIES => {}
                Err(fault) => {
                    self.pulse.beat(&self.link);
                    return Err(self.at(fault));
                }
                Ok(()) => {
                    self.audit.append_all(said)?;
                    self.pulse.beat(&self.link);
                    return Ok(decided);
                }
            }
        }
    }
}

/// Does the steps: the intent is in the audit before, and why they could not be done after.
fn carry_out(
    link: &Link,
    audit: &dyn LocalStore,
    intent: Option<Entry>,
    steps: Vec<Step>,
) -> Result<Result<(), Fault>, StoreError> {
    if let Some(intent) = &intent {
        audit.append(intent.clone().outcome(Outcome::Intended))?;
    }
    let done = link.change(LONG, |place| async move { apply::apply(&place, steps).await });
    if let (Err(fault), Some(intent)) = (&done, intent) {
        audit.append(intent.outcome(Outcome::Failed).code(fault.kind.word()))?;
    }
    Ok(done)
}

/// What is about to be done: that one thing, or how many.
fn intent(entry: &Entry, said: &[Entry]) -> Entry {
    match said {
        [one] => one.clone(),
        several => entry.clone().reason(&format!("{} policies", several.len())),
    }
}

fn removed_of(key: Option<&Key>) -> mongodb::bson::Document {
    doc! { "name": { "$eq": key.map_or("", |key| &key.name) } }
}

async fn removed_keys(place: &Place, filter: mongodb::bson::Document) -> Result<Vec<Key>, Fault> {
    let most = i64::try_from(limits::REMOVED).unwrap_or(i64::MAX);
    let mut found = place.removed.find(filter).sort(doc! { "removed_at": 1 }).limit(most).await?;
    let mut keys = Vec::new();
    while found.advance().await? {
        let text = |of: &str| found.current().get_str(of).unwrap_or_default();
        keys.extend(sheet::key_of(text("name"), text("platform")));
    }
    Ok(keys)
}

fn held(rows: Vec<Row>) -> Vec<Held> {
    rows.into_iter().map(|row| row.held).collect()
}

impl PolicyStore for MongoStore {
    /// Without asking: it was asked before, and would have told of a change. An error once it cannot be asked.
    fn policy_revision(&self) -> Result<u64, StoreError> {
        self.pulse.watch(&self.link, LONG).map_err(|fault| self.at(fault))?;
        match self.link.shared().trouble() {
            Some(fault) => Err(self.at(fault)),
            None => Ok(self.pulse.revision()),
        }
    }

    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        let all = self.link.ask(LONG, |place| async move { read::rows(&place, doc! {}).await });
        all.map(|all| held(all.rows)).map_err(|fault| self.at(fault))
    }

    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        let wanted = id.clone();
        let one = self.link.ask(SHORT, |place| async move {
            let filter = read::one(&wanted, None);
            Ok(read::rows(&place, filter).await?.rows.into_iter().find(|row| row.held.id == wanted))
        });
        one.map(|row| row.map(|row| row.held)).map_err(|fault| self.at(fault))
    }

    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        let filter = read::called(name, os);
        let about = self.link.ask(SHORT, |place| async move { read::rows(&place, filter).await?.whole() });
        let mut about = held(about.map_err(|fault| self.at(fault))?);
        about.iter_mut().for_each(|held| called(&mut held.document, name, os));
        let found = find(about.iter().map(|held| &held.document), name, os).cloned();
        Ok(found.and_then(|found| about.into_iter().find(|held| held.document == found)))
    }

    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        let set = |sheet: &mut Sheet| work::set(sheet, key, patch, entry.clone());
        self.change(|| Scope::About(key.clone()), Some(&entry), set)
    }

    fn add_policy(&self, record: Record, entry: Entry) -> Result<Written, StoreError> {
        let add = |sheet: &mut Sheet| work::add(sheet, record.clone(), entry.clone());
        self.change(|| Scope::About(record.key()), Some(&entry), add)
    }

    fn import_policies(&self, records: Vec<Record>, entry: Entry) -> Result<Vec<Written>, StoreError> {
        let import = |sheet: &mut Sheet| work::import(sheet, records.clone(), entry.clone());
        self.change(|| Scope::All, Some(&entry), import)
    }

    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        let remove = |sheet: &mut Sheet| work::remove(sheet, key, entry.clone());
        self.change(|| Scope::About(key.clone()), Some(&entry), remove)
    }

    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        let key = self.policy(id)?.and_then(|held| {
            Some(Key { name: held.document.name()?.to_owned(), platform: held.document.platform()? })
        });
        let remove = |sheet: &mut Sheet| work::remove_one(sheet, id, entry.clone());
        self.change(|| Scope::One(id.clone(), key.clone()), Some(&entry), remove)
    }

    fn correct_document(&self, id: &PolicyId, record: Record, entry: Entry) -> Result<Written, StoreError> {
        let correct = |sheet: &mut Sheet| work::correct(sheet, id, record.clone(), entry.clone());
        self.change(|| Scope::One(id.clone(), Some(record.key())), Some(&entry), correct)
    }

    /// Makes the unique index first: of two servers that seed at the same time, each policy is inserted by one.
    fn seed_policies(&self, seeds: &[Record], at: Wall) -> Result<Seeded, StoreError> {
        let made = self.link.change(LONG, |place| async move { index::make(&place).await });
        made.map_err(|fault| self.at(fault))?;
        self.change(|| Scope::All, None, |sheet| work::seed(sheet, seeds, at))
    }

    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        let removed = self.link.ask(SHORT, |place| async move { removed_keys(&place, doc! {}).await });
        removed.map_err(|fault| self.at(fault))
    }

    fn policy_troubles(&self) -> Result<Vec<PolicyTrouble>, StoreError> {
        let troubles = self.link.ask(LONG, |place| async move { index::troubles(&place).await });
        troubles.map_err(|fault| self.at(fault))
    }
}

/// One that was found by this name and is too large to be read has it as its own or among its aliases.
fn called(document: &mut Document, name: &str, os: Platform) {
    if let Document::Unreadable(Unreadable { name: own, why: Flaw::TooLarge, raw, .. }) = document
        && os != Platform::Windows
        && own.as_deref() != Some(name)
    {
        *raw = Value::Map(Map(vec![("aliases".to_owned(), name.into())]));
    }
}
