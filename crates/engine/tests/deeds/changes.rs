//! A process that changes between the plan and its end: what makes it another one than was agreed to, and what does not.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use domain::ProcessKey;
use domain::decide::{Deed, Refusal};
use domain::supervisor::Supervisor;
use engine::deeds::{DeedError, Fate, Remark, Request};
use tempfile::TempDir;

use crate::cgroup::Group;
use crate::house::{House, PATIENCE, Plan, ann, request, wait};
use crate::pet::{Pet, copy_program, goes_on, is_root, state, term_waits, until};
use crate::stores::Moody;

/// Agrees to the plan of now, and carries it out later.
struct Agreed {
    house: House,
    key: ProcessKey,
    plan: String,
    refusal: Option<Refusal>,
}

impl Agreed {
    fn to_end(house: House, key: ProcessKey) -> Self {
        let planned = house.deeds.plan(Deed::End, key, false, &ann()).expect("a plan");
        Self { house, key, plan: planned.id, refusal: planned.plan.refusal }
    }

    fn with(pet: &Pet) -> Self {
        let house = House::new();
        let key = house.key(pet);
        Self::to_end(house, key)
    }

    fn carry_out(&self) -> Result<engine::deeds::Outcome, DeedError> {
        self.house.do_it(Request { plan: Some(self.plan.clone()), ..request(Deed::End, self.key) })
    }

    /// It is ended as agreed.
    fn ends(&self, pet: &Pet) {
        let outcome = self.carry_out().expect("an end");
        assert_eq!((outcome.result, outcome.verified), (Fate::Ended, true), "{outcome:?}");
        pet.ended();
        assert_eq!(self.house.told(self.key), ["end intended -", "end ok ended"]);
    }

    /// It is left alone, with a plan and without, and that is written down.
    fn is_refused(&self, pet: &Pet, code: &str) {
        assert_eq!(self.carry_out().map_err(|error| error.code()), Err(code));
        assert_eq!(self.house.end(self.key).map_err(|error| error.code()), Err(code));
        assert!(pet.lives());
        let refused = format!("end refused {code}");
        assert_eq!(self.house.told(self.key), [refused.clone(), refused]);
    }
}

fn comm(pid: u32) -> String {
    fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default().trim_end().to_owned()
}

/// All four user ids.
fn uids(pid: u32) -> Vec<u32> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap_or_default().to_owned();
    line.split_whitespace().map(|uid| uid.parse().unwrap()).collect()
}

const RENAMES: &str = "echo ready; read x; printf \"$x\" > /proc/$$/comm; echo done; read y";

#[test]
fn whoever_only_renames_itself_is_ended_as_agreed() {
    let mut pet = Pet::sh(RENAMES);
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    pet.hears("kworker/0:1");
    pet.says("done");
    assert_eq!(comm(pet.pid), "kworker/0:1");
    agreed.ends(&pet);
}

#[test]
fn a_new_name_that_is_protected_protects_and_one_that_was_is_not_shaken_off() {
    let mut pet = Pet::sh(RENAMES);
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    agreed.house.forbid("holy");
    pet.hears("holy");
    pet.says("done");
    agreed.is_refused(&pet, "policy_forbids");

    let mut pet = Pet::sh(RENAMES);
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    let file = fs::read_link(format!("/proc/{}/exe", pet.pid)).expect("its file");
    agreed.house.forbid(file.file_name().unwrap().to_str().unwrap());
    pet.hears("harmless");
    pet.says("done");
    agreed.is_refused(&pet, "policy_forbids");
}

#[test]
fn without_a_plan_it_is_judged_as_the_program_that_it_is_now() {
    let mut pet = Pet::sh("echo ready; read x; exec sleep 1000");
    pet.says("ready");
    let house = House::new();
    let key = house.key(&pet);
    pet.hears("go");
    until("another program", || comm(pet.pid) == "sleep");
    let outcome = house.end(key).expect("an end");
    assert_eq!((outcome.result, outcome.name.as_str()), (Fate::Ended, "sleep"));
    pet.ended();
}

