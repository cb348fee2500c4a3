//! What rules do, and above all what they do not.

use super::*;
use crate::testing::{SECOND, snapshot};

fn rule() -> Rule {
    Rule {
        id: "leak".to_owned(),
        title: "a leaking worker".to_owned(),
        matches: Match { path: Some("/usr/sbin/*".to_owned()), ..Match::default() },
        when: When { cpu_percent_over: Some(50.0), for_s: 10, ..When::default() },
        action: Action::End,
        mode: RuleMode::Enforce,
        limits: Limits { per_hour: 3, cooldown_s: 0, at_once: 2 },
        enabled: true,
    }
}

/// Processes of /usr/sbin/nginx with these pids and this load.
fn busy(pids: &[u32], percent: f64) -> Vec<Process> {
    let one = snapshot(0, None).processes.unwrap().remove(0);
    let of = |pid: &u32| {
        let mut process = one.clone();
        process.sample.key.pid = *pid;
        process.cpu_percent = Ok(percent);
        process
    };
    pids.iter().map(of).collect()
}

fn autopilot(change: impl FnOnce(&mut Rule)) -> Autopilot {
    let mut rule = rule();
    change(&mut rule);
    let mut autopilot = Autopilot::default();
    autopilot.replace(vec![rule]);
    autopilot
}

fn look(autopilot: &mut Autopilot, processes: &[Process], second: u64) -> Observation {
    autopilot.observe(processes, Mono((second + 1) * SECOND), 1_700_000_200.0)
}

fn progress(autopilot: &Autopilot) -> Progress {
    autopilot.progress().next().unwrap().1.clone()
}

#[test]
fn a_state_has_to_last_without_a_pause() {
    let mut autopilot = autopilot(|_| {});
    for second in 0..10 {
        assert!(look(&mut autopilot, &busy(&[7], 90.0), second).intents.is_empty(), "{second}");
    }
    look(&mut autopilot, &busy(&[7], 10.0), 10);
    for second in 11..21 {
        assert!(look(&mut autopilot, &busy(&[7], 90.0), second).intents.is_empty(), "{second}");
    }
    let intents = look(&mut autopilot, &busy(&[7], 90.0), 21).intents;
    assert_eq!((intents[0].key.pid, intents[0].action), (7, Action::End));
}

#[test]
fn a_rehearsal_counts_and_does_nothing() {
    let mut autopilot = autopilot(|rule| rule.mode = RuleMode::Rehearse);
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    let seen = look(&mut autopilot, &busy(&[7], 90.0), 10);
    assert!(seen.intents.is_empty());
    assert_eq!((seen.rehearsed.len(), progress(&autopilot).would_have), (1, 1));
}

#[test]
fn while_everything_is_stopped_rules_rehearse() {
    let mut autopilot = autopilot(|_| {});
    autopilot.stop(true);
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    let seen = look(&mut autopilot, &busy(&[7], 90.0), 10);
    assert_eq!((seen.intents.len(), seen.rehearsed.len()), (0, 1));
}

#[test]
fn a_rule_that_suddenly_fits_many_stops_itself_and_stays_so() {
    let mut autopilot = autopilot(|_| {});
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    let seen = look(&mut autopilot, &busy(&[7, 8, 9], 90.0), 10);
    assert_eq!(seen.tripped, [("leak".to_owned(), Trip::TooMany { matching: 3 })]);
    assert!(seen.intents.is_empty());
    let later = look(&mut autopilot, &busy(&[7], 90.0), 30);
    assert_eq!(later, Observation::default(), "it is told once and does nothing more");
    autopilot.reset("leak");
    look(&mut autopilot, &busy(&[7], 90.0), 31);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 41).intents.len(), 1);
}

#[test]
fn more_deeds_an_hour_than_allowed_stop_the_rule() {
    let mut autopilot = autopilot(|rule| rule.when.for_s = 5);
    let mut deeds = 0;
    for pid in 0..4_u32 {
        let start = u64::from(pid) * 10;
        look(&mut autopilot, &busy(&[100 + pid], 90.0), start);
        let seen = look(&mut autopilot, &busy(&[100 + pid], 90.0), start + 5);
        deeds += seen.intents.len();
        assert_eq!(seen.tripped.len(), usize::from(pid == 3), "{pid}");
    }
    assert_eq!(deeds, 3);
}

