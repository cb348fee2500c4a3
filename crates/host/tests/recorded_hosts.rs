//! Whole machines that are not here: recorded files below a folder, read through the sampler.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::sample::{Outcome, Sample};
use domain::time::{Mono, Wall};
use domain::{Cause, Gap};
use host::{Roots, Sampler, SamplerOptions};

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;

fn recorded(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hosts").join(name)
}

/// It waits as long as it takes: how busy the machine is that runs the test changes nothing.
fn sampler(machine: &Path) -> Sampler {
    let options = SamplerOptions { patience: Duration::from_secs(60), ..SamplerOptions::default() };
    Sampler::new(Roots::below(machine), options).expect("it has /proc")
}

fn sample(machine: &Path) -> Sample {
    sampler(machine).sample(None)
}

/// A copy of a recorded machine that a test may break.
fn copy(name: &str) -> tempfile::TempDir {
    fn copy_folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("made");
        for entry in fs::read_dir(from).expect("listed") {
            let entry = entry.expect("listed");
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            let kind = entry.file_type().expect("known");
            if kind.is_dir() {
                copy_folder(&from, &to);
            } else if kind.is_symlink() {
                std::os::unix::fs::symlink(fs::read_link(&from).expect("read"), &to).expect("linked");
            } else {
                fs::copy(&from, &to).expect("copied");
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    copy_folder(&recorded(name), folder.path());
    folder
}

/// The sample without what is different each time or on each machine that runs the test.
fn steady(mut sample: Sample) -> Sample {
    const NEVER: Mono = Mono(0);
    sample.at = Wall(0);
    sample.mono = NEVER;
    sample.processes_at = NEVER;
    let mut facts = (*sample.facts).clone();
    let page_bytes = std::mem::replace(&mut facts.page_bytes, 4096);
    sample.facts = facts.into();
    for run in &mut sample.collectors {
        run.took = Duration::ZERO;
    }
    if let Ok(cpu) = &mut sample.cpu {
        cpu.at = NEVER;
    }
    if let Ok(network) = &mut sample.network {
        network.at = NEVER;
    }
    if let Ok(mounts) = &mut sample.mounts {
        mounts.at = NEVER;
        for space in mounts.value.iter_mut().filter_map(|mount| mount.space.as_mut().ok()) {
            // It is that of the disk on which the test runs.
            (space.total, space.used, space.available, space.inodes, space.inodes_free) = (5, 4, 3, 2, 1);
        }
    }
    if let Ok(own) = &mut sample.own {
        own.cpu = Duration::ZERO;
        own.rss_bytes = own.rss_bytes / page_bytes * 4096;
    }
    sample
}

#[test]
fn everything_that_is_read_of_a_recorded_container() {
    insta::assert_debug_snapshot!(steady(sample(&recorded("docker2"))));
}

#[test]
fn a_machine_with_cgroups_of_version_1_is_a_plain_host() {
    let machine = copy("cgroup1");
    fs::create_dir_all(machine.path().join("srv/a b<\\"))
        .expect("made here: not every system can store the name");
    let sample = sample(machine.path());
    assert_eq!(sample.container, Ok(None));
    assert_eq!(sample.pressure, Err(Gap::Unsupported), "its kernel has none");
    let mounts = sample.mounts.expect("it is whole").value;
    let places: Vec<_> = mounts.iter().map(|mount| (mount.mount.as_str(), mount.source.as_str())).collect();
    assert_eq!(
        places,
        [
            ("/", "/dev/mapper/rl-root"),
            ("/boot", "/dev/vda1"),
            ("/srv/a b<\\", "/dev/vda2"),
            ("/mnt/share", "10.0.0.2:/export"),
        ]
    );
    assert_eq!(
        mounts[0].io.map(|io| io.read_bytes),
        Ok(64_000 * 512),
        "a mapped device has its own counters"
    );
    assert_eq!(mounts[3].io, Err(Gap::Unsupported), "a network has no block device");
    assert_eq!(mounts[3].space, Err(Gap::Gone), "it is not mounted where the test runs");
    assert!(mounts[2].space.is_ok(), "the hostile name was decoded to the folder that is there");
}

#[test]
fn a_machine_with_cgroups_of_version_2_is_a_plain_host() {
    let sample = sample(&recorded("cgroup2"));
    assert_eq!(sample.container, Ok(None));
    assert_eq!(sample.facts.os.as_deref(), Ok("Rocky Linux 9.4 (Blue Onyx)"));
    assert_eq!(sample.memory.map(|memory| memory.available), Ok(5 * GIB));
    let mounts = sample.mounts.expect("it is whole").value;
    let places: Vec<_> = mounts.iter().map(|mount| (mount.mount.as_str(), mount.io)).collect();
    assert_eq!(
        places,
        [("/", Err(Gap::Unsupported)), ("/home", Err(Gap::Unsupported))],
        "btrfs has no device"
    );
    let pressure = sample.pressure.expect("it is there");
    assert_eq!((pressure.cpu_some, pressure.memory_full, pressure.io_full), (4.12, 0.01, 2.87));
}

#[test]
fn a_container_on_version_1_has_the_tightest_limit_of_all_cgroups_above_it() {
    let container = sample(&recorded("docker1")).container.expect("it is read").expect("it is one");
    assert_eq!(container.runtime.as_deref(), Some("docker"));
    assert_eq!(container.id.map(|id| id.len()), Some(64));
    assert_eq!(container.cpu_limit, Ok(Some(0.5)));
    assert_eq!(container.memory_limit, Ok(Some(256 * MIB)), "set on the container, not on the inner cgroup");
    assert_eq!(container.memory_used, Ok(100 * MIB), "that of the cgroup with the limit");
}

#[test]
fn of_two_limits_the_smaller_one_holds_wherever_it_is_set() {
    let machine = copy("docker1");
    let memory = machine.path().join("sys/fs/cgroup/memory");
    for (inner, expected, used) in [(64 * MIB, 64 * MIB, 4096), (GIB, 256 * MIB, 100 * MIB)] {
        fs::write(memory.join("inner/memory.limit_in_bytes"), format!("{inner}\n")).expect("written");
        let container = sample(machine.path()).container.expect("it is read").expect("it is one");
        assert_eq!((container.memory_limit, container.memory_used), (Ok(Some(expected)), Ok(used)));
    }
}

#[test]
fn a_container_on_version_2_has_its_limits_next_to_the_hosts_numbers() {
    let sample = sample(&recorded("docker2"));
    let container = sample.container.expect("it is read").expect("it is one");
    assert_eq!(container.cpu_limit, Ok(Some(1.5)));
    assert_eq!(container.memory_limit, Ok(Some(512 * MIB)));
    assert_eq!(container.memory_used, Ok(70 * MIB));
    assert_eq!(sample.memory.map(|memory| memory.total), Ok(8_010_240 * 1024));
}

#[test]
fn a_limit_that_cannot_be_read_is_a_gap_and_not_no_limit() {
    let machine = copy("docker2");
    fs::write(machine.path().join("sys/fs/cgroup/cpu.max"), "a lot\n").expect("written");
    fs::remove_file(machine.path().join("sys/fs/cgroup/memory.current")).expect("removed");
    let container = sample(machine.path()).container.expect("it is read").expect("it is one");
    assert!(matches!(container.cpu_limit, Err(Gap::Failed(_))));
    assert_eq!(container.memory_used, Err(Gap::Unsupported));
    assert_eq!(container.memory_limit, Ok(Some(512 * MIB)));
}

/// A sample without the runs, for comparing all but one subject.
fn values(sample: Sample) -> Sample {
    Sample { collectors: Vec::new(), ..steady(sample) }
}

#[test]
fn a_broken_file_is_a_gap_of_its_subject_alone() {
    type Take = fn(&mut Sample) -> Option<Gap>;
    /// Takes one subject out of the sample, so that the rest can be compared.
    const SUBJECTS: [(&str, &str, Take); 8] = [
        ("cpu", "proc/stat", |s| {
            s.boot_time_s = Err(Gap::Gone);
            std::mem::replace(&mut s.cpu, Err(Gap::Gone)).err()
        }),
        ("load", "proc/loadavg", |s| std::mem::replace(&mut s.load, Err(Gap::Gone)).err()),
        ("memory", "proc/meminfo", |s| std::mem::replace(&mut s.memory, Err(Gap::Gone)).err()),
        ("mounts", "proc/self/mountinfo", |s| std::mem::replace(&mut s.mounts, Err(Gap::Gone)).err()),
        ("network", "proc/net/dev", |s| std::mem::replace(&mut s.network, Err(Gap::Gone)).err()),
        ("uptime", "proc/uptime", |s| std::mem::replace(&mut s.uptime_s, Err(Gap::Gone)).err()),
        ("pressure", "proc/pressure/memory", |s| std::mem::replace(&mut s.pressure, Err(Gap::Gone)).err()),
        ("own", "proc/self/statm", |s| std::mem::replace(&mut s.own, Err(Gap::Gone)).err()),
    ];
    for (name, file, take) in SUBJECTS {
        let mut whole = values(sample(&recorded("cgroup2")));
        assert_eq!(take(&mut whole), None, "{name} reads well when nothing is broken");
        for (how, break_it) in [
            (
                "cut short",
                (|path| {
                    let text = fs::read(path).expect("read");
                    fs::write(path, &text[..text.len().min(3)]).expect("written");
                }) as fn(&Path),
            ),
            ("garbage", |path| fs::write(path, b"\xff\x00 < > -1 cpu nan\n\n%s%n").expect("written")),
            ("a folder", |path| {
                fs::remove_file(path).expect("removed");
                fs::create_dir(path).expect("made");
            }),
            ("missing", |path| fs::remove_file(path).expect("removed")),
        ] {
            let machine = copy("cgroup2");
            break_it(&machine.path().join(file));
            let mut broken = sample(machine.path());
            let outcome = broken.collectors.iter().find(|run| run.name == name).map(|run| run.outcome);
            let gap = take(&mut broken).unwrap_or_else(|| panic!("{name} reads well though {file} is {how}"));
            assert_eq!(outcome, Some(Outcome::Failed(gap)), "{name} {how}");
            match how {
                "missing" => assert_eq!(gap, Gap::Unsupported, "{name}"),
                "a folder" => {
                    assert!(matches!(gap, Gap::Failed(Cause { errno: Some(_), .. })), "{name}: {gap:?}");
                }
                _ => assert!(matches!(gap, Gap::Failed(Cause { errno: None, .. })), "{name} {how}: {gap:?}"),
            }
            assert_eq!(values(broken), whole, "{name} {how} changed something else");
        }
    }
}

#[test]
fn disk_counters_that_are_missing_leave_the_mounts() {
    let machine = copy("cgroup1");
    fs::write(machine.path().join("proc/diskstats"), "8 1 sda1").expect("written");
    let mounts = sample(machine.path()).mounts.expect("the table is whole").value;
    assert_eq!(mounts.len(), 4);
    assert!(matches!(mounts[0].io, Err(Gap::Failed(_))));
    assert_eq!(mounts[3].io, Err(Gap::Unsupported));
    assert!(mounts[0].space.is_ok());
}

#[test]
fn a_subject_that_comes_back_is_read_again() {
    let machine = copy("cgroup2");
    let file = machine.path().join("proc/meminfo");
    let whole = fs::read(&file).expect("read");
    let mut sampler = sampler(machine.path());
    fs::write(&file, "").expect("written");
    let first = sampler.sample(None);
    assert!(matches!(first.memory, Err(Gap::Failed(_))));
    fs::write(&file, whole).expect("written");
    assert!(sampler.sample(Some(first)).memory.is_ok());
}

#[test]
fn a_recycled_sample_never_shows_old_values() {
    let machine = copy("cgroup1");
    let mut sampler = sampler(machine.path());
    let first = sampler.sample(None);
    let net = fs::read_to_string(machine.path().join("proc/net/dev")).expect("read");
    fs::write(
        machine.path().join("proc/net/dev"),
        net.replace("docker0", "br-new").replace("eth0: 58", "eth0: 99"),
    )
    .expect("written");
    let stat = fs::read_to_string(machine.path().join("proc/stat")).expect("read");
    let one_core: String =
        stat.lines().filter(|line| !line.starts_with("cpu1")).map(|line| format!("{line}\n")).collect();
    fs::write(machine.path().join("proc/stat"), one_core).expect("written");
    let second = sampler.sample(Some(first));
    let network = second.network.expect("it is whole").value;
    assert_eq!(network[0].name, "br-new");
    assert_eq!(network[1].rx_bytes, 994_371_845);
    assert_eq!(second.cpu.expect("it is whole").value.cores.len(), 1);
}
