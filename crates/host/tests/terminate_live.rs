//! Ending, pausing and resuming real processes: the permitted one, or nobody.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::decide::{
    Deed, Facts, LinuxFacts, LoginUsers, Mark, Permit, Place, Policy, Relation, System, Uids, VALID_FOR,
    decide,
};
use domain::time::Mono;
use domain::{ProcessKey, Role};
use host::linux::terminate::{NotSent, end, number, pause, resume};
use host::{Roots, clock};

/// How long anything is waited for.
const LIMIT: Duration = Duration::from_secs(60);

/// A child that is killed and reaped with the test.
struct Pet(Child);

impl Pet {
    fn sleeping() -> Self {
        Self(Command::new("sleep").arg("1000").stdin(Stdio::null()).spawn().expect("sleep"))
    }

    /// A shell with this trap, once it has set it.
    fn with_trap(trap: &str) -> Self {
        let script = format!("{trap}\necho ready\nwhile :; do sleep 0.05; done");
        let mut child =
            Command::new("sh").args(["-c", &script]).stdout(Stdio::piped()).spawn().expect("a shell");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).expect("a word from the shell");
        assert_eq!(line, "ready\n");
        Self(child)
    }

    fn key(&self) -> ProcessKey {
        let pid = self.0.id();
        ProcessKey { pid, started: field(pid, 21).parse().unwrap() }
    }

    fn state(&self) -> String {
        field(self.0.id(), 2)
    }
}

