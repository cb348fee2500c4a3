//! What a user of the machine sees who is not root: everything but the secrets of others, each with its reason.

use crate::machine::{Machine, agree, same};
use crate::peers::{by_pid, ps};

on_both! {
    what_belongs_to_others_is_denied_and_all_else_is_there
    the_own_processes_are_whole
    the_resources_of_the_machine_are_no_secret
}

const USER: &str = "dweller";
const AS_USER: &[&str] = &["--uid=dweller"];

fn what_belongs_to_others_is_denied_and_all_else_is_there(machine: &Machine) {
    agree(|| {
        let before = ps(machine);
        let answer = machine.monitor(AS_USER, &["ps", "--json"]);
        let (ours, after) = (by_pid(&answer), ps(machine));
        let lasting = before.iter().filter(|(pid, row)| after.contains_key(pid) && row.user != USER);
        let mut others = 0;
        for (pid, row) in lasting {
            let process = ours.get(pid).ok_or_else(|| format!("{} ({pid}) is missing", row.comm))?;
            let denied = ["exe", "exe_deleted", "sockets", "ports", "read_bytes_per_s", "write_bytes_per_s"];
            for key in denied {
                same!(process[key].is_null(), true, "{key} of {} ({pid}) is unknown", row.comm);
                same!(process["gaps"][key].as_str(), Some("denied"), "gap of {key} of {} ({pid})", row.comm);
            }
            for key in ["name", "cmdline", "uid", "rss_bytes", "create_time", "cpu_percent", "memory_percent"]
            {
                same!(process[key].is_null(), false, "{key} of {} ({pid}) is unknown", row.comm);
            }
            same!(process["username"].as_str(), Some(row.user.as_str()), "owner of {} ({pid})", row.comm);
            same!(process["unit"].as_str(), row.unit.as_deref(), "unit of {} ({pid})", row.comm);
            others += 1;
        }
        same!(others >= 7, true, "{others} processes of others are enough");
        Ok(format!("{others} processes of others, their secrets denied"))
    });
}

fn the_own_processes_are_whole(machine: &Machine) {
    agree(|| {
        let answer = machine.monitor(AS_USER, &["ps", "--json"]);
        let ours = by_pid(&answer);
        let own: Vec<_> = ours.values().filter(|process| process["username"] == USER).collect();
        for process in &own {
            for key in ["exe", "exe_deleted", "cmdline", "sockets", "ports"] {
                same!(process["gaps"][key].as_str(), None, "gap of {key} of {}", process["name"]);
            }
        }
        let names: Vec<_> = own.iter().filter_map(|process| process["name"].as_str()).collect();
        for name in ["sleep", "script", "server-monitor"] {
            same!(names.contains(&name), true, "{name} is among {names:?}");
        }
        Ok(format!("{names:?} are whole"))
    });
}

fn the_resources_of_the_machine_are_no_secret(machine: &Machine) {
    let status = machine.monitor(AS_USER, &["status", "--json"]);
    for key in ["cpu", "memory", "disks", "network", "uptime_s", "hostname"] {
        assert!(!status[key].is_null() && status["gaps"][key].is_null(), "{key}: {status}");
    }
    assert!(!status["disks"].as_array().unwrap().is_empty());
}
