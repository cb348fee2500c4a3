//! A pid that is used again between looking and ending, through the whole desk: whoever has it then hears nothing.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::ProcessKey;
use domain::access::Role;
use domain::decide::{Deed, Mark};
use engine::deeds::{Asker, DeedError, Fate, Request};
use store::LocalStore as _;

use crate::house::{House, Plan, ann, asker, request, told, wait};
use crate::nursery::{Nursery, is_inside, run_inside};
use crate::pet::{LIMIT, Pet, term_waits, until};
use crate::stores::Moody;

/// A thousand in all: most of a round is waiting for the clock and for others, so that several nurseries take no longer than one.
const NURSERIES: usize = 2;
const ROUNDS: usize = 1_000 / NURSERIES;
const MOST_ROUNDS: usize = 10 * ROUNDS;

/// When the pid is given to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// After it was seen in the list.
    Seen,
    /// After the plan, while the list still has the first one.
    Planned,
    /// After the plan, and the list has the second one.
    PlannedAndListed,
    /// While the policies are asked for the first decision.
    Deciding,
    /// While the policies are asked again: the intent is written down already.
    Intended,
}

/// Most of them before anything takes its time, so that the second one starts within the clock tick of the first.
const WHEN: [When; 12] = [
    When::Seen,
    When::Seen,
    When::Planned,
    When::Seen,
    When::Seen,
    When::Deciding,
    When::Seen,
    When::Seen,
    When::Intended,
    When::Seen,
    When::Seen,
    When::PlannedAndListed,
];

#[test]
fn whoever_has_the_pid_of_another_never_hears_a_signal() {
    if is_inside() {
        return use_a_pid_again();
    }
    let test = "reuse::whoever_has_the_pid_of_another_never_hears_a_signal";
    // Each has pids of its own.
    std::thread::scope(|scope| {
        for nursery in [(); NURSERIES].map(|()| scope.spawn(|| run_inside(test))) {
            let said = nursery.join().expect("it has held").unwrap_or_default();
            said.lines().filter(|line| line.contains("rounds")).for_each(|line| println!("{line}"));
        }
    });
}

fn use_a_pid_again() {
    let nursery = Arc::new(Mutex::new(Nursery::new()));
    let store = Arc::new(Moody::default());
    let (look, gate) = sync_channel(0);
    let plan = Plan { policies: Some(store.clone()), gate: Some(gate), ..Plan::default() };
    let mut rig = Rig { look: Some(look), house: House::with(plan), nursery, store };
    let begun = Instant::now();
    let (mut rounds, mut same) = (0, 0);
    // A busy machine takes more than these, until most of them were within the same clock tick.
    while rounds < ROUNDS || same * 2 <= ROUNDS && rounds < MOST_ROUNDS {
        let (when, deed) = (WHEN[rounds % WHEN.len()], Deed::ALL[rounds / WHEN.len() % Deed::ALL.len()]);
        // Of one who is refused that often not all would be written down.
        let who = asker(&format!("ann{}", rounds / 400), Role::Operator);
        same += usize::from(rig.round(when, deed, &who));
        rounds += 1;
    }
    println!("{rounds} rounds in {:?}, {same} with the same pid and start time", begun.elapsed());
    assert!(same * 2 > ROUNDS, "only {same} of {rounds} were within the same clock tick");
    let rows = rig.house.store.audit(None, ROUNDS).expect("the audit");
    assert!(rows.iter().all(|row| row.outcome != store::Outcome::Ok), "something was done");
    rig.after_term();
}

struct Rig {
    /// Dropped before the house, which would wait for it.
    look: Option<SyncSender<()>>,
    house: House,
    nursery: Arc<Mutex<Nursery>>,
    store: Arc<Moody>,
}

