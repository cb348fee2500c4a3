//! Memory, disks and limits of a machine.

use crate::machine::{Kind, Machine, agree, same};

on_both! {
    memory_is_that_of_free
    disks_are_those_of_df
    the_limits_of_the_own_unit_are_shown_where_they_bind
}

fn numbers(line: &str) -> Vec<u64> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

fn memory_is_that_of_free(machine: &Machine) {
    agree(|| {
        let status = machine.monitor(&[], &["status", "--json"]);
        let free = machine.tool(&["free", "-b"]);
        let row = |name| free.lines().find(|line| line.starts_with(name)).map(numbers).unwrap();
        let (ram, swap, memory) = (row("Mem:"), row("Swap:"), &status["memory"]);
        same!(memory["total"].as_u64(), Some(ram[0]), "total");
        same!(memory["swap_total"].as_u64(), Some(swap[0]), "swap");
        let apart = memory["available"].as_u64().unwrap_or_default().abs_diff(ram[5]);
        same!(apart <= ram[0] / 20, true, "available memory, {apart} bytes apart");
        let used = memory["total"].as_u64().zip(memory["available"].as_u64()).map(|(all, left)| all - left);
        same!(memory["used"].as_u64(), used, "what is used");
        Ok(format!("available memory {apart} bytes apart from free"))
    });
}

fn disks_are_those_of_df(machine: &Machine) {
    agree(|| {
        let status = machine.monitor(&[], &["status", "--json"]);
        let disks = status["disks"].as_array().unwrap();
        same!(disks.iter().any(|disk| disk["mount"] == "/"), true, "a root is among {disks:?}");
        for disk in disks {
            let mount = disk["mount"].as_str().unwrap();
            let df = machine.tool(&["df", "-B1", "--output=size,used,pcent", mount]);
            let [size, used, percent] = numbers(&df.lines().nth(1).unwrap().replace('%', " "))[..] else {
                return Err(df);
            };
            same!(disk["total"].as_u64(), Some(size), "size of {mount}");
            let apart = disk["used"].as_u64().unwrap_or_default().abs_diff(used);
            same!(apart <= size / 50, true, "used of {mount}, {apart} bytes apart");
            // df rounds up.
            let apart = disk["percent"].as_f64().map_or(100.0, |shown| (shown - percent as f64).abs());
            same!(apart <= 2.0, true, "percent of {mount}, {apart} apart");
        }
        Ok(format!("{} disks as df has them", disks.len()))
    });
}

/// In version 2 the limits bind only where the host gives its controllers away; elsewhere there are none, and
/// the program says so.
fn the_limits_of_the_own_unit_are_shown_where_they_bind(machine: &Machine) {
    let limits = ["--property=MemoryMax=64M", "--property=CPUQuota=50%"];
    let status = machine.monitor(&limits, &["status", "--json"]);
    let container = &status["container"];
    let files = machine.run(&["sh", "-c", "cat /sys/fs/cgroup/cgroup.controllers"]);
    let controllers = String::from_utf8(files.stdout).unwrap();
    let bind = |controller| {
        machine.kind == Kind::VersionOne || controllers.split_whitespace().any(|c| c == controller)
    };
    for (controller, key, limit) in
        [("memory", "memory_limit", 64.0 * 1024.0 * 1024.0), ("cpu", "cpu_limit", 0.5)]
    {
        let shown = container[key].as_f64();
        println!("{key}: {shown:?}, binding: {}", bind(controller));
        if bind(controller) {
            assert_eq!(shown, Some(limit), "{key}: {status}");
        } else {
            assert_eq!(shown, None, "{key}: {status}");
            assert_eq!(status["gaps"][format!("container.{key}")], "unsupported", "{status}");
        }
    }
    if bind("memory") {
        let used = container["memory_used"].as_f64().unwrap();
        assert!(used > 0.0 && used < 64.0 * 1024.0 * 1024.0, "{used}");
    }
    // What the machine has is told beside what the unit may use.
    assert!(status["memory"]["total"].as_f64().unwrap() > 64.0 * 1024.0 * 1024.0);
}
