//! The cache gives what judging anew would, and remembers what a single tick does not show.

use super::*;
use crate::testing::{SECOND, snapshot};
use crate::verdict::Verdict;

fn list() -> Vec<Process> {
    snapshot(0, None).processes.unwrap()
}

fn at(second: u64) -> Mono {
    Mono((second + 1) * SECOND)
}

fn judged(process: &Process) -> &Arc<Judged> {
    process.judged.as_ref().unwrap()
}

fn ids(process: &Process) -> Vec<&'static str> {
    judged(process).contextual.findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn what_did_not_change_is_not_judged_again() {
    let (mut judging, mut first, mut second) = (Judging::default(), list(), list());
    judging.judge(&mut first, at(0), None);
    second[0].cpu_percent = Ok(12.0);
    second[0].memory_percent = Ok(3.0);
    judging.judge(&mut second, at(1), None);
    assert!(Arc::ptr_eq(judged(&first[0]), judged(&second[0])));
}

#[test]
fn each_fact_that_a_rule_reads_makes_a_new_judgement() {
    type Change = fn(&mut Process);
    let changes: [(&str, Change); 4] = [
        ("exe", |p| {
            Arc::make_mut(&mut p.sample.identity).exe =
                Ok(crate::process::Exe { path: "/tmp/nginx".to_owned(), deleted: false });
        }),
        ("standing", |p| {
            Arc::make_mut(&mut p.sample.standing).preloaded = Ok(vec!["/tmp/x.so".to_owned()]);
        }),
        ("sockets", |p| {
            p.sample.sockets = Ok(Arc::from([crate::socket::Socket {
                proto: crate::socket::Proto::Tcp,
                port: 22,
                address: "0.0.0.0".parse().unwrap(),
                netns: None,
            }]));
        }),
        ("memory", |p| p.memory_percent = Ok(31.0)),
    ];
    for (fact, change) in changes {
        let (mut judging, mut first, mut second) = (Judging::default(), list(), list());
        judging.judge(&mut first, at(0), None);
        change(&mut second[0]);
        judging.judge(&mut second, at(1), None);
        assert_ne!(judged(&first[0]), judged(&second[0]), "{fact}");
    }
}

#[test]
fn a_pid_that_is_used_again_is_judged_by_itself() {
    let (mut judging, mut first, mut second) = (Judging::default(), list(), list());
    judging.judge(&mut first, at(0), None);
    second[0].sample.key.started += 1;
    Arc::make_mut(&mut second[0].sample.identity).name = "unheard-of".to_owned();
    Arc::make_mut(&mut second[0].sample.identity).exe = Err(crate::Gap::Denied);
    judging.judge(&mut second, at(1), None);
    assert!(judged(&first[0]).contextual.known);
    assert!(!judged(&second[0]).contextual.known);
}

#[test]
fn other_premises_judge_everything_anew() {
    let (mut judging, mut first, mut second) = (Judging::default(), list(), list());
    judging.judge(&mut first, at(0), None);
    assert_eq!(judged(&first[0]).strict.findings.len(), 1, "it runs as root");
    judging.rest_on(Premises { standard_paths: vec!["/opt".to_owned()], ..Premises::default() });
    judging.judge(&mut second, at(1), None);
    assert_eq!(judged(&second[0]).strict.findings.len(), 2, "and outside the standard paths");
}

#[test]
fn half_an_hour_of_a_whole_core_is_told_and_a_pause_ends_it() {
    let mut judging = Judging::default();
    let run = |judging: &mut Judging, second: u64, percent: f64| {
        let mut list = list();
        list[0].cpu_percent = Ok(percent);
        judging.judge(&mut list, at(second), None);
        ids(&list[0]).contains(&"CPU_HOG")
    };
    assert!(!run(&mut judging, 0, 99.0));
    assert!(!run(&mut judging, 299, 99.0));
    assert!(run(&mut judging, 300, 99.0));
    assert!(!run(&mut judging, 301, 10.0));
    assert!(!run(&mut judging, 400, 99.0));
}