#[test]
fn another_script_in_the_same_interpreter_is_another_program() {
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path().to_owned(), 0o755);
    let second = folder.path().join("second.sh");
    fs::write(&second, "echo second; read y\n").expect("a script");
    let mut pet = Pet::sh(&format!("echo ready; read x; exec sh {}", second.display()));
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    pet.hears("go");
    pet.says("second");
    assert_eq!(agreed.carry_out(), Err(DeedError::ChangedSincePlan));
    assert!(pet.lives());
    agreed.house.end(agreed.key).expect("it may be ended, but not under that plan");
}

#[test]
fn one_that_lost_its_parent_is_ended_as_agreed() {
    let mut parent = Pet::sh("sleep 1000 & echo ready; read x");
    parent.says("ready");
    let house = House::new();
    let child = house.child_of(parent.pid, "sleep");
    let agreed = Agreed::to_end(house, child);
    parent.hears("end");
    parent.ended();
    let outcome = agreed.carry_out().expect("an end");
    assert_eq!(outcome.result, Fate::Ended);
    until("its end", || matches!(state(child.pid), '?' | 'Z'));
}

#[test]
fn children_and_sockets_that_it_got_since_do_not_save_it() {
    let mut pet = Pet::sh("echo ready; read x; sleep 1000 & echo $!; read y");
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    pet.hears("a child");
    let child = agreed.house.child_of(pet.pid, "sleep");
    pet.says(&child.pid.to_string());
    agreed.ends(&pet);
    assert!(goes_on(child.pid), "it was not agreed to");

    let mut pet = Pet::python(
        "print('ready', flush=True)
sys.stdin.readline()
listens = socket.socket(); listens.bind(('127.0.0.1', 0)); listens.listen()
print('done', flush=True)
sys.stdin.readline()",
    );
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    pet.hears("a socket");
    pet.says("done");
    agreed.ends(&pet);
}

#[test]
fn one_that_was_root_is_ended_as_who_it_is_now_but_not_under_the_plan_that_refused() {
    if !is_root() {
        println!("SKIPPED one that was root: this user cannot start one");
        return;
    }
    let program = "import os, sys\nprint('ready', flush=True)\nsys.stdin.readline()\nos.setgroups([])\n\
                   os.setresuid(1000, 1000, 1000)\nprint('done', flush=True)\nsys.stdin.readline()";
    let mut pet = Pet::of_this_user(Command::new("python3").args(["-c", program]));
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    assert_eq!(agreed.refusal, Some(Refusal::Root));
    assert_eq!(agreed.carry_out(), Err(DeedError::Refused(Refusal::Root)));
    pet.hears("go");
    pet.says("done");
    assert_eq!(agreed.carry_out(), Err(DeedError::ChangedSincePlan));
    assert!(pet.lives());
    assert_eq!(agreed.house.end(agreed.key).expect("an end").result, Fate::Ended);
    pet.ended();
}

#[test]
fn one_that_became_another_ordinary_user_since_the_plan_is_looked_at_again() {
    if !is_root() {
        println!("SKIPPED one that became another ordinary user: this user cannot start one");
        return;
    }
    // PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP: whoever was root may change its user again (capabilities(7)).
    let program = "import ctypes, os, sys\nassert ctypes.CDLL(None).prctl(28, 4, 0, 0, 0) == 0\nos.setgroups([])\n\
                   os.setresuid(1000, 1000, 1000)\nprint('ready', flush=True)\nsys.stdin.readline()\n\
                   os.setresuid(1001, 1001, 1001)\nprint('done', flush=True)\nsys.stdin.readline()";
    let mut pet = Pet::of_this_user(Command::new("python3").args(["-c", program]));
    pet.says("ready");
    let agreed = Agreed::with(&pet);
    assert_eq!(agreed.refusal, None);
    pet.hears("go");
    pet.says("done");
    assert_eq!(uids(pet.pid), [1001; 4]);
    assert_eq!(agreed.carry_out(), Err(DeedError::ChangedSincePlan));
    assert!(pet.lives());
    assert_eq!(agreed.house.end(agreed.key).expect("an end").result, Fate::Ended);
    pet.ended();
}

