//! What is said about the names of processes: the policies as they are now, and the last good ones.
//!
//! A store may be far away and hang. Who asks for a decision waits [`PATIENCE`] and no longer; who only shows
//! something gets the last good policies and is told how old they are (DESIGN §5.4).

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use domain::decide::{Policy, Record, Unavailable};
use domain::dictionary::Dictionary;
use domain::policy::lookup::folded;
use domain::policy::{Document, Platform, find};
use domain::time::Wall;
use store::{Held, PolicyStore, StoreError};

use crate::Handle;

/// How long a decision waits for the policies. Whoever asks is told within ten seconds, also by a machine that is busy.
pub const PATIENCE: Duration = Duration::from_secs(7);

/// How often the store is asked whether something changed.
const BEAT: Duration = Duration::from_secs(1);
/// How rarely, after it failed again and again.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// How long the start waits for the first reading.
const FIRST: Duration = Duration::from_secs(1);
/// Questions that may wait for the store at once. While it hangs each of them is a thread; whoever comes beyond
/// them is told at once that there is no answer.
const ASKERS: usize = 64;

/// The system whose policies apply.
const HERE: Platform = if cfg!(windows) { Platform::Windows } else { Platform::Linux };

/// The policies that were read last.
#[derive(Clone, Debug)]
pub struct Known {
    /// All documents, by name and platform.
    pub held: Arc<Vec<Held>>,
    /// When they were last seen to be so.
    pub at: Wall,
    /// Rises with every change of what is known.
    pub revision: u64,
    /// Why they could not be read since; `None` while the store answers.
    pub trouble: Option<Trouble>,
}

/// Why the policies cannot be read now.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The store said so.
    Store(Arc<StoreError>),
    /// The store has said nothing at all for so long.
    Silent(Duration),
}

/// The keeper of the policies. Cheap to clone.
#[derive(Clone)]
pub struct Policies {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn PolicyStore>,
    kept: Mutex<Kept>,
    /// Engines that judge by what is written, with the revision that each knows.
    pupils: Mutex<Vec<(Handle, u64)>>,
    asking: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Kept {
    known: Option<Known>,
    /// The number that the store gave to what is known.
    revision: Option<u64>,
    by_name: Arc<ByName>,
    /// Since when the watch waits for an answer.
    asked: Option<Instant>,
}

/// What decides, by name.
type ByName = HashMap<String, Record>;

/// The last good policies at one moment, for many questions.
#[derive(Clone)]
pub(crate) struct View {
    by_name: Result<Arc<ByName>, Unavailable>,
    /// The same as long as all answers are.
    pub(crate) version: (u64, bool),
}

impl Policies {
    /// Reads the store now and watches it from now on, on a thread of its own.
    #[must_use]
    pub fn watch(store: Arc<dyn PolicyStore>) -> Self {
        let asking = Arc::new(AtomicUsize::new(0));
        let inner = Arc::new(Inner { store, kept: Mutex::default(), pupils: Mutex::default(), asking });
        let watched = Arc::downgrade(&inner);
        let (first, read) = sync_channel(1);
        let thread = thread::Builder::new().name("policies".to_owned());
        // Without a thread nothing is ever known, and every question is answered so.
        if thread.spawn(move || keep_watch(&watched, &first)).is_ok() {
            let _ = read.recv_timeout(FIRST);
        }
        Self { inner }
    }

    /// The store itself, for who writes.
    #[must_use]
    pub fn store(&self) -> Arc<dyn PolicyStore> {
        Arc::clone(&self.inner.store)
    }

    /// Lets this engine know what operators wrote about programs, now and whenever it changes.
    pub fn teach(&self, engine: Handle) {
        let mut pupils = self.inner.pupils.lock().unwrap_or_else(PoisonError::into_inner);
        pupils.push((engine, 0));
        drop(pupils);
        self.inner.teach();
    }

    /// What holds now for a process that goes by these names (its own, its executable's, the catalogue's): the one
    /// that forbids, if any does. Asks the store; waits at most [`PATIENCE`].
    ///
    /// # Errors
    /// [`Unavailable`]: the store does not answer, or not in time.
    pub fn now(&self, names: &[&str]) -> Result<Policy, Unavailable> {
        let place = Place::take(&self.inner.asking).ok_or(Unavailable)?;
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let store = Arc::clone(&self.inner.store);
        let (answer, answered) = sync_channel(1);
        let thread = thread::Builder::new().name("policies-now".to_owned());
        let asking = thread.spawn(move || {
            let found = ask(&*store, &names);
            // Its place is free before the answer is heard: who asks again finds it so.
            drop(place);
            // Whoever asked may have lost patience.
            let _ = answer.send(found);
        });
        asking.map_err(|_| Unavailable)?;
        let found = answered.recv_timeout(PATIENCE).map_err(|_| Unavailable)?;
        Ok(Policy { record: found.map_err(|_| Unavailable)? })
    }

    /// The same from the last good policies, at once: for showing, never for doing.
    ///
    /// # Errors
    /// [`Unavailable`]: there never were any, or the store does not answer.
    pub fn outlook(&self, names: &[&str]) -> Result<Policy, Unavailable> {
        self.view().policy(names)
    }

    /// The policies that were read last; `None` before the first reading.
    #[must_use]
    pub fn known(&self) -> Option<Known> {
        let kept = self.inner.kept();
        let mut known = kept.known.clone()?;
        known.trouble = known.trouble.or_else(|| kept.silence());
        Some(known)
    }

