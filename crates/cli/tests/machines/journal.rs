//! The journal of a machine, held against journalctl: by unit, by severity, for whom it is, and followed through
//! rotation and a restart of journald, every entry counted.

use std::time::{Duration, Instant};

use crate::machine::{Machine, agree, same};

on_both! {
    following_through_rotation_and_restart_loses_and_doubles_nothing
    a_unit_and_a_severity_are_what_journalctl_says_they_are
    earlier_boots_and_other_users_are_told_apart
}

/// Where the follower writes.
const FOLLOWED: &str = "/root/followed";

fn lines(machine: &Machine, arguments: &[&str]) -> Vec<String> {
    let answer = machine.monitor(&[], &[&["logs", "tail", "--json"], arguments].concat());
    let lines = answer["lines"].as_array().unwrap();
    lines.iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

/// Messages of this identifier, as journalctl has them.
fn told(machine: &Machine, identifier: &str) -> Vec<String> {
    let identifier = format!("--identifier={identifier}");
    let text = machine.tool(&["journalctl", "--quiet", "--no-pager", "--output=cat", &identifier]);
    text.lines().map(str::to_owned).collect()
}

/// The messages of this identifier among lines of a console: `identifier[pid]: message`.
fn messages(lines: &str, identifier: &str) -> Vec<String> {
    let of = |line: &str| {
        let (_, rest) = line.split_once(&format!(" {identifier}["))?;
        Some(rest.split_once("]: ")?.1.to_owned())
    };
    lines.lines().filter_map(of).collect()
}

fn following_through_rotation_and_restart_loses_and_doubles_nothing(machine: &Machine) {
    let output = format!("--property=StandardOutput=truncate:{FOLLOWED}");
    let follower = ["server-monitor", "logs", "tail", "journal", "--follow", "--lines=0"];
    machine.tool(&[&["systemd-run", "--quiet", "--unit=follower", &output][..], &follower].concat());
    // A unit counts as started before its output has a file.
    let written = || String::from_utf8_lossy(&machine.run(&["cat", FOLLOWED]).stdout).into_owned();
    let followed = |identifier: &str| messages(&written(), identifier);
    let begun = Instant::now();
    while followed("begin").is_empty() {
        machine.tool(&["logger", "--id=1", "--tag=begin", "it follows"]);
        assert!(begun.elapsed() < Duration::from_secs(120), "it does not follow");
    }
    for part in 0..6 {
        let write = format!("seq -f '{part}-%04g' 500 | systemd-cat --identifier=counted");
        machine.tool(&["sh", "-c", &write]);
        machine.tool(&["journalctl", "--rotate"]);
        if part % 2 == 1 {
            machine.tool(&["systemctl", "restart", "systemd-journald"]);
        }
    }
    agree(|| {
        let (ours, theirs) = (followed("counted"), told(machine, "counted"));
        same!(ours.len(), theirs.len(), "entries");
        same!(ours, theirs, "the order");
        same!(ours.len() >= 2500, true, "{} entries are enough", ours.len());
        Ok(format!("{} entries through 6 rotations and 3 restarts, each once", ours.len()))
    });
    machine.tool(&["systemctl", "stop", "follower"]);
    // What it started went with it.
    let left = machine.run(&["pgrep", "--full", "journalctl.*--follow"]);
    assert_eq!(String::from_utf8_lossy(&left.stdout), "");
}

fn a_unit_and_a_severity_are_what_journalctl_says_they_are(machine: &Machine) {
    let script = "echo plain; echo '<3>grave'; echo '<4>warns'; printf 'caf\\351 \\033[31m\\n'";
    machine.tool(&["systemd-run", "--quiet", "--wait", "--unit=talker", "sh", "-c", script]);
    agree(|| {
        let all = lines(machine, &["unit.talker.service", "--lines=100"]);
        let said = |text: &str| all.iter().filter(|line| line.ends_with(&format!("]: {text}"))).count();
        for text in ["plain", "grave", "warns", "caf\u{fffd} \u{1b}[31m"] {
            same!(said(text), 1, "{text:?} in {all:?}");
        }
        let of = |level: &str| lines(machine, &["unit.talker.service", "--level", level]);
        let ends = |lines: &[String], ends: &[&str]| {
            lines.len() == ends.len() && lines.iter().zip(ends).all(|(line, end)| line.ends_with(end))
        };
        let (error, warning) = (of("error"), of("warning"));
        same!(ends(&error, &["]: grave"]), true, "{error:?}");
        same!(ends(&warning, &["]: grave", "]: warns"]), true, "{warning:?}");
        Ok(format!("{} lines of the unit", all.len()))
    });
    // A name that looks like an option is none.
    for id in ["unit.--root=x", "unit.-M", "../../etc/shadow"] {
        let output = machine.run(&["server-monitor", "logs", "tail", "--", id]);
        assert!(!output.status.success() && output.stdout.is_empty(), "{id}: {output:?}");
    }
}

fn earlier_boots_and_other_users_are_told_apart(machine: &Machine) {
    let run = |properties: &[&str], id: &str| {
        let unit = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect"];
        machine.run(&[&unit[..], properties, &["server-monitor", "logs", "tail", id]].concat())
    };
    machine.tool(&["logger", "--tag=somebody", "here"]);
    agree(|| {
        let output = run(&[], "journal");
        same!(output.status.success() && !output.stdout.is_empty(), true, "{output:?}");
        Ok("root reads it".to_owned())
    });
    let last = run(&[], "journal.previous");
    assert!(!last.status.success() && last.stdout.is_empty(), "this is its first boot: {last:?}");
    let denied = run(&["--uid=dweller"], "journal");
    assert!(!denied.status.success() && denied.stdout.is_empty(), "{denied:?}");
    assert!(String::from_utf8_lossy(&denied.stderr).contains("systemd-journal"), "the way out: {denied:?}");
    for right in [
        "--property=SupplementaryGroups=systemd-journal",
        "--property=AmbientCapabilities=CAP_DAC_READ_SEARCH",
    ] {
        // A journal that does not answer within seconds is no question of rights.
        agree(|| {
            let allowed = run(&["--uid=dweller", right], "journal");
            same!(allowed.status.success() && !allowed.stdout.is_empty(), true, "{right}: {allowed:?}");
            Ok(format!("{right} reads it"))
        });
    }
}
