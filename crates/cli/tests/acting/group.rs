//! A process with everything below it: each is judged alone.

use std::process::Command;

use crate::house::{House, json};
use crate::victim::{PERSON, Victim, audited, done, is_root, name, open_to_all, row, wait_for};

#[test]
fn a_group_ends_with_everything_below_it() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::of(Command::new("sh").args(["-c", "sleep 600 & sleep 600 & wait"]), PERSON);
    // Until then they are shells too, and a plan for what they were holds no more.
    wait_for("two children that are what they are", || {
        let children = victim.children();
        children.len() == 2 && children.iter().all(|pid| name(pid) == "sleep")
    });
    let children = victim.children();
    let plan = json(&done(&house.run(&["--json", "end", &victim.pid(), "--group", "--dry-run"])).out);
    assert_eq!(plan["children"].as_array().unwrap().len(), 2, "{plan}");
    let outcome = json(&done(&house.run(&["--json", "end", &victim.pid(), "--group", "--yes"])).out);
    assert_eq!(outcome["members"].as_array().unwrap().len(), 2, "{outcome}");
    assert_eq!(victim.signal(), Some(15));
    for child in children {
        let stat = format!("/proc/{child}/stat");
        wait_for("a child that has ended", || {
            std::fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "))
        });
    }
}

/// A shell with a `sleep` and a `ledger` below it, which a policy protects.
fn with_a_protected_child(house: &House) -> Victim {
    open_to_all(&house.path(""));
    let ledger = house.copy_of("/bin/sleep", "ledger");
    open_to_all(&ledger);
    let forbid =
        ["policy", "set", "ledger", "--platform", "linux", "--terminatable", "false", "--reason", "월말"];
    done(&house.run(&forbid));
    let script = format!("sleep 600 & {} 600 & wait", ledger.display());
    let victim = Victim::of(Command::new("sh").args(["-c", &script]), PERSON);
    wait_for("two children that are what they are", || {
        let names: Vec<String> = victim.children().iter().map(|pid| name(pid)).collect();
        names.contains(&"sleep".to_owned()) && names.contains(&"ledger".to_owned())
    });
    victim
}

fn lives(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn one_that_is_protected_is_shown_left_alone_and_makes_it_exit_3() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = with_a_protected_child(&house);
    let children = victim.children();
    let (ledger, sleep): (Vec<_>, Vec<_>) = children.iter().partition(|pid| name(pid) == "ledger");
    let group = ["end", &victim.pid(), "--group"];
    let plan = house.run(&[&["--json"], &group[..], &["--dry-run"]].concat());
    assert_eq!(plan.code, 3, "a dry run ends as the deed would: {}", plan.out);
    assert_eq!(json(&plan.out)["protected_members"][0]["code"], "policy_forbids", "{}", plan.out);
    let page = house.run(&[&group[..], &["--dry-run"]].concat()).out;
    assert!(page.contains("ledger") && page.contains("월말"), "{page}");
    assert!(children.iter().all(|pid| lives(pid)) && victim.lives());

    let said = house.run(&[&["--json"], &group[..], &["--yes"]].concat());
    assert_eq!(said.code, 3, "{} {}", said.out, said.err);
    let outcome = json(&said.out);
    assert_eq!(outcome["result"], "ended");
    let members = outcome["members"].as_array().unwrap();
    let codes: Vec<_> = members.iter().filter_map(|member| member["code"].as_str()).collect();
    assert_eq!((codes.as_slice(), members.len()), (["policy_forbids"].as_slice(), 2), "{outcome}");
    assert_eq!(victim.signal(), Some(15));
    wait_for("the other child ends", || !lives(sleep[0]));
    assert!(lives(ledger[0]));
    let told = audited(&house);
    assert!(
        told.contains(&row("end", "ok", "ended")) || told.contains(&row("end", "ok", "gone")),
        "{told:?}"
    );
    let _ = Command::new("kill").args(["-KILL", ledger[0]]).status();
}
