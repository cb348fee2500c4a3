//! What a delta holds, and that it leads from one list to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::judging::Judging;
use domain::process::{Exe, Identity, IoCounters, IoReadings, ProcessSample};
use domain::sample::{HostFacts, Sample};
use domain::snapshot::TickTiming;
use domain::standing::Standing;
use domain::time::{Mono, Timed, Wall};
use domain::{Gap, Reading};
use engine::deeds::{Pause, Pauses};
use proptest::prelude::*;

use super::*;

type Rows = BTreeMap<String, Map<String, Value>>;

fn process(
    pid: u32,
    started: u64,
    name: &str,
    numbers: (u64, u64),
    io: Reading<IoReadings>,
    library: &str,
) -> ProcessSample {
    let identity = Identity {
        name: name.to_owned(),
        comm: name.to_owned(),
        exe: if name == "b" {
            Err(Gap::Denied)
        } else {
            Ok(Exe { path: format!("/bin/{name}"), deleted: false })
        },
        cmdline: Ok(vec![name.to_owned()]),
        uid: Ok(0),
        username: Ok(Some("root".to_owned())),
        unit: Ok(None),
        container: Ok(None),
        tty: Ok(None),
        holder: domain::process::Holder::of_user(0),
    };
    ProcessSample {
        key: ProcessKey { pid, started },
        ppid: 1,
        state: 'S',
        cpu_ticks: numbers.0,
        threads: 1,
        rss_bytes: numbers.1,
        io,
        identity: Arc::new(identity),
        sockets: if name == "c" { Err(Gap::Denied) } else { Ok(Arc::from([])) },
        standing: Arc::new(Standing { preloaded: Ok(vec![library.to_owned()]), ..Standing::ordinary() }),
        mark: domain::decide::Mark::Settled,
    }
}

fn sample(seq: u64, processes: Vec<ProcessSample>) -> Sample {
    let unread = || Err(Gap::Unsupported);
    let mono = Mono(seq * 1_000_000_000);
    Sample {
        seq,
        at: Wall(0),
        mono,
        facts: Arc::new(HostFacts {
            host_id: unread(),
            boot_id: unread(),
            hostname: unread(),
            os: unread(),
            kernel: unread(),
            ticks_per_second: 100,
            page_bytes: 4096,
            login_users: Ok(domain::decide::LoginUsers { first: 1000, last: 60_000 }),
            nobody: Ok(65_534),
        }),
        uptime_s: Err(Gap::Unsupported),
        boot_time_s: Ok(1.0),
        cpu: Err(Gap::Unsupported),
        load: Err(Gap::Unsupported),
        memory: Err(Gap::Unsupported),
        mounts: Err(Gap::Unsupported),
        network: Err(Gap::Unsupported),
        pressure: Err(Gap::Unsupported),
        container: Ok(None),
        processes_at: mono,
        processes: Ok(processes),
        unowned_sockets: Err(Gap::Unsupported),
        services: Err(Gap::Unsupported),
        collectors: Vec::new(),
        own: Err(Gap::Unsupported),
    }
}

/// Who would be refused is another one with each tick of this number.
fn end_code(tick: u64) -> impl Fn(ProcessKey) -> Option<&'static str> {
    move |key| (u64::from(key.pid) + tick).is_multiple_of(3).then_some("root")
}

/// Who stands still is another one with each tick of this number, and every other one is kept.
fn pauses(tick: u64) -> Pauses {
    let pause = Pause {
        actor: "user:ann".to_owned(),
        since: Wall(0),
        until: tick.is_multiple_of(2).then_some(Wall(1_000_000_000)),
    };
    let stand = (1..6u32).filter(|pid| (u64::from(*pid) + tick).is_multiple_of(4));
    stand.map(|pid| (ProcessKey { pid, started: 1 }, pause.clone())).collect()
}

fn rows((snapshot, tick): (&Snapshot, u64), mode: Mode) -> Rows {
    let look = Look { snapshot, end_code: &end_code(tick), pauses: &pauses(tick) };
    let row = |process: &Process| (process.sample.key.to_string(), keys_of(&look.row(process, mode)));
    look.processes().iter().map(row).collect()
}

