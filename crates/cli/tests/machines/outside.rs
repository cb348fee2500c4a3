//! The processes of a machine, seen from its host: they say whose they are.

use std::collections::BTreeMap;
use std::process::Command;

use crate::machine::{BINARY, Machine, agree, same};
use crate::peers::{by_pid, ps, sockets, ss};

on_both! {
    the_host_sees_whose_machine_its_processes_are_in
    what_runs_the_machine_is_none_of_it
}

/// The processes of the host, as root sees them.
fn of_the_host() -> serde_json::Value {
    let output = Command::new(BINARY).args(["ps", "--json"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn namespace(pid: u64, kind: &str) -> Option<u64> {
    let target = std::fs::read_link(format!("/proc/{pid}/ns/{kind}")).ok()?;
    target.to_str()?.split(['[', ']']).nth(1)?.parse().ok()
}

/// The number of each process of the machine on the host.
fn numbers(machine: &Machine) -> BTreeMap<u64, u64> {
    let own = namespace(machine.first_process().into(), "pid");
    let listed = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = listed.filter_map(|entry| entry.file_name().to_str()?.parse::<u64>().ok());
    pids.filter(|pid| namespace(*pid, "pid") == own)
        .filter_map(|pid| {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
            let inside = status.lines().find(|line| line.starts_with("NSpid:"))?.split_whitespace().last()?;
            Some((inside.parse().ok()?, pid))
        })
        .collect()
}

fn the_host_sees_whose_machine_its_processes_are_in(machine: &Machine) {
    let network = namespace(machine.first_process().into(), "net");
    agree(|| {
        let (before, waiting, outside) = (ps(machine), ss(machine), numbers(machine));
        let answer = of_the_host();
        let (ours, after) = (by_pid(&answer), ps(machine));
        let (mut compared, mut open) = (0, 0);
        for (inside, row) in before.iter().filter(|(pid, row)| after.get(pid) == Some(row)) {
            let what = format!("{} ({inside} inside)", row.comm);
            let pid = outside.get(inside).ok_or_else(|| format!("{what} has no number on the host"))?;
            let process = ours.get(pid).ok_or_else(|| format!("{what} is missing"))?;
            same!(process["container"].as_str(), Some(machine.name.as_str()), "container of {what}");
            same!(process["unit"].as_str(), row.unit.as_deref(), "unit of {what}");
            same!(process["uid"].as_u64(), Some(row.uid), "uid of {what}");
            same!(process["username"].as_str(), Some(row.user.as_str()), "owner of {what}");
            same!(sockets(process), waiting.get(inside).cloned().unwrap_or_default(), "sockets of {what}");
            for socket in process["sockets"].as_array().into_iter().flatten() {
                same!(socket["netns"].as_u64(), network, "network of a socket of {what}");
                open += 1;
            }
            compared += 1;
        }
        same!(open >= 8, true, "{open} sockets are enough");
        let names: Vec<_> = before.values().map(|row| row.user.as_str()).collect();
        same!(names.contains(&"dweller"), true, "a user that the host does not know is among {names:?}");
        Ok(format!("{compared} processes and {open} sockets of {} seen from outside", machine.name))
    });
}

fn what_runs_the_machine_is_none_of_it(machine: &Machine) {
    agree(|| {
        let answer = of_the_host();
        let processes = by_pid(&answer);
        let first = processes.get(&machine.first_process().into()).ok_or("the first process is missing")?;
        let parent =
            first["ppid"].as_u64().and_then(|pid| processes.get(&pid)).ok_or("its parent is missing")?;
        same!(parent["name"].as_str(), Some("systemd-nspawn"), "what runs the machine");
        same!(parent["container"].as_str(), None, "container of systemd-nspawn");
        same!(parent["username"].as_str(), Some("root"), "owner of systemd-nspawn");
        Ok("systemd-nspawn is on the host".to_owned())
    });
}
