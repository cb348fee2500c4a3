//! Stores of policies that fail or hang, and what follows.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::decide::{Policy, Record, Refusal, Unavailable};
use domain::policy::{Key, Patch, Platform};
use domain::time::Wall;
use engine::deeds::DeedError;
use engine::policies::{PATIENCE, Policies};
use store::{Actor, Entry, Held, MemoryStore, PolicyId, PolicyStore, Seeded, StoreError, Written};

use crate::house::{House, Plan};
use crate::pet::{Pet, until};

const ANSWERS: u8 = 0;
const FAILS: u8 = 1;
const HANGS: u8 = 2;

/// A store that does as it is told.
#[derive(Default)]
pub(crate) struct Moody {
    inner: MemoryStore,
    mood: AtomicU8,
    /// How often it was asked about a name.
    asked: AtomicUsize,
    /// What happens with the so many-th question.
    then: Mutex<Option<(usize, Happens)>>,
    /// What happens with every question.
    always: Mutex<Option<Always>>,
}

type Happens = Box<dyn FnOnce() + Send>;
type Always = Arc<dyn Fn(&MemoryStore) + Send + Sync>;

impl Moody {
    fn set(&self, mood: u8) {
        self.mood.store(mood, Ordering::Release);
    }

    /// Says nothing any more.
    pub(crate) fn hang(&self) {
        self.set(HANGS);
    }

    /// Answers again, what was asked meanwhile too.
    pub(crate) fn answer(&self) {
        self.set(ANSWERS);
    }

    /// Writes down whether what is called so may be ended.
    pub(crate) fn allow(&self, name: &str, yes: bool) {
        put(&self.inner, name, Platform::Linux, allows(yes));
    }

    /// How often it was asked about a name.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Acquire)
    }

    /// How many questions that takes.
    pub(crate) fn asked_by(&self, what: impl FnOnce()) -> usize {
        let before = self.asked.load(Ordering::Acquire);
        what();
        self.asked.load(Ordering::Acquire) - before
    }

    /// This happens with the so many-th question from now on, before it is answered.
    pub(crate) fn at_question(&self, number: usize, happens: impl FnOnce() + Send + 'static) {
        let number = self.asked.load(Ordering::Acquire) + number;
        *self.then.lock().unwrap() = Some((number, Box::new(happens)));
    }

    /// This happens with every question from now on, before it is answered from that store.
    pub(crate) fn at_every_question(&self, happens: impl Fn(&MemoryStore) + Send + Sync + 'static) {
        *self.always.lock().unwrap() = Some(Arc::new(happens));
    }

    fn ready(&self) -> Result<&MemoryStore, StoreError> {
        while self.mood.load(Ordering::Acquire) == HANGS {
            std::thread::sleep(Duration::from_millis(5));
        }
        if self.mood.load(Ordering::Acquire) == FAILS {
            return Err(StoreError::Missing { path: "/nowhere".into() });
        }
        Ok(&self.inner)
    }
}

impl PolicyStore for Moody {
    fn policy_revision(&self) -> Result<u64, StoreError> {
        self.ready()?.policy_revision()
    }
    fn policies(&self) -> Result<Vec<Held>, StoreError> {
        self.ready()?.policies()
    }
    fn policy(&self, id: &PolicyId) -> Result<Option<Held>, StoreError> {
        self.ready()?.policy(id)
    }
    fn find_policy(&self, name: &str, os: Platform) -> Result<Option<Held>, StoreError> {
        let number = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
        let now = self.then.lock().unwrap().take_if(|(at, _)| *at == number);
        now.into_iter().for_each(|(_, happens)| happens());
        // Two may ask at once.
        let always = self.always.lock().unwrap().clone();
        always.into_iter().for_each(|happens| happens(&self.inner));
        self.ready()?.find_policy(name, os)
    }
    fn set_policy(&self, key: &Key, patch: &Patch, entry: Entry) -> Result<Written, StoreError> {
        self.ready()?.set_policy(key, patch, entry)
    }
    fn import_policies(
        &self,
        records: Vec<domain::policy::Record>,
        entry: Entry,
    ) -> Result<Vec<Written>, StoreError> {
        self.ready()?.import_policies(records, entry)
    }
    fn remove_policy(&self, key: &Key, entry: Entry) -> Result<(), StoreError> {
        self.ready()?.remove_policy(key, entry)
    }
    fn remove_document(&self, id: &PolicyId, entry: Entry) -> Result<(), StoreError> {
        self.ready()?.remove_document(id, entry)
    }
    fn correct_document(
        &self,
        id: &PolicyId,
        record: domain::policy::Record,
        entry: Entry,
    ) -> Result<Written, StoreError> {
        self.ready()?.correct_document(id, record, entry)
    }
    fn seed_policies(&self, seeds: &[domain::policy::Record], at: Wall) -> Result<Seeded, StoreError> {
        self.ready()?.seed_policies(seeds, at)
    }
    fn removed_policies(&self) -> Result<Vec<Key>, StoreError> {
        self.ready()?.removed_policies()
    }
}

pub(crate) fn put(store: &dyn PolicyStore, name: &str, platform: Platform, patch: Patch) {
    let key = Key { name: name.to_owned(), platform };
    let entry = Entry::new(Wall(1), Actor::cli("root"), "policy_set");
    store.set_policy(&key, &patch, entry).expect("a policy");
}

pub(crate) fn allows(yes: bool) -> Patch {
    Patch { terminatable: Some(yes), ..Patch::default() }
}

