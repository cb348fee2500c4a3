//! The processes of a machine, as root sees them on it.

use crate::machine::{Kind, Machine, agree, same};
use crate::peers::{by_pid, main_processes, ps, sockets, ss};

on_both! {
    the_machine_is_of_the_kind_that_is_meant
    every_process_is_in_the_unit_that_systemd_names
    owner_parent_start_size_terminal_and_name_are_those_of_ps
    ports_are_those_of_ss
    no_process_is_in_another_container_and_the_own_one_is_named
}

/// What all services of the machine together have at least: systemd, journald, dbus, logind, nginx, sshd.
const LEAST: usize = 8;

/// How far the start may be off: the kernel's boot time in seconds is cut, and so is what ps prints.
const START_SECONDS: f64 = 2.0;

fn the_machine_is_of_the_kind_that_is_meant(machine: &Machine) {
    let kind = machine.tool(&["stat", "-fc", "%T", "/sys/fs/cgroup"]);
    assert_eq!(kind.trim(), if machine.kind == Kind::VersionTwo { "cgroup2fs" } else { "tmpfs" });
}

fn every_process_is_in_the_unit_that_systemd_names(machine: &Machine) {
    agree(|| {
        let (before, services) = (ps(machine), main_processes(machine));
        let answer = machine.monitor(&[], &["ps", "--json"]);
        let (ours, after) = (by_pid(&answer), ps(machine));
        let mut compared = 0;
        for (pid, row) in
            before.iter().filter(|(pid, row)| after.get(pid).is_some_and(|a| a.unit == row.unit))
        {
            let process = ours.get(pid).ok_or_else(|| format!("{} ({pid}) is missing", row.comm))?;
            same!(process["unit"].as_str(), row.unit.as_deref(), "unit of {} ({pid})", row.comm);
            compared += 1;
        }
        let lasting = services.iter().filter(|(pid, _)| after.contains_key(pid));
        let mut names = Vec::new();
        for (pid, service) in lasting {
            let unit = ours.get(pid).and_then(|process| process["unit"].as_str());
            same!(unit, Some(service.as_str()), "unit of the main process {pid}");
            names.push(service.as_str());
        }
        for service in ["nginx.service", "ssh.service", "dbus.service", "terminal.service"] {
            same!(names.contains(&service), true, "{service} is among the services {names:?}");
        }
        same!(compared >= LEAST, true, "{compared} processes are enough");
        Ok(format!("{compared} processes in the unit that ps names, {} main processes", names.len()))
    });
}

fn owner_parent_start_size_terminal_and_name_are_those_of_ps(machine: &Machine) {
    agree(|| {
        let before = ps(machine);
        let answer = machine.monitor(&[], &["ps", "--json"]);
        let (ours, after) = (by_pid(&answer), ps(machine));
        let (mut compared, mut furthest, mut terminals) = (0, 0, 0);
        for (pid, row) in before.iter().filter(|(pid, row)| after.get(pid) == Some(row)) {
            let process = ours.get(pid).ok_or_else(|| format!("{} ({pid}) is missing", row.comm))?;
            let what = format!("{} ({pid})", row.comm);
            same!(process["ppid"].as_u64(), Some(row.parent), "parent of {what}");
            same!(process["uid"].as_u64(), Some(row.uid), "uid of {what}");
            same!(process["username"].as_str(), Some(row.user.as_str()), "owner of {what}");
            same!(process["tty"].as_str(), row.tty.as_deref(), "terminal of {what}");
            let name = process["name"].as_str().unwrap_or_default();
            same!(name.starts_with(&row.comm), true, "{name:?} begins as the name of {what}");
            let started = process["create_time"].as_f64().ok_or_else(|| format!("no start of {what}"))?;
            let late = (started - row.started as f64).abs();
            same!(late <= START_SECONDS, true, "start of {what}, {late} s apart");
            // The program's own listing does not change the others, which sleep.
            let apart = process["rss_bytes"].as_u64().map(|bytes| bytes.abs_diff(row.rss_bytes));
            let apart = apart.ok_or_else(|| format!("no size of {what}"))?;
            same!(apart <= row.rss_bytes / 20 + 256 * 1024, true, "size of {what}, {apart} bytes apart");
            furthest = furthest.max(apart);
            terminals += usize::from(row.tty.is_some());
            compared += 1;
        }
        same!(compared >= LEAST, true, "{compared} processes are enough");
        same!(terminals >= 1, true, "a process with a terminal is among them");
        Ok(format!("{compared} processes as ps has them, sizes at most {furthest} bytes apart"))
    });
}

fn ports_are_those_of_ss(machine: &Machine) {
    agree(|| {
        let theirs = ss(machine);
        let answer = machine.monitor(&[], &["ps", "--json"]);
        let ours = by_pid(&answer);
        let mut ports = Vec::new();
        for (pid, expected) in &theirs {
            let process = ours.get(pid).ok_or_else(|| format!("{pid} is missing"))?;
            same!(sockets(process), *expected, "sockets of {} ({pid})", process["name"]);
            ports.extend(expected.iter().map(|(_, _, port)| *port));
        }
        for (pid, process) in &ours {
            same!(process["gaps"]["sockets"].as_str(), None, "gap of the sockets of {pid}");
            same!(sockets(process).is_empty(), !theirs.contains_key(pid), "{pid} waits as ss says");
            let mut each: Vec<u64> = sockets(process).into_iter().map(|(_, _, port)| port).collect();
            each.sort_unstable();
            each.dedup();
            let shown: Vec<u64> =
                process["ports"].as_array().into_iter().flatten().filter_map(|port| port.as_u64()).collect();
            same!(shown, each, "ports of {pid}");
        }
        for port in [22, 80] {
            same!(ports.contains(&port), true, "{port} is among {ports:?}");
        }
        Ok(format!("{} processes wait at what ss shows", theirs.len()))
    });
}

fn no_process_is_in_another_container_and_the_own_one_is_named(machine: &Machine) {
    // Of one that ends while it is looked at nothing more can be told.
    agree(|| {
        let answer = machine.monitor(&[], &["ps", "--json"]);
        let processes = by_pid(&answer);
        for (pid, process) in &processes {
            same!(process["container"].as_str(), None, "container of {pid}");
            same!(process["gaps"]["container"].as_str(), Some("unsupported"), "why {pid} has none");
        }
        Ok(format!("{} processes are in no other container", processes.len()))
    });
    let status = machine.monitor(&[], &["status", "--json"]);
    assert_eq!(status["container"]["kind"], "systemd-nspawn");
    assert_eq!(status["hostname"], machine.name);
}