impl Drop for Pet {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A field of `stat`, counted from 0.
fn field(pid: u32, index: usize) -> String {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    let after = stat.rsplit_once(')').unwrap().1;
    after.split_whitespace().nth(index - 2).unwrap().to_owned()
}

fn mark(pid: u32) -> Mark {
    number(pid).map_or(Mark::Settled, Mark::Numbered)
}

fn permit_at(deed: Deed, key: ProcessKey, mark: Mark, now: Mono) -> Permit {
    let facts = Facts {
        key,
        mark,
        relation: Ok(Relation::Stranger),
        exe: Ok("/srv/shop".to_owned()),
        arguments: Ok(()),
        system: System::Linux(LinuxFacts {
            kernel_thread: Ok(false),
            place: Ok(Place::Session),
            own_user_namespace: Ok(true),
            uids: Ok(Uids { real: 1000, effective: 1000, saved: 1000, filesystem: 1000 }),
            login_users: Ok(LoginUsers { first: 1000, last: 60_000 }),
            nobody: Ok(65_534),
        }),
    };
    decide(deed, &facts, &Ok(Policy::default()), Role::Operator, now).expect("a permit")
}

fn permit(deed: Deed, pet: &Pet) -> Permit {
    permit_at(deed, pet.key(), mark(pet.0.id()), clock::mono())
}

/// Does it with a permit, and with another one if a busy machine took longer than a permit holds.
fn permitted<T>(deed: Deed, pet: &Pet, act: impl Fn(Permit) -> Result<T, NotSent>) -> T {
    let mut done = Err(NotSent::NotPermitted);
    until("a permit that holds", || {
        done = act(permit(deed, pet));
        !matches!(done, Err(NotSent::NotPermitted))
    });
    done.expect("a signal")
}

/// Why nothing was sent, though the permit held: a busy machine may take longer than one does.
fn not_sent(try_it: impl Fn() -> Option<NotSent>) -> Option<NotSent> {
    let mut why = None;
    until("a permit that holds", || {
        why = try_it();
        why != Some(NotSent::NotPermitted)
    });
    why
}

/// Whether the kernel tells how a process ended to who is not its parent (Linux 6.15).
fn tells_strangers() -> bool {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").expect("a kernel");
    let mut numbers = release.split(['.', '-']).map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (6, 15)
}

fn until(what: &str, mut so: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !so() {
        assert!(Instant::now() < limit, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn one_that_obeys_ends_by_its_own_way_and_sees_no_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let go = folder.path().join("go");
    let trap = format!("trap 'until [ -e {} ]; do sleep 0.05; done; exit 7' TERM", go.display());
    let mut pet = Pet::with_trap(&trap);
    let ending = permitted(Deed::End, &pet, |permit| end(&Roots::default(), permit));
    assert_eq!(ending.exit_status(), None, "it has not ended");
    fs::write(go, "").expect("a file");
    assert_eq!(ending.wait(LIMIT), Ok(true));
    assert_eq!(ending.exit_status(), None, "it was not taken away");
    assert_eq!(pet.0.wait().unwrap().code(), Some(7));
    assert_eq!(ending.exit_status(), tells_strangers().then_some(7));
}

#[test]
fn one_that_ignores_the_first_signal_is_killed_only_with_a_second_permit() {
    let mut pet = Pet::with_trap("trap '' TERM");
    let ending = permitted(Deed::End, &pet, |permit| end(&Roots::default(), permit));
    assert_eq!(ending.wait(Duration::from_millis(200)), Ok(false));
    let stranger = Pet::sleeping();
    assert_eq!(ending.kill(permit(Deed::End, &stranger)), Err(NotSent::NotPermitted));
    assert_eq!(ending.kill(permit(Deed::Pause, &pet)), Err(NotSent::NotPermitted));
    assert_eq!(ending.wait(Duration::ZERO), Ok(false));
    permitted(Deed::End, &pet, |permit| ending.kill(permit));
    assert_eq!(ending.wait(LIMIT), Ok(true));
    assert_eq!(pet.0.wait().unwrap().signal(), Some(9));
    assert_eq!(ending.exit_status(), tells_strangers().then_some(128 + 9));
}

#[test]
fn another_start_time_or_number_is_another_process() {
    let mut pet = Pet::sleeping();
    let key = pet.key();
    let other = ProcessKey { started: key.started + 1, ..key };
    for (key, mark) in [(other, mark(key.pid)), (key, Mark::Numbered(1))] {
        let otherwise = || permit_at(Deed::End, key, mark, clock::mono());
        let why = not_sent(|| end(&Roots::default(), otherwise()).err());
        assert_eq!(why, Some(NotSent::NotTheSame), "{key:?} {mark:?}");
    }
    assert!(pet.0.try_wait().unwrap().is_none(), "it was left alone");
}

#[test]
fn a_permit_that_is_old_or_for_something_else_does_nothing() {
    let mut pet = Pet::sleeping();
    let long_ago = Mono(clock::mono().0 - 3_000_000_000);
    let old = permit_at(Deed::End, pet.key(), mark(pet.0.id()), long_ago);
    assert_eq!(end(&Roots::default(), old).err(), Some(NotSent::NotPermitted));
    assert_eq!(end(&Roots::default(), permit(Deed::Pause, &pet)).err(), Some(NotSent::NotPermitted));
    assert_eq!(pause(&Roots::default(), permit(Deed::Resume, &pet)), Err(NotSent::NotPermitted));
    assert!(pet.0.try_wait().unwrap().is_none(), "it was left alone");
}

#[test]
fn one_that_has_ended_is_gone_reaped_or_not() {
    let mut pet = Pet::sleeping();
    let (key, mark) = (pet.key(), mark(pet.0.id()));
    pet.0.kill().unwrap();
    until("a zombie", || pet.state() == "Z");
    let permit = || permit_at(Deed::End, key, mark, clock::mono());
    let end = || not_sent(|| end(&Roots::default(), permit()).err());
    assert_eq!(end(), Some(NotSent::Gone));
    pet.0.wait().unwrap();
    assert_eq!(end(), Some(NotSent::Gone));
}

#[test]
fn a_paused_process_stands_still_until_it_is_resumed() {
    let pet = Pet::with_trap(":");
    permitted(Deed::Pause, &pet, |permit| pause(&Roots::default(), permit));
    until("stopped", || pet.state() == "T");
    permitted(Deed::Resume, &pet, |permit| resume(&Roots::default(), permit));
    until("going on", || pet.state() != "T");
}

/// Whoever waits has the pid of somebody else by now, often with the same start time: it is never hit.
#[test]
fn a_reused_pid_is_never_signalled() {
    if std::env::var_os("REUSE_INSIDE").is_some() {
        return reuse_a_pid_a_thousand_times();
    }
    let mut again = Command::new("unshare");
    again.args(["--pid", "--fork", "--mount-proc", "--"]).arg(std::env::current_exe().unwrap());
    again.args(["--exact", "a_reused_pid_is_never_signalled", "--nocapture"]).env("REUSE_INSIDE", "1");
    let output = again.output().expect("unshare");
    let said = String::from_utf8_lossy(&output.stdout);
    if String::from_utf8_lossy(&output.stderr).contains("Operation not permitted") {
        println!("SKIPPED a reused pid: this user may not make a pid namespace");
        return;
    }
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let line = said.lines().find(|line| line.contains("rounds")).expect("its figures");
    println!("{line}");
}

fn reuse_a_pid_a_thousand_times() {
    const PID: u32 = 20_000;
    let (mut same_key, mut refused) = (0, 0);
    for _ in 0..1000 {
        let begun = Instant::now();
        let mut first = forced(PID);
        let (key, mark) = (first.key(), mark(PID));
        let allowed = permit_at(Deed::End, key, mark, clock::mono());
        first.0.kill().unwrap();
        first.0.wait().unwrap();
        let mut victim = forced(PID);
        same_key += u32::from(victim.key() == key);
        let result = end(&Roots::default(), allowed);
        if matches!(result, Err(NotSent::NotPermitted)) {
            assert!(begun.elapsed() >= VALID_FOR, "the permit held");
            continue;
        }
        // Without numbers the same key cannot be told apart; `decide` refuses such a process ("fresh").
        if matches!(mark, Mark::Numbered(_)) || victim.key() != key {
            assert_eq!(result.err(), Some(NotSent::NotTheSame));
            assert!(victim.0.try_wait().unwrap().is_none(), "the successor was hit");
            refused += 1;
        }
    }
    println!("1000 rounds, {same_key} with the same pid and start time, {refused} refused");
    assert!(refused > 0);
}

/// A child with this pid.
fn forced(pid: u32) -> Pet {
    fs::write("/proc/sys/kernel/ns_last_pid", (pid - 1).to_string()).expect("ns_last_pid");
    let pet = Pet::sleeping();
    assert_eq!(pet.0.id(), pid, "the pid was to be used again");
    pet
}