fn forbids(policy: &Result<Policy, Unavailable>) -> Option<bool> {
    let record = policy.as_ref().expect("an answer").record.as_ref()?;
    Some(!matches!(record, Record::Read { is_system: false, terminatable: true, .. }))
}

/// The policies, once they were read for the first time.
fn watch(store: Arc<dyn PolicyStore>) -> Policies {
    let policies = Policies::watch(store);
    until("a first reading", || policies.known().is_some());
    policies
}

#[test]
fn the_most_forbidding_of_all_names_holds_now_and_in_the_outlook() {
    let store = Arc::new(MemoryStore::new());
    put(&*store, "app", Platform::Linux, allows(true));
    put(&*store, "runtime", Platform::Common, allows(false));
    put(&*store, "core", Platform::Linux, Patch { is_system: Some(true), ..Patch::default() });
    put(&*store, "desk", Platform::Windows, allows(false));
    put(&*store, "both", Platform::Common, allows(false));
    put(&*store, "both", Platform::Linux, allows(true));
    let policies = watch(store);
    let cases: [(&[&str], Option<bool>); 7] = [
        (&["unknown"], None),
        (&["app"], Some(false)),
        (&["app", "runtime"], Some(true)),
        (&["runtime", "app"], Some(true)),
        (&["app", "core"], Some(true)),
        (&["desk"], None),
        // What is said for this system comes before what is said for all.
        (&["both"], Some(false)),
    ];
    for (names, expected) in cases {
        assert_eq!(forbids(&policies.now(names)), expected, "{names:?} now");
        assert_eq!(forbids(&policies.outlook(names)), expected, "{names:?} in the outlook");
    }
}

#[test]
fn a_change_is_asked_for_now_and_seen_by_the_watch_within_two_seconds() {
    let store = Arc::new(MemoryStore::new());
    let policies = watch(store.clone());
    let mut forbidden = false;
    let mut seen_after = || {
        forbidden = !forbidden;
        let before = policies.known().expect("a first reading").revision;
        put(&*store, "app", Platform::Linux, allows(!forbidden));
        assert_eq!(forbids(&policies.now(&["app"])), Some(forbidden));
        let changed = Instant::now();
        until("the watch saw it", || policies.known().unwrap().revision > before);
        let seen_after = changed.elapsed();
        assert_eq!(forbids(&policies.outlook(&["app"])), Some(forbidden));
        seen_after
    };
    // At all but one a busy machine may have been in the way.
    assert!((0..5).any(|_| seen_after() <= Duration::from_secs(2)));
}

#[test]
fn a_store_that_fails_leaves_the_last_good_policies_and_allows_nothing() {
    let store = Arc::new(Moody::default());
    put(&*store, "app", Platform::Linux, allows(true));
    let policies = watch(store.clone());
    store.set(FAILS);
    assert_eq!(policies.now(&["app"]), Err(Unavailable));
    until("the trouble is known", || policies.known().unwrap().trouble.is_some());
    assert_eq!(policies.outlook(&["app"]), Err(Unavailable));
    assert_eq!(policies.known().unwrap().held.len(), 1);
    store.set(ANSWERS);
    until("it recovers alone", || policies.known().unwrap().trouble.is_none());
    assert_eq!(forbids(&policies.outlook(&["app"])), Some(false));
}

#[test]
fn while_the_store_fails_nothing_is_ended() {
    let store = Arc::new(Moody::default());
    let house = House::with(Plan { policies: Some(store.clone()), ..Plan::default() });
    let pet = Pet::stubborn();
    let key = house.key(&pet);
    store.set(FAILS);
    assert_eq!(house.end(key), Err(DeedError::Refused(Refusal::PolicyUnavailable)));
    assert_eq!((pet.said().len(), pet.lives()), (0, true));
    assert_eq!(house.told(key), ["end refused policy_unavailable"]);
}

#[test]
fn a_store_that_hangs_holds_nobody_longer_than_ten_seconds() {
    let store = Arc::new(Moody::default());
    let house = House::with(Plan { policies: Some(store.clone()), ..Plan::default() });
    let pet = Pet::stubborn();
    let key = house.key(&pet);
    store.set(HANGS);
    let asked = Instant::now();
    assert_eq!(house.end(key), Err(DeedError::Refused(Refusal::PolicyUnavailable)));
    let waited = asked.elapsed();
    // A machine that is busy adds its own; it was not waited for twice.
    const { assert!(PATIENCE.as_secs() < 10) };
    assert!(waited >= PATIENCE && waited < PATIENCE * 2, "{waited:?}");
    assert_eq!((pet.said().len(), pet.lives()), (0, true));
    store.set(ANSWERS);
}

#[test]
fn only_so_many_wait_for_a_store_that_hangs() {
    let store = Arc::new(Moody::default());
    let policies = watch(store.clone());
    store.set(HANGS);
    std::thread::scope(|scope| {
        let patient: Vec<_> = (0..64).map(|_| scope.spawn(|| policies.now(&["app"]))).collect();
        until("everybody waits", || store.asked.load(Ordering::Acquire) == 64);
        let ask = || {
            let asked = Instant::now();
            assert_eq!(policies.now(&["app"]), Err(Unavailable));
            asked.elapsed()
        };
        let waited = (0..10).map(|_| ask()).max().unwrap();
        assert!(waited < PATIENCE, "one beyond the limit waited {waited:?}");
        store.set(ANSWERS);
        for one in patient {
            assert!(one.join().unwrap().is_ok());
        }
    });
    until("their places are free again", || policies.now(&["app"]).is_ok());
}