impl Rig {
    /// Whether the second one had the same key.
    fn round(&self, when: When, deed: Deed, who: &Asker) -> bool {
        self.with_nursery(Nursery::first);
        let key = self.look();
        let plan = || self.house.deeds.plan(deed, key, false, who).expect("a plan").id;
        let request = match when {
            When::Seen => request(deed, key),
            When::Planned | When::PlannedAndListed => Request { plan: Some(plan()), ..request(deed, key) },
            When::Deciding => {
                self.give_away_at(1);
                request(deed, key)
            }
            When::Intended => {
                let names = self.store.asked_by(|| drop(plan()));
                self.give_away_at(names + 1);
                request(deed, key)
            }
        };
        match when {
            When::Seen | When::Planned => self.with_nursery(Nursery::next),
            When::PlannedAndListed => {
                self.with_nursery(Nursery::next);
                self.look();
            }
            When::Deciding | When::Intended => {}
        }
        let before = self.newest_row();
        let error = wait(self.house.deeds.start(request, who.clone())).expect_err("another process");
        let what = format!("{when:?} {deed:?}");
        Nursery::assert_untouched(&what);
        let same = Nursery::started() == key.started;
        // One that is listed is somebody; but not the one of whom the plan was.
        let listed = when == When::PlannedAndListed && same;
        let expected = if listed { DeedError::ChangedSincePlan } else { DeedError::NotTheSame };
        assert_eq!(error, expected, "{what}");
        let refused = format!("{} refused {}", deed.word(), error.code());
        let intended = (when == When::Intended).then(|| format!("{} intended -", deed.word()));
        let expected: Vec<_> = intended.into_iter().chain([refused]).collect();
        let rows = self.house.store.audit(None, 10).expect("the audit");
        let rows = rows.iter().rev().filter(|row| row.id > before).map(told);
        assert_eq!(rows.collect::<Vec<_>>(), expected, "{what}");
        same
    }

    fn newest_row(&self) -> u64 {
        self.house.store.audit(None, 1).expect("the audit").first().map_or(0, |row| row.id)
    }

    /// One that does not end when it is asked to ends otherwise, and somebody else gets its pid before KILL would be sent.
    fn after_term(&mut self) {
        self.with_nursery(Nursery::first);
        let key = self.look();
        // From now on the engine looks as often as it can.
        self.look = None;
        let answer = self.house.deeds.start(request(Deed::End, key), ann());
        until("TERM waits for it", || term_waits(key.pid));
        self.with_nursery(Nursery::next);
        let outcome = wait(answer).expect("an outcome");
        Nursery::assert_untouched("after TERM");
        // It is the same program from the same parent: it is told as having come back.
        let expected = (Fate::CameBack, ["TERM"].as_slice(), true);
        assert_eq!((outcome.result, outcome.signals.as_slice(), outcome.verified), expected);
        assert_eq!(outcome.restarted_as.map(|again| (again.pid, again == key)), Some((key.pid, false)));
    }

    /// With the so many-th question about a name from now on.
    fn give_away_at(&self, question: usize) {
        let nursery = Arc::clone(&self.nursery);
        self.store.at_question(question, move || nursery.lock().unwrap().next());
    }

    fn with_nursery(&self, what: impl FnOnce(&mut Nursery)) {
        what(&mut self.nursery.lock().unwrap());
    }

    /// Has the engine look once; the key of the child in that list.
    fn look(&self) -> ProcessKey {
        let engine = self.house.engine.handle();
        let before = engine.latest().map_or(0, |snapshot| snapshot.seq);
        self.look.as_ref().expect("a gate").send(()).expect("an engine");
        let limit = Instant::now() + LIMIT;
        loop {
            if let Some(snapshot) = engine.latest().filter(|snapshot| snapshot.seq > before) {
                let child = snapshot.process_by_pid(Nursery::PID).expect("it runs");
                assert!(matches!(child.sample.mark, Mark::Numbered(_)), "this kernel numbers no processes");
                return child.sample.key;
            }
            assert!(Instant::now() < limit, "no list");
            std::thread::sleep(Duration::from_micros(50));
        }
    }
}

#[test]
fn a_key_that_two_processes_had_does_not_say_who_is_meant() {
    let (house, pet) = (House::killing(), Pet::stubborn());
    let key = house.key(&pet);
    let was = house.snapshot().process(key).unwrap().sample.mark;
    // For a moment somebody else has its pid and start time.
    house.forged.store(pet.pid, Ordering::Release);
    house.sees("another one", |one| one.sample.key == key && one.sample.mark != was);
    house.forged.store(0, Ordering::Release);
    house.sees("the first one again", |one| one.sample.key == key && one.sample.mark == was);
    let alone = || wait(house.deeds.start(request(Deed::Resume, key), ann()));
    until("the desk knows", || alone() == Err(DeedError::NotTheSame));
    assert_eq!(house.end(key), Err(DeedError::NotTheSame));
    assert!(pet.lives() && !pet.said().contains(&"TERM".to_owned()));
    let plan = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan");
    let outcome = house.do_it(Request { plan: Some(plan.id), ..request(Deed::End, key) });
    assert_eq!(outcome.expect("an end").result, Fate::Killed, "the plan says who is meant");
}
