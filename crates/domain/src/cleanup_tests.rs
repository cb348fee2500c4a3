//! What is tidied, what is left alone, and which reason is told.

use std::sync::Arc;

use super::*;
use crate::Gap;

const LONG: Duration = UNUSED_AFTER;
const SHORT: Duration = Duration::from_secs(UNUSED_AFTER.as_secs() - 1);

/// The machine around: pid 1 and whoever is called `root` stay; sessions and terminals as they are named.
#[derive(Default)]
struct Town {
    sessions: HashMap<u32, u32>,
    terminals: HashMap<&'static str, Duration>,
}

impl Around for Town {
    fn refusal(&self, process: &Process) -> Option<Refusal> {
        match process.sample.identity.name.as_str() {
            _ if process.sample.key.pid == 1 => Some(Refusal::Init),
            "root" => Some(Refusal::Root),
            _ => None,
        }
    }

    fn session(&self, key: ProcessKey) -> Reading<u32> {
        self.sessions.get(&key.pid).copied().ok_or(Gap::Denied)
    }

    fn terminal_rest(&self, terminal: &str) -> Reading<Duration> {
        self.terminals.get(terminal).copied().ok_or(Gap::Gone)
    }
}

fn process(pid: u32, ppid: u32, change: impl FnOnce(&mut Process, &mut Identity)) -> Process {
    let mut process = crate::testing::snapshot(0, None).processes.unwrap_or_default().remove(0);
    process.sample.key.pid = pid;
    process.sample.ppid = ppid;
    process.memory_percent = Ok(1.0);
    process.idle = Ok(Duration::ZERO);
    let mut identity = Identity::clone(&process.sample.identity);
    identity.name = format!("p{pid}");
    change(&mut process, &mut identity);
    process.sample.identity = Arc::new(identity);
    process
}

fn sorted(town: &Town, mut processes: Vec<Process>) -> Cleanup {
    let mut snapshot = crate::testing::snapshot(0, None);
    processes.insert(0, process(1, 0, |_, identity| identity.name = "systemd".to_owned()));
    snapshot.processes = Ok(processes);
    sort_out(&snapshot, Mode::Contextual, town).unwrap()
}

/// The reason of the process with the highest pid.
fn why(town: &Town, processes: Vec<Process>) -> Why {
    sorted(town, processes).tidy.iter().max_by_key(|row| row.key).unwrap().why
}

#[test]
fn every_process_stands_in_exactly_one_of_the_two_lists() {
    let root = process(5, 1, |_, identity| identity.name = "root".to_owned());
    let large = process(7, 1, |process, _| process.sample.rss_bytes = 9 << 20);
    let all = sorted(&Town::default(), vec![root, process(6, 1, |_, _| {}), large]);
    let tidy: Vec<_> = all.tidy.iter().map(|row| (row.key.pid, row.frees_bytes)).collect();
    assert_eq!(tidy, [(7, 9 << 20), (6, 1 << 20)], "the largest first");
    let system: Vec<_> = all.system.iter().map(|row| (row.key.pid, row.refusal.code())).collect();
    assert_eq!(system, [(1, "init"), (5, "root")]);
}

#[test]
fn a_process_on_a_terminal_or_a_desktop_is_an_app_and_any_other_runs_in_the_background() {
    let town = Town::default();
    assert_eq!(
        why(&town, vec![process(9, 5, |_, identity| identity.tty = Ok(Some("pts/0".into())))]),
        Why::UserApp
    );
    let desktop =
        process(9, 5, |_, identity| identity.unit = Ok(Some("app-gnome-firefox-4711.scope".into())));
    assert_eq!(why(&town, vec![desktop]), Why::UserApp);
    assert_eq!(why(&town, vec![process(9, 5, |_, _| {})]), Why::Background);
    assert_eq!(
        why(&town, vec![process(9, 5, |_, identity| identity.tty = Err(Gap::Denied))]),
        Why::Background
    );
}

#[test]
fn a_tenth_of_the_memory_is_a_hog() {
    let of =
        |percent| why(&Town::default(), vec![process(9, 5, |process, _| process.memory_percent = percent)]);
    assert_eq!(
        (of(Ok(10.0)), of(Ok(9.99)), of(Err(Gap::NotYet))),
        (Why::MemoryHog, Why::Background, Why::Background)
    );
}

#[test]
fn unused_is_said_only_after_it_was_watched_for_long_enough() {
    let of = |idle| why(&Town::default(), vec![process(9, 5, |process, _| process.idle = idle)]);
    assert_eq!((of(Ok(LONG)), of(Ok(SHORT))), (Why::Unused, Why::Background));
    assert_eq!((of(Err(Gap::Denied)), of(Err(Gap::NotYet))), (Why::Background, Why::Background));
}

