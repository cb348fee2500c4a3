//! This machine, beside other programs of the same job. The differences are bounded and printed.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::process::Command;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::Gap;
use domain::sample::{CpuTimes, Sample, Space};
use host::{Roots, Sampler, SamplerOptions};

/// How long anything is waited for.
const LIMIT: Duration = Duration::from_secs(60);

/// One for all tests: each keeps as many descriptors as this program may have, but for a reserve.
fn sampler() -> MutexGuard<'static, Sampler> {
    static SAMPLER: LazyLock<Mutex<Sampler>> = LazyLock::new(|| {
        // With ticks that are so far apart none is left out, however busy the machine is: every sample is of its moment.
        let (patience, tick) = (LIMIT, Duration::from_secs(3600));
        let options = SamplerOptions { patience, tick, ..SamplerOptions::default() };
        Mutex::new(Sampler::new(Roots::default(), options).expect("/proc is there"))
    });
    SAMPLER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sample() -> Sample {
    sampler().sample(None)
}

/// What a program prints, in the language of machines.
fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).env("LC_ALL", "C").output().unwrap_or_else(|error| {
        panic!("cannot run {program}: {error}; apt install procps iproute2 coreutils")
    });
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn proc(name: &str) -> String {
    std::fs::read_to_string(format!("/proc/{name}")).expect("it is there")
}