    /// The last good policies, for many questions.
    pub(crate) fn view(&self) -> View {
        let kept = self.inner.kept();
        let known = kept.known.as_ref();
        let good = known.is_some_and(|known| known.trouble.is_none()) && kept.silence().is_none();
        View {
            by_name: if good { Ok(Arc::clone(&kept.by_name)) } else { Err(Unavailable) },
            version: (known.map_or(0, |known| known.revision), good),
        }
    }
}

impl View {
    /// What they say about a process that goes by these names.
    pub(crate) fn policy(&self, names: &[&str]) -> Result<Policy, Unavailable> {
        let by_name = self.by_name.as_ref().map_err(|gone| *gone)?;
        let found = names.iter().filter_map(|name| by_name.get(&compared(name)));
        Ok(Policy { record: found.min_by_key(|record| mildness(record)).cloned() })
    }
}

impl Inner {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells each engine what it does not know yet. One that is busy is told with the next beat.
    fn teach(&self) {
        let Some(known) = self.kept().known.clone() else { return };
        let mut pupils = self.pupils.lock().unwrap_or_else(PoisonError::into_inner);
        if pupils.iter().all(|(_, knows)| *knows == known.revision) {
            return;
        }
        let documents = known.held.iter().map(|held| &held.document);
        let dictionary = Arc::new(Dictionary::of(documents, HERE));
        for (engine, knows) in pupils.iter_mut().filter(|(_, knows)| *knows != known.revision) {
            if engine.know(Arc::clone(&dictionary)).is_ok() {
                *knows = known.revision;
            }
        }
    }

    /// Asks the store once. The lock is not held meanwhile: it may take long.
    fn look(&self) -> Result<(), ()> {
        self.kept().asked = Some(Instant::now());
        let before = self.kept().revision;
        let read = self.read(before);
        let mut kept = self.kept();
        kept.asked = None;
        match read {
            Ok((revision, None)) => {
                kept.revision = Some(revision);
                if let Some(known) = &mut kept.known {
                    (known.at, known.trouble) = (host::clock::wall(), None);
                }
                Ok(())
            }
            Ok((revision, Some(held))) => {
                let rises = kept.known.as_ref().map_or(1, |known| known.revision + 1);
                kept.by_name = Arc::new(by_name(&held));
                let at = host::clock::wall();
                kept.known = Some(Known { held: Arc::new(held), at, revision: rises, trouble: None });
                kept.revision = Some(revision);
                Ok(())
            }
            Err(error) => {
                if let Some(known) = &mut kept.known {
                    known.trouble = Some(Trouble::Store(Arc::new(error)));
                }
                Err(())
            }
        }
    }

    /// The number first: what is written in between is read again with the next beat.
    fn read(&self, before: Option<u64>) -> Result<(u64, Option<Vec<Held>>), StoreError> {
        let revision = self.store.policy_revision()?;
        let held = if before == Some(revision) { None } else { Some(self.store.policies()?) };
        Ok((revision, held))
    }
}

impl Kept {
    /// What is to be said of a store that does not answer at all.
    fn silence(&self) -> Option<Trouble> {
        self.asked.map(|since| since.elapsed()).filter(|waited| *waited > PATIENCE).map(Trouble::Silent)
    }
}

/// Until nobody needs the policies any more.
fn keep_watch(watched: &Weak<Inner>, first: &SyncSender<()>) {
    let mut pause = BEAT;
    while let Some(inner) = watched.upgrade() {
        pause = match inner.look() {
            Ok(()) => BEAT,
            Err(()) => (pause * 2).min(LONGEST_PAUSE),
        };
        inner.teach();
        drop(inner);
        // Only the first word is waited for.
        let _ = first.try_send(());
        thread::sleep(pause);
    }
}

/// The most forbidding of what holds for these names.
fn ask(store: &dyn PolicyStore, names: &[String]) -> Result<Option<Record>, StoreError> {
    let mut found: Option<Record> = None;
    for name in names {
        let Some(held) = store.find_policy(name, HERE)? else { continue };
        let record = Record::from(&held.document);
        if found.as_ref().is_none_or(|before| mildness(&record) < mildness(before)) {
            found = Some(record);
        }
    }
    Ok(found)
}

/// How little a record forbids.
const fn mildness(record: &Record) -> u8 {
    match record {
        Record::Unreadable => 0,
        Record::Read { is_system: true, .. } => 1,
        Record::Read { terminatable: false, .. } => 2,
        Record::Read { .. } => 3,
    }
}

/// A name as it is compared here.
fn compared(name: &str) -> String {
    if HERE == Platform::Windows { folded(name) } else { name.to_owned() }
}

fn by_name(held: &[Held]) -> ByName {
    let mut called: HashMap<String, Vec<&Document>> = HashMap::new();
    for document in held.iter().map(|held| &held.document) {
        for name in document.name().into_iter().chain(document.aliases()) {
            called.entry(compared(name)).or_default().push(document);
        }
    }
    let record = |(name, documents): (String, Vec<&Document>)| {
        let record = Record::from(find(documents, &name, HERE)?);
        Some((name, record))
    };
    called.into_iter().filter_map(record).collect()
}

/// One of the places of those who wait for the store.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(taken: &Arc<AtomicUsize>) -> Option<Self> {
        let one_more = |now| (now < ASKERS).then_some(now + 1);
        taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).ok()?;
        Some(Self(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