#[test]
fn an_hour_later_it_may_act_again() {
    let mut autopilot = autopilot(|rule| (rule.when.for_s, rule.limits.per_hour) = (5, 1));
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 5).intents.len(), 1);
    look(&mut autopilot, &busy(&[8], 90.0), 3610);
    assert_eq!(look(&mut autopilot, &busy(&[8], 90.0), 3616).intents.len(), 1);
}

#[test]
fn one_process_is_acted_on_once_and_others_wait_for_the_cool_down() {
    let mut autopilot = autopilot(|rule| rule.limits.cooldown_s = 30);
    look(&mut autopilot, &busy(&[7, 8], 90.0), 0);
    assert_eq!(look(&mut autopilot, &busy(&[7, 8], 90.0), 10).intents.len(), 1);
    assert_eq!(look(&mut autopilot, &busy(&[7, 8], 90.0), 20).intents.len(), 0);
    let later = look(&mut autopilot, &busy(&[7, 8], 90.0), 40).intents;
    assert_eq!(later.iter().map(|intent| intent.key.pid).collect::<Vec<_>>(), [8]);
}

#[test]
fn a_pid_that_is_used_again_begins_anew() {
    let mut autopilot = autopilot(|_| {});
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    let mut successor = busy(&[7], 90.0);
    successor[0].sample.key.started += 1;
    assert!(look(&mut autopilot, &successor, 10).intents.is_empty());
}

#[test]
fn what_could_not_be_read_does_not_fit() {
    let mut autopilot = autopilot(|rule| rule.when.for_s = 5);
    let mut unread = busy(&[7], 90.0);
    unread[0].cpu_percent = Err(crate::Gap::Denied);
    look(&mut autopilot, &unread, 0);
    assert!(look(&mut autopilot, &unread, 10).intents.is_empty());
}

#[test]
fn a_changed_rule_forgets_and_an_unchanged_one_remembers() {
    let mut autopilot = autopilot(|_| {});
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    autopilot.replace(vec![rule()]);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 10).intents.len(), 1);
    let changed = Rule { limits: Limits { per_hour: 2, ..rule().limits }, ..rule() };
    autopilot.replace(vec![changed]);
    assert_eq!(progress(&autopilot).done, 0);
}

#[test]
fn rules_that_could_hit_anybody_are_refused() {
    type Change = fn(&mut Rule);
    let table: [(Invalid, Change); 12] = [
        (Invalid::NoIdentity, |r| r.matches = Match { name: Some("node".to_owned()), ..Match::default() }),
        (Invalid::NoIdentity, |r| r.matches = Match::default()),
        (Invalid::NoIdentity, |r| r.matches = Match { known: Some(false), ..Match::default() }),
        (Invalid::Path, |r| r.matches.path = Some("*".to_owned())),
        (Invalid::Path, |r| r.matches.path = Some("/*".to_owned())),
        (Invalid::Path, |r| r.matches.path = Some("/srv/../usr/bin/x".to_owned())),
        (Invalid::Path, |r| r.matches.path = Some("x".to_owned())),
        (Invalid::Number, |r| r.when.cpu_percent_over = Some(f64::NAN)),
        (Invalid::Number, |r| r.when.memory_percent_over = Some(100.0)),
        (Invalid::NoDuration, |r| r.when.for_s = 0),
        (Invalid::Limits, |r| r.limits.at_once = 0),
        (Invalid::Limits, |r| r.limits.per_hour = 0),
    ];
    for (expected, change) in table {
        let mut rule = rule();
        change(&mut rule);
        assert_eq!(rule.validate(REHEARSAL_S, false), Err(expected), "{rule:?}");
    }
    assert_eq!(rule().validate(REHEARSAL_S, false), Ok(()));
}

#[test]
fn enforcement_takes_a_day_of_rehearsal_or_an_explicit_override() {
    assert_eq!(rule().validate(REHEARSAL_S - 1, false), Err(Invalid::NotRehearsed));
    assert_eq!(rule().validate(0, true), Ok(()));
    let rehearsed = Rule { mode: RuleMode::Rehearse, ..rule() };
    assert_eq!(rehearsed.validate(0, false), Ok(()));
}