fn numbers(line: &str) -> Vec<u64> {
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn memory_is_that_of_free() {
    let free = || {
        let free = output("free", &["-b"]);
        let row =
            |name| free.lines().find(|line| line.starts_with(name)).map(numbers).expect("free prints it");
        (row("Mem:"), row("Swap:"))
    };
    agree("memory by free", || {
        let ((ram, swap), memory) = (free(), sample().memory.expect("it is read"));
        assert_eq!((memory.total, memory.swap_total), (ram[0], swap[0]));
        let difference = memory.available.abs_diff(ram[5]);
        println!("available: {} here, {} by free: {difference} bytes apart", memory.available, ram[5]);
        // 5 % of each.
        memory.swap_used.abs_diff(swap[1]) <= memory.swap_total / 20 && difference <= memory.total / 20
    });
}

/// Two programs look one after the other, and others fill and free meanwhile what they look at: they agree when nothing did.
fn agree(what: &str, mut so: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !so() {
        assert!(Instant::now() < limit, "{what}: no agreement within {LIMIT:?}");
    }
}

fn cpu_line() -> Vec<u64> {
    numbers(proc("stat").lines().next().expect("it has a line"))
}

fn shares(before: &[u64], after: &[u64]) -> (f64, f64) {
    let passed: Vec<f64> =
        before.iter().zip(after).take(8).map(|(a, b)| b.saturating_sub(*a) as f64).collect();
    let total: f64 = passed.iter().sum();
    ((total - passed[3] - passed[4]) / total * 100.0, total)
}

fn fields(times: &CpuTimes) -> [u64; 8] {
    let CpuTimes { user, nice, system, idle, iowait, irq, softirq, steal } = *times;
    [user, nice, system, idle, iowait, irq, softirq, steal]
}

#[test]
fn cpu_is_that_of_proc_stat_over_the_same_time() {
    let mut sampler = sampler();
    let (before, first) = (cpu_line(), sampler.sample(None));
    let limit = Instant::now() + LIMIT;
    while shares(&before, &cpu_line()).1 < 100.0 {
        assert!(Instant::now() < limit, "100 ticks did not pass within {LIMIT:?}");
        std::thread::yield_now();
    }
    let (second, after) = (sampler.sample(None), cpu_line());
    let times = |sample: &Sample| fields(&sample.cpu.as_ref().expect("it is read").value.total);
    let (ours, within) = shares(&times(&first), &times(&second));
    let (theirs, ticks) = shares(&before, &after);
    println!("busy: {ours:.2} % here over {within} ticks, {theirs:.2} % by /proc/stat over {ticks}");
    // What passed at the edges, while this program had to wait, may have been of either kind.
    let edges = (ticks - within).max(0.0) / ticks * 100.0;
    assert!((ours - theirs).abs() <= 5.0 + edges);
    let cores = second.cpu.expect("it is read").value.cores.len();
    assert_eq!(cores, output("getconf", &["_NPROCESSORS_ONLN"]).trim().parse::<usize>().expect("a number"));
}

#[test]
fn disks_are_those_of_df() {
    agree("disks by df", || {
        let sample = sample();
        let mounts = &sample.mounts.as_ref().expect("it is read").value;
        assert!(mounts.iter().any(|mount| mount.mount == "/"), "there is always a root");
        mounts.iter().all(|mount| {
            let Ok(Space { total, used, available, inodes, inodes_free }) = mount.space else { return false };
            let df = output("df", &["-B1", "--output=size,used,avail,itotal,iavail", &mount.mount]);
            let row = df.lines().nth(1).map(numbers).unwrap_or_default();
            println!("{}: used {used}, inodes free {inodes_free} here; {row:?} by df", mount.mount);
            let [size, df_used, df_available, df_inodes, df_inodes_free] = row[..] else { return false };
            (total, inodes) == (size, df_inodes)
                && used.abs_diff(df_used) <= total / 50
                && available.abs_diff(df_available) <= total / 50
                && inodes_free.abs_diff(df_inodes_free) <= inodes / 50 + 1_000
        })
    });
}

#[test]
fn every_device_that_df_shows_is_shown() {
    let df = || output("df", &["--output=source,fstype,target"]);
    let (before, sample, after) = (df(), sample(), df());
    let mounts = &sample.mounts.as_ref().expect("it is read").value;
    let images = ["squashfs", "iso9660", "erofs", "cramfs", "romfs"];
    // Others mount and unmount.
    let after: Vec<&str> = after.lines().collect();
    for line in before.lines().skip(1).filter(|line| after.contains(line)) {
        let mut words = line.split_whitespace();
        let (Some(source), Some(kind), Some(target)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        if source.starts_with("/dev/") && !images.contains(&kind) {
            let row = mounts.iter().find(|mount| mount.source == source);
            println!("{source} at {target} by df, at {:?} here", row.map(|row| &row.mount));
            assert!(row.is_some(), "{source} at {target} is missing");
        }
    }
}

#[test]
fn disk_counters_are_those_of_sysfs() {
    let stat = |device: &str| {
        let stat = std::fs::read_to_string(format!("/sys/class/block/{device}/stat")).ok()?;
        let stat = numbers(&stat);
        Some((stat[2] * 512, stat[6] * 512))
    };
    let devices = std::fs::read_dir("/sys/class/block").into_iter().flatten().flatten();
    let names = devices.map(|device| device.file_name().to_string_lossy().into_owned());
    let before: HashMap<String, _> = names.filter_map(|name| Some((name.clone(), stat(&name)?))).collect();
    let sample = sample();
    for mount in &sample.mounts.as_ref().expect("it is read").value {
        let Ok(io) = mount.io else { continue };
        let Some(device) = mount.source.strip_prefix("/dev/") else { continue };
        let (Some(before), Some(after)) = (before.get(device), stat(device)) else { continue };
        println!("{device}: {before:?} by sysfs, {io:?} here, {after:?} by sysfs again");
        assert!((before.0..=after.0).contains(&io.read_bytes), "{device}");
        assert!((before.1..=after.1).contains(&io.write_bytes), "{device}");
    }
}

#[test]
fn network_counters_are_those_of_ip() {
    let mut sampler = sampler();
    let ip = || -> serde_json::Value {
        serde_json::from_str(&output("ip", &["-s", "-j", "link"])).expect("ip prints JSON")
    };
    // Others make interfaces and take them away: those that are there all the time are compared.
    let names = |links: &serde_json::Value| -> Vec<String> {
        let names = links.as_array().expect("a list").iter().map(|link| link["ifname"].as_str());
        names.map(|name| name.expect("a name").to_owned()).collect()
    };
    let earlier = names(&ip());
    let first = sampler.sample(None);
    let links = ip();
    let second = sampler.sample(None);
    let later = names(&ip());
    let counters = |sample: &Sample, name: &str| {
        let interfaces = &sample.network.as_ref().expect("it is read").value;
        interfaces.iter().find(|one| one.name == name).map(|one| (one.rx_bytes, one.tx_bytes))
    };
    for link in links.as_array().expect("a list") {
        let name = link["ifname"].as_str().expect("a name");
        if ![&earlier, &later].iter().all(|names| names.iter().any(|other| other == name)) {
            continue;
        }
        let bytes = |way: &str| link["stats64"][way]["bytes"].as_u64().expect("a number");
        let (rx, tx) = (bytes("rx"), bytes("tx"));
        let (before, after) = (counters(&first, name), counters(&second, name));
        if name == "lo" {
            assert_eq!((before, after), (None, None), "the loopback is left out");
            continue;
        }
        println!("{name}: {before:?} here, {rx}, {tx} by ip, {after:?} here again");
        let (Some(before), Some(after)) = (before, after) else { panic!("{name} is missing") };
        assert!((before.0..=after.0).contains(&rx) && (before.1..=after.1).contains(&tx), "{name}");
    }
}

#[test]
fn uptime_and_boot_time_are_those_of_uptime() {
    let seconds =
        || proc("uptime").split(' ').next().and_then(|word| word.parse::<f64>().ok()).expect("a number");
    let before = seconds();
    let sample = sample();
    let after = seconds();
    let ours = sample.uptime_s.expect("it is read");
    println!("up {ours} s here, {before} s before and {after} s after");
    assert!((before..=after).contains(&ours));
    let boot_time = sample.boot_time_s.expect("it is read");
    agree("the time of the boot by uptime", || {
        let since = output("date", &["+%s", "-d", output("uptime", &["-s"]).trim()]);
        let theirs: f64 = since.trim().parse().expect("a number");
        println!("booted {boot_time} here, {theirs} by uptime");
        // Both are cut to whole seconds, and the clock may have been set since.
        (boot_time - theirs).abs() <= 2.0
    });
}

#[test]
fn load_and_pressure_are_those_of_proc() {
    let load =
        || proc("loadavg").split(' ').take(3).filter_map(|word| word.parse().ok()).collect::<Vec<f64>>();
    // The kernel counts it anew every 5 s: until it did not between the looks.
    let sample = loop {
        let (before, sample, after) = (load(), sample(), load());
        let ours = sample.load.expect("it is read").to_vec();
        println!("load {before:?} before, {ours:?} here, {after:?} after");
        if before == after {
            assert_eq!(ours, before);
            break sample;
        }
    };
    match sample.pressure {
        Ok(pressure) => {
            for share in [
                pressure.cpu_some,
                pressure.memory_some,
                pressure.memory_full,
                pressure.io_some,
                pressure.io_full,
            ] {
                assert!((0.0..=100.0).contains(&share), "{pressure:?}");
            }
        }
        Err(gap) => {
            assert_eq!(gap, Gap::Unsupported);
            assert!(std::fs::read("/proc/pressure/cpu").is_err());
        }
    }
}

#[test]
fn own_cost_is_that_of_proc_self() {
    let sample = sample();
    let own = sample.own.expect("it is read");
    let status = proc("self/status");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("it has one");
    let theirs = numbers(line)[0] * 1024;
    println!("resident: {} bytes here, {theirs} by /proc/self/status; CPU {:?}", own.rss_bytes, own.cpu);
    // Threads of other tests come and go.
    assert!(own.rss_bytes.abs_diff(theirs) <= 64 << 20);
    assert!(own.cpu > Duration::ZERO);
}