fn delta((old, then): (&Snapshot, u64), (new, now): (&Snapshot, u64), mode: Mode) -> Value {
    let (stood, stand) = (pauses(then), pauses(now));
    let before = Look { snapshot: old, end_code: &end_code(then), pauses: &stood };
    let after = Look { snapshot: new, end_code: &end_code(now), pauses: &stand };
    serde_json::to_value(between(&before, &after, mode)).unwrap()
}

/// The snapshot of a tick, judged as the engine does it.
fn judged(judging: &mut Judging, before: Option<(&Sample, &Snapshot)>, next: &Sample) -> Snapshot {
    let mut snapshot = Snapshot::derive(before, next, TickTiming::default());
    if let Ok(processes) = &mut snapshot.processes {
        judging.judge(processes, next.mono, None);
    }
    snapshot
}

/// What a viewer does with a delta.
fn apply(rows: &mut Rows, delta: &Value) {
    for gone in delta["gone"].as_array().unwrap() {
        rows.remove(gone.as_str().unwrap());
    }
    for changed in delta["changed"].as_array().unwrap() {
        let changed = changed.as_object().unwrap();
        rows.entry(changed["key"].as_str().unwrap().to_owned()).or_default().extend(changed.clone());
    }
}

/// What a process is made of in these tests: start, name, numbers, disk counters, a library.
type Facts = (u64, &'static str, (u64, u64), Reading<IoReadings>, &'static str);

prop_compose! {
    fn any_process()(
        started in 1..3u64,
        name in prop::sample::select(vec!["a", "b", "c", "nginx"]),
        numbers in (0..3u64, 0..3u64),
        io in prop_oneof![
            Just(Err(Gap::Denied)),
            Just(Err(Gap::NotYet)),
            (0..3u64).prop_map(|bytes| {
                let at = |seconds: u64, read_bytes| Timed { at: Mono(seconds * 1_000_000_000), value: IoCounters { read_bytes, write_bytes: 0 } };
                Ok(IoReadings { latest: at(2, bytes), before: Some(at(1, 0)) })
            }),
        ],
        library in prop::sample::select(vec!["/usr/lib/x.so", "/tmp/x.so", "/tmp/y.so"]),
    ) -> Facts {
        (started, name, numbers, io, library)
    }
}

proptest! {
    /// Whatever happens between two ticks, judgements included: the old rows and the delta are the new rows, in each mode.
    #[test]
    fn a_viewer_that_applies_the_deltas_has_the_list(ticks in prop::collection::vec(prop::collection::btree_map(1..6u32, any_process(), 0..5), 1..6)) {
        let mut before: Option<(Sample, Snapshot)> = None;
        let mut judging = Judging::default();
        let mut viewers = Mode::ALL.map(|mode| (mode, Rows::new()));
        for (number, processes) in ticks.into_iter().enumerate() {
            let processes = processes.into_iter().map(|(pid, (started, name, numbers, io, library))| process(pid, started, name, numbers, io, library)).collect();
            let next = sample(number as u64 + 1, processes);
            let snapshot = judged(&mut judging, before.as_ref().map(|(sample, snapshot)| (sample, snapshot)), &next);
            for (mode, viewer) in &mut viewers {
                match &before {
                    None => *viewer = rows((&snapshot, next.seq), *mode),
                    Some((last, old)) => apply(viewer, &delta((old, last.seq), (&snapshot, next.seq), *mode)),
                }
                prop_assert_eq!(&*viewer, &rows((&snapshot, next.seq), *mode));
            }
            before = Some((next, snapshot));
        }
    }
}