#[test]
fn who_sits_at_the_terminal_of_a_resting_program_may_still_need_it() {
    let editor = || {
        process(9, 5, |process, identity| {
            process.idle = Ok(LONG);
            identity.tty = Ok(Some("pts/3".to_owned()));
        })
    };
    let of =
        |rest| why(&Town { terminals: HashMap::from([("pts/3", rest)]), ..Town::default() }, vec![editor()]);
    assert_eq!((of(LONG), of(SHORT)), (Why::Unused, Why::UserApp));
    assert_eq!(
        why(&Town::default(), vec![editor()]),
        Why::UserApp,
        "a terminal that cannot be asked proves nothing"
    );
    let unknown = process(9, 5, |process, identity| {
        process.idle = Ok(LONG);
        identity.tty = Err(Gap::Denied);
    });
    assert_eq!(why(&Town::default(), vec![unknown]), Why::Background);
}

#[test]
fn an_orphan_has_lost_its_parent_its_terminal_and_the_leader_of_its_session() {
    let left = |session: u32, town_has: &[u32]| {
        let others = town_has.iter().map(|pid| process(*pid, 1, |_, _| {}));
        let town = Town { sessions: HashMap::from([(9, session)]), ..Town::default() };
        why(&town, others.chain([process(9, 1, |_, _| {})]).collect())
    };
    assert_eq!(left(8, &[]), Why::Orphan);
    assert_eq!(left(8, &[8]), Why::Background, "the leader is still there");
    assert_eq!(left(9, &[]), Why::Background, "it leads its own session, as a daemon does");
    assert_eq!(left(0, &[]), Why::Background, "the leader is outside of this container and cannot be seen");
    assert_eq!(why(&Town::default(), vec![process(9, 1, |_, _| {})]), Why::Background, "not known");
    let gone = Town { sessions: HashMap::from([(9, 8)]), ..Town::default() };
    let with_parent = vec![process(5, 1, |_, _| {}), process(9, 5, |_, _| {})];
    assert_eq!(why(&gone, with_parent), Why::Background, "its parent is still there");
    let on_terminal = process(9, 1, |_, identity| identity.tty = Ok(Some("pts/0".into())));
    assert_eq!(why(&gone, vec![on_terminal]), Why::UserApp);
}

#[test]
fn what_a_user_manager_took_in_is_an_orphan_and_what_it_started_is_not() {
    let town = Town { sessions: HashMap::from([(9, 8)]), ..Town::default() };
    let below_manager = |unit: &str| {
        let manager = process(5, 1, |_, identity| identity.name = "systemd".to_owned());
        why(&town, vec![manager, process(9, 5, |_, identity| identity.unit = Ok(Some(unit.to_owned())))])
    };
    assert_eq!(below_manager("session-3.scope"), Why::Orphan);
    assert_eq!(below_manager("pipewire.service"), Why::Background);
}

#[test]
fn the_strongest_reason_is_told() {
    let town = Town { sessions: HashMap::from([(9, 8)]), ..Town::default() };
    let of = |ppid: u32, idle| {
        why(
            &town,
            vec![
                process(5, 1, |_, _| {}),
                process(9, ppid, |process, _| {
                    process.idle = Ok(idle);
                    process.memory_percent = Ok(50.0);
                }),
            ],
        )
    };
    assert_eq!((of(1, LONG), of(5, LONG), of(5, SHORT)), (Why::Orphan, Why::Unused, Why::MemoryHog));
}

#[test]
fn zombies_are_told_with_their_parent() {
    let zombie = |pid| {
        process(pid, 5, |process, _| {
            process.sample.state = 'Z';
            process.idle = Ok(LONG);
            process.sample.rss_bytes = 0;
        })
    };
    let all = sorted(&Town::default(), vec![process(5, 1, |_, _| {}), zombie(6), zombie(7)]);
    let row = |pid| all.tidy.iter().find(|row| row.key.pid == pid).unwrap();
    assert_eq!((row(5).zombies, &row(5).zombie_of), (2, &None));
    assert_eq!((row(6).zombies, row(6).why), (0, Why::Background), "a zombie is not unused: it has ended");
    assert_eq!(row(6).zombie_of.as_ref().map(|parent| parent.name.as_str()), Some("p5"));
}

#[test]
fn one_whose_first_thread_alone_has_ended_is_no_zombie_and_accuses_nobody() {
    let lives_on = process(6, 5, |process, _| {
        (process.sample.state, process.sample.threads) = ('Z', 2);
        process.idle = Ok(LONG);
    });
    let all = sorted(&Town::default(), vec![process(5, 1, |_, _| {}), lives_on]);
    let row = |pid| all.tidy.iter().find(|row| row.key.pid == pid).unwrap();
    assert_eq!((row(5).zombies, &row(6).zombie_of), (0, &None));
    assert_eq!(row(6).why, Why::Unused, "it could be used");
}

#[test]
fn a_list_that_could_not_be_read_is_no_empty_clean_up() {
    let mut snapshot = crate::testing::snapshot(0, None);
    snapshot.processes = Err(Gap::Denied);
    assert_eq!(sort_out(&snapshot, Mode::Contextual, &Town::default()), Err(Gap::Denied));
}