fn open(path: PathBuf, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// Programs that run as whoever owns them.
struct Elevators(TempDir);

impl Elevators {
    /// `None` where no program changes the user of who starts it.
    fn new() -> Option<Self> {
        if !is_root() {
            println!("SKIPPED one that becomes another user: this user owns no program of another");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        open(folder.path().to_owned(), 0o755);
        let elevators = Self(folder);
        let id = elevators.of(0, "/usr/bin/id");
        let told =
            Command::new("setpriv").args(["--reuid", "1000", "--clear-groups"]).arg(id).arg("-u").output();
        if told.expect("setpriv").stdout != b"0\n" {
            println!("SKIPPED one that becomes another user: programs here do not change it");
            return None;
        }
        Some(elevators)
    }

    fn of(&self, owner: u32, program: &str) -> PathBuf {
        let name = format!("{}-{owner}", program.rsplit('/').next().unwrap());
        let path = self.0.path().join(name);
        copy_program(program, &path);
        chown(&path, Some(owner), None).expect("another owner");
        open(path.clone(), 0o4755);
        path
    }
}

#[test]
fn one_that_became_root_or_half_another_user_since_the_plan_is_refused_for_that() {
    let Some(elevators) = Elevators::new() else { return };
    for (owner, now, code) in [(0, [1000, 0, 0, 0], "root"), (1001, [1000, 1001, 1001, 1001], "mixed_users")]
    {
        let program = elevators.of(owner, "/bin/sleep");
        let mut pet = Pet::sh(&format!("echo ready; read x; exec {} 1000", program.display()));
        pet.says("ready");
        let agreed = Agreed::with(&pet);
        assert_eq!(agreed.refusal, None);
        pet.hears("go");
        until("another user", || uids(pet.pid) == now);
        agreed.is_refused(&pet, code);
    }
}

#[test]
fn one_that_answers_term_by_becoming_root_is_not_killed() {
    let Some(elevators) = Elevators::new() else { return };
    let program = elevators.of(0, "/bin/sleep");
    let pet = Pet::sh(&format!(
        "trap 'exec {} 1000' TERM; echo ready; while :; do sleep 0.05; done",
        program.display()
    ));
    pet.says("ready");
    // Long enough to become root on a busy machine.
    let house = House::with(Plan { patience: Duration::from_secs(3), ..Plan::default() });
    let key = house.key(&pet);
    let outcome = house.end(key).expect("an outcome");
    assert_eq!((outcome.result, outcome.signals.as_slice()), (Fate::StillThere, ["TERM"].as_slice()));
    assert_eq!(outcome.remark, Some(Remark::NoKill(Refusal::Root)));
    assert!(pet.lives());
    assert_eq!(house.told(key), ["end intended -", "end failed still_there"]);
}

#[test]
fn one_that_was_taken_into_a_service_since_is_the_service_s_before_term_and_before_kill() {
    let unit = format!("server-monitor-test-{}.service", std::process::id());
    let Some(group) = Group::new(&format!("system.slice/{unit}")) else {
        println!("SKIPPED one that is taken into a service: no cgroup can be made here");
        return;
    };
    let group = Arc::new(group);
    let pet = Pet::stubborn();
    let agreed = Agreed::with(&pet);
    assert_eq!(agreed.refusal, None);
    assert!(group.take_in(pet.pid));
    agreed.is_refused(&pet, "system_service");
    assert_eq!(pet.said(), [""; 0]);

    let (store, pet) = (Arc::new(Moody::default()), Pet::deaf());
    let house = House::with(Plan { patience: PATIENCE, policies: Some(store.clone()), ..Plan::default() });
    let (key, pid, taken_in) = (house.key(&pet), pet.pid, Arc::clone(&group));
    // Whoever asks after TERM asks whether it may be killed.
    store.at_every_question(move |_| assert!(!term_waits(pid) || taken_in.take_in(pid)));
    let outcome = wait(house.deeds.start(request(Deed::End, key), ann())).expect("an outcome");
    let service = Refusal::SystemService { supervisor: Supervisor::Systemd, unit };
    assert_eq!((outcome.result, outcome.remark), (Fate::StillThere, Some(Remark::NoKill(service))));
    assert!(pet.lives());
}