#[test]
fn a_judgement_that_changed_in_one_mode_alone_is_sent_to_that_mode_alone() {
    let tick = |seq, library| sample(seq, vec![process(1, 1, "a", (0, 0), Err(Gap::Denied), library)]);
    let (one, two) = (tick(1, "/usr/lib/x.so"), tick(2, "/tmp/x.so"));
    let mut judging = Judging::default();
    let first = judged(&mut judging, None, &one);
    let second = judged(&mut judging, Some((&one, &first)), &two);
    let changed = |mode| {
        let delta = delta((&first, 0), (&second, 0), mode);
        let keys = delta["changed"][0].as_object().map(|row| row.keys().cloned().collect::<Vec<_>>());
        keys.unwrap_or_default()
    };
    assert!(changed(Mode::Contextual).contains(&"verdict".to_owned()), "{:?}", changed(Mode::Contextual));
    assert!(
        !changed(Mode::Strict).iter().any(|key| key == "verdict" || key == "findings"),
        "{:?}",
        changed(Mode::Strict)
    );
}

#[test]
fn a_quiet_process_is_not_mentioned_and_a_busy_one_only_with_its_number() {
    let tick = |seq, rss| {
        sample(
            seq,
            vec![
                process(1, 1, "a", (0, 7), Err(Gap::Denied), "/usr/lib/x.so"),
                process(2, 1, "a", (0, rss), Err(Gap::Denied), "/usr/lib/x.so"),
            ],
        )
    };
    let (one, two, three) = (tick(1, 1), tick(2, 1), tick(3, 5));
    let first = Snapshot::derive(None, &one, TickTiming::default());
    let second = Snapshot::derive(Some((&one, &first)), &two, TickTiming::default());
    let third = Snapshot::derive(Some((&two, &second)), &three, TickTiming::default());
    let delta = delta((&second, 0), (&third, 0), Mode::Contextual);
    assert_eq!(delta, serde_json::json!({"changed": [{"key": "2-1", "rss_bytes": 5}], "gone": []}));
}

#[test]
fn whether_it_may_be_ended_is_sent_when_that_changes_and_not_again() {
    let tick = |seq| sample(seq, vec![process(1, 1, "a", (0, 7), Err(Gap::Denied), "/usr/lib/x.so")]);
    let (one, two, three) = (tick(1), tick(2), tick(3));
    let first = Snapshot::derive(None, &one, TickTiming::default());
    let second = Snapshot::derive(Some((&one, &first)), &two, TickTiming::default());
    let third = Snapshot::derive(Some((&two, &second)), &three, TickTiming::default());
    let refused = delta((&second, 0), (&third, 2), Mode::Contextual);
    let row = refused["changed"][0].as_object().unwrap();
    let keys: Vec<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(keys, ["end_code", "endable", "gaps", "key"]);
    assert_eq!((&row["endable"], &row["end_code"]), (&false.into(), &"root".into()));
    let still_refused = delta((&second, 2), (&third, 2), Mode::Contextual);
    assert_eq!(still_refused["changed"], serde_json::json!([]));
}

#[test]
fn who_made_it_stand_still_is_sent_when_that_changes_and_not_again() {
    let tick = |seq| sample(seq, vec![process(1, 1, "a", (0, 7), Err(Gap::Denied), "/usr/lib/x.so")]);
    let (one, two, three) = (tick(1), tick(2), tick(3));
    let first = Snapshot::derive(None, &one, TickTiming::default());
    let second = Snapshot::derive(Some((&one, &first)), &two, TickTiming::default());
    let third = Snapshot::derive(Some((&two, &second)), &three, TickTiming::default());
    let told = |then, now| delta((&second, then), (&third, now), Mode::Contextual)["changed"].clone();
    let paused = &told(0, 3)[0];
    let keys: Vec<&str> = paused.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["gaps", "key", "paused"]);
    let pause = serde_json::json!({"by": "user:ann", "since": "1970-01-01T00:00:00.000Z", "until": null});
    assert_eq!((&paused["paused"], &paused["gaps"]["paused.until"]), (&pause, &"unsupported".into()));
    assert_eq!(told(3, 3), serde_json::json!([]));
    let resumed = &told(3, 0)[0];
    assert_eq!((&resumed["paused"], &resumed["gaps"]["paused"]), (&Value::Null, &"unsupported".into()));
    assert_eq!(resumed["gaps"].get("paused.until"), None);
}