#[test]
fn memory_that_only_grows_is_told_and_memory_that_is_given_back_is_not() {
    const M: u64 = 1 << 20;
    let grows = |sizes: &dyn Fn(u64) -> u64| {
        let mut judging = Judging::default();
        let mut told = false;
        for minute in 0..50 {
            let mut list = list();
            list[0].sample.rss_bytes = sizes(minute);
            judging.judge(&mut list, at(minute * 60), None);
            told |= ids(&list[0]).contains(&"MEMORY_GROWING");
        }
        told
    };
    assert!(grows(&|minute| (100 + 20 * minute) * M));
    assert!(!grows(&|minute| (100 + 20 * (minute % 10)) * M));
    assert!(!grows(&|_| 800 * M));
}

#[test]
fn zombies_are_counted_for_their_parent() {
    let mut processes = list();
    let parent = processes[0].sample.key.pid;
    for pid in 100..112 {
        let mut zombie = processes[0].clone();
        zombie.sample.key.pid = pid;
        zombie.sample.ppid = parent;
        zombie.sample.state = 'Z';
        processes.push(zombie);
    }
    let mut live_on = processes.clone();
    Judging::default().judge(&mut processes, at(0), None);
    assert!(ids(&processes[0]).contains(&"ZOMBIE_PILE"));
    assert!(!ids(&processes[1]).contains(&"ZOMBIE_PILE"));
    // Of three of them only the first thread has ended: too few are left to tell of.
    for child in live_on.iter_mut().filter(|child| child.sample.state == 'Z').take(3) {
        child.sample.threads = 2;
    }
    Judging::default().judge(&mut live_on, at(0), None);
    assert!(!ids(&live_on[0]).contains(&"ZOMBIE_PILE"));
}

#[test]
fn a_list_that_loses_and_gains_processes_keeps_the_right_ones() {
    let with = |pids: &[u32]| {
        let one = list().remove(0);
        let of = |pid: &u32| {
            let mut process = one.clone();
            process.sample.key.pid = *pid;
            process
        };
        pids.iter().map(of).collect::<Vec<_>>()
    };
    let mut judging = Judging::default();
    let (mut first, mut second) = (with(&[2, 3, 5, 9]), with(&[1, 3, 4, 9, 12]));
    judging.judge(&mut first, at(0), None);
    judging.judge(&mut second, at(1), None);
    assert!(Arc::ptr_eq(judged(&first[1]), judged(&second[1])));
    assert!(Arc::ptr_eq(judged(&first[3]), judged(&second[3])));
    assert_eq!(second.iter().filter(|p| judged(p).contextual.verdict == Verdict::Safe).count(), 5);
}

#[test]
fn what_an_operator_wrote_makes_a_program_known_and_nothing_safer_than_its_findings() {
    use crate::catalogue::Category;
    use crate::dictionary::Dictionary;
    use crate::policy::{Document, Key, Platform, Record};
    use crate::process::{Exe, Holder};

    let shop = || {
        let mut all = list();
        let identity = Arc::make_mut(&mut all[0].sample.identity);
        "our-shop-worker".clone_into(&mut identity.name);
        identity.exe = Ok(Exe { path: "/srv/shop/worker".to_owned(), deleted: false });
        identity.uid = Ok(1000);
        identity.holder = Holder::of_user(1000);
        all
    };
    let mut record = Record::new(Key { name: "our-shop-worker".to_owned(), platform: Platform::Linux });
    "web-server".clone_into(&mut record.category);
    let dictionary = Dictionary::of(&[Document::Readable(Box::new(record))], Platform::Linux);

    let (mut judging, mut before, mut after) = (Judging::default(), shop(), shop());
    judging.judge(&mut before, at(0), None);
    assert_eq!(judged(&before[0]).contextual.verdict, Verdict::Caution);
    judging.know(Arc::new(dictionary));
    judging.judge(&mut after, at(1), None);
    let known = &judged(&after[0]).contextual;
    assert_eq!((known.known, known.verdict), (true, Verdict::Safe));
    assert_eq!(known.category(), Some(Category::WebServer));

    let mut planted = shop();
    let exe = Exe { path: "/tmp/worker".to_owned(), deleted: false };
    Arc::make_mut(&mut planted[0].sample.identity).exe = Ok(exe);
    judging.judge(&mut planted, at(2), None);
    assert!(judged(&planted[0]).contextual.verdict >= Verdict::Danger);
}
