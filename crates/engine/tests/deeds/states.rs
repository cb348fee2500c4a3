//! Processes that hear no signal now, and those of which only a part has ended.

use std::fs;

use domain::decide::{Deed, Fact, Refusal};
use domain::verdict::Mode;
use engine::deeds::{Fate, Remark};

use crate::cgroup::Freezer;
use crate::house::{House, PATIENCE, ann, request, told_exit_status, wait};
use crate::pet::{Pet, state, term_waits, until};

/// Waits in `posix_spawn` until its child has become another program; the child waits for somebody at the other end
/// of a pipe. Until then it is in state D and hears no TERM (vfork(2)).
struct Waiting {
    pet: Pet,
    folder: tempfile::TempDir,
}

impl Waiting {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
        let pet = Pet::python(&format!(
            "os.mkfifo('{0}')
print('ready', flush=True)
os.posix_spawn('/bin/true', ['true'], {{}}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, '{0}', os.O_RDONLY, 0)])
time.sleep(1000)",
            folder.path().join("pipe").display()
        ));
        pet.says("ready");
        until("it waits", || pet.state() == 'D');
        Self { pet, folder }
    }

    /// Lets the child go on, and so its parent.
    fn release(&self) {
        fs::write(self.folder.path().join("pipe"), "").expect("a pipe");
    }
}

#[test]
fn one_that_waits_in_the_kernel_does_not_hear_term_but_is_killed() {
    let (house, waiting) = (House::killing(), Waiting::new());
    let key = house.key(&waiting.pet);
    let outcome = house.end(key).expect("an end");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Killed, ["TERM", "KILL"].as_slice()));
    assert!(outcome.took >= PATIENCE, "{outcome:?}");
    assert_eq!((outcome.remark, outcome.exit_status), (None, told_exit_status(128 + 9)));
    waiting.pet.ended();
}

#[test]
fn one_that_waits_in_the_kernel_ends_by_term_once_the_wait_is_over() {
    let house = House::new();
    let waiting = Waiting::new();
    let key = house.key(&waiting.pet);
    let answer = house.deeds.start(request(Deed::End, key), ann());
    until("TERM waits for it", || term_waits(key.pid));
    assert_eq!(waiting.pet.state(), 'D');
    waiting.release();
    let outcome = wait(answer).expect("an end");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::Ended, ["TERM"].as_slice()));
    assert_eq!(outcome.exit_status, told_exit_status(128 + 15));
}

#[test]
fn one_that_not_even_kill_reaches_is_told_as_still_there_and_why() {
    let Some(freezer) = Freezer::new() else {
        println!("SKIPPED one that not even KILL reaches: no freezer can be made here");
        return;
    };
    let (house, pet) = (House::killing(), Pet::sleeping());
    let key = house.key(&pet);
    freezer.freeze(pet.pid);
    assert_eq!(pet.state(), 'D');
    let outcome = house.end(key).expect("an outcome");
    let lives = pet.lives();
    freezer.thaw();
    assert!(lives, "nothing reached it");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::StillThere, ["TERM", "KILL"].as_slice()));
    assert_eq!((outcome.remark, outcome.exit_status), (Some(Remark::Uninterruptible), None));
    assert_eq!(house.told(key), ["end intended -", "end failed still_there"]);
    pet.ended();
}

#[test]
fn one_whose_last_thread_waits_in_the_kernel_is_told_as_such() {
    let Some(freezer) = Freezer::new() else {
        println!("SKIPPED one whose last thread waits: no freezer can be made here");
        return;
    };
    let house = House::killing();
    let pet = Pet::python(
        "def wait():
    print(threading.get_native_id(), flush=True)
    time.sleep(1000)
threading.Thread(target=wait).start()
time.sleep(1000)",
    );
    let thread: u32 = pet.line().parse().expect("a thread");
    let key = house.key(&pet);
    freezer.freeze(thread);
    let outcome = house.end(key).expect("an outcome");
    let first = pet.state();
    freezer.thaw();
    assert_eq!((outcome.result, outcome.remark), (Fate::StillThere, Some(Remark::Uninterruptible)));
    assert_eq!(first, 'Z', "the other one had ended");
    pet.ended();
}

#[test]
fn a_parent_is_told_of_its_zombies_and_not_of_a_child_that_lives_on_without_its_first_thread() {
    let house = House::new();
    let pet = Pet::python(
        "def live():
    while True: time.sleep(0.05)
if os.fork() == 0: os._exit(0)
if os.fork() == 0:
    threading.Thread(target=live).start()
    print('ready', flush=True)
    ctypes.CDLL(None).pthread_exit(None)
time.sleep(1000)",
    );
    pet.says("ready");
    let threads = |many: fn(u32) -> bool| {
        house.sees("a child in state Z", |one| {
            (one.sample.ppid, one.sample.state) == (pet.pid, 'Z') && many(one.sample.threads)
        })
    };
    assert_ne!(threads(|many| many <= 1), threads(|many| many > 1));
    let told = house.deeds.tidy(&house.snapshot(), Mode::Contextual).expect("a list").tidy;
    let parent = told.iter().find(|row| row.key.pid == pet.pid).expect("its parent");
    assert_eq!(parent.zombies, 1);
}

#[test]
fn one_whose_first_thread_has_ended_is_no_zombie() {
    let house = House::new();
    let pet = Pet::python(
        "def live():
    while True: time.sleep(0.05)
threading.Thread(target=live).start()
print('ready', flush=True)
ctypes.CDLL(None).pthread_exit(None)",
    );
    pet.says("ready");
    until("its first thread ended", || state(pet.pid) == 'Z');
    let key = house.sees("it", |one| one.sample.key.pid == pet.pid && one.sample.state == 'Z');
    // Its executable is not told any more, and what cannot be read is left alone.
    let plan = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan").plan;
    assert!(matches!(plan.refusal, Some(Refusal::Unread { fact: Fact::Exe, .. })), "{:?}", plan.refusal);
    assert_eq!(house.end(key).map_err(|error| error.code()), Err("unread"));
    assert!(pet.lives());
}
