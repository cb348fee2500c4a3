//! Whose a recorded process is: every fact and every way in which one can be missing or cut.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::fs;
use std::path::Path;

use domain::Gap;
use domain::decide::{Mark, Place, Uids};
use domain::process::{Holder, ProcessSample};
use domain::supervisor::Supervisor;
use processes_support::{Scanner, link, record};

const STATUS: &str = "Name:\tx\nUid:\t1000\t1000\t1001\t1000\nNSpid:\t7\n";

/// A recorded process with everything, and a reader in the user namespace 1.
fn machine() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    record(root.path(), 7, "web", 88120);
    fs::write(root.path().join("7/status"), STATUS).unwrap();
    link("user:[1]", &root.path().join("7/ns/user"));
    fs::create_dir_all(root.path().join("self/ns")).unwrap();
    link("user:[1]", &root.path().join("self/ns/user"));
    link("mnt:[2]", &root.path().join("self/ns/mnt"));
    root
}

fn process(root: &Path) -> ProcessSample {
    Scanner::recorded(root).find(7).expect("it is listed")
}

fn web() -> Place {
    Place::Service { supervisor: Supervisor::Systemd, unit: "web.service".to_owned() }
}

fn holder(root: &Path) -> Holder {
    process(root).identity.holder.clone()
}

#[test]
fn everything_that_decides_whose_it_is_is_read() {
    let machine = machine();
    let expected = Holder {
        kernel_thread: Ok(false),
        uids: Ok(Uids { real: 1000, effective: 1000, saved: 1001, filesystem: 1000 }),
        place: Ok(web()),
        own_user_namespace: Ok(true),
    };
    assert_eq!(holder(machine.path()), expected);
    assert_eq!(process(machine.path()).mark, Mark::Fresh, "nobody can end what is recorded");
}

#[test]
fn a_user_namespace_is_ours_only_when_both_are_known_and_the_same() {
    let machine = machine();
    let ours = || holder(machine.path()).own_user_namespace;
    link("user:[9]", &machine.path().join("7/ns/user"));
    assert_eq!(ours(), Ok(false));
    link("user:[x]", &machine.path().join("7/ns/user"));
    assert!(matches!(ours(), Err(Gap::Failed(_))));
    fs::remove_file(machine.path().join("7/ns/user")).unwrap();
    assert_eq!(ours(), Err(Gap::Gone));
    fs::remove_file(machine.path().join("self/ns/user")).unwrap();
    assert_eq!(ours(), Ok(true), "a kernel without user namespaces has one for all");
    fs::remove_file(machine.path().join("self/ns/mnt")).unwrap();
    assert_eq!(ours(), Err(Gap::Gone), "nothing is known of this program itself");
}

#[test]
fn what_is_missing_or_odd_is_a_gap_of_that_fact_alone() {
    let machine = machine();
    for odd in ["", "Uid:\t0\t0\n", "Name:\tUid:\t0\t0\t0\t0\n"] {
        fs::write(machine.path().join("7/status"), odd).unwrap();
        let holder = holder(machine.path());
        assert!(matches!(holder.uids, Err(Gap::Failed(_))), "{odd:?}");
        assert!(holder.place.is_ok() && holder.own_user_namespace.is_ok());
    }
    fs::remove_file(machine.path().join("7/status")).unwrap();
    fs::remove_file(machine.path().join("7/cgroup")).unwrap();
    let holder = holder(machine.path());
    assert_eq!((holder.uids, holder.place), (Err(Gap::Gone), Err(Gap::Gone)));
}

#[test]
fn a_cgroup_file_that_was_cut_off_says_nothing_about_the_place() {
    let machine = machine();
    let cgroup = |before: usize| {
        let long = format!("4:cpu:/{}\n0::/system.slice/web.service\n", "x".repeat(before));
        fs::write(machine.path().join("7/cgroup"), long).unwrap();
        holder(machine.path()).place
    };
    assert_eq!(cgroup(16_000), Ok(web()));
    assert!(matches!(cgroup(16_384), Err(Gap::Failed(_))), "the line of the service may be missing");
}
