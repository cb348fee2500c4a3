//! What rules do, and above all what they do not.

use super::*;
use crate::policy::{Map, Value};
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
pub(super) fn busy(pids: &[u32], percent: f64) -> Vec<Process> {
    let one = snapshot(0, None).processes.unwrap().remove(0);
    let of = |pid: &u32| {
        let mut process = one.clone();
        process.sample.key.pid = *pid;
        process.cpu_percent = Ok(percent);
        process
    };
    pids.iter().map(of).collect()
}

pub(super) fn autopilot(change: impl FnOnce(&mut Rule)) -> Autopilot {
    let mut rule = rule();
    change(&mut rule);
    let mut autopilot = Autopilot::default();
    take(&mut autopilot, rule, Progress::default(), 0);
    autopilot
}

fn take(autopilot: &mut Autopilot, rule: Rule, kept: Progress, second: u64) {
    autopilot.replace(vec![(rule, kept)], mono(second), wall(second));
}

pub(super) fn mono(second: u64) -> Mono {
    Mono((second + 1) * SECOND)
}

pub(super) fn wall(second: u64) -> Wall {
    Wall((1_700_000_200 + second as i64) * SECOND as i64)
}

/// Looks, and does all that is wanted.
pub(super) fn look(autopilot: &mut Autopilot, processes: &[Process], second: u64) -> Observation {
    let seen = autopilot.observe(processes, mono(second), wall(second));
    for intent in &seen.rehearsed {
        autopilot.note(intent, wall(second), Came::Rehearsed);
    }
    for intent in &seen.intents {
        autopilot.note(intent, wall(second), Came::Done);
    }
    seen
}

pub(super) fn progress(autopilot: &Autopilot) -> Progress {
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
    take(&mut autopilot, rule(), Progress::default(), 31);
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
    take(&mut autopilot, rule(), Progress::default(), 5);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 10).intents.len(), 1);
    let changed = Rule { limits: Limits { per_hour: 2, ..rule().limits }, ..rule() };
    take(&mut autopilot, changed, Progress::default(), 11);
    assert_eq!(progress(&autopilot).done, 0);
}

#[test]
fn rules_that_could_hit_anybody_are_refused() {
    type Change = fn(&mut Rule);
    let table: [(Invalid, Change); 22] = [
        (Invalid::Id, |r| r.id = "../x".to_owned()),
        (Invalid::Id, |r| r.id = String::new()),
        (Invalid::Text, |r| r.title = "x".repeat(257)),
        (Invalid::Text, |r| r.matches.user = Some(String::new())),
        (Invalid::Text, |r| r.matches.path = Some(format!("/{}", "x".repeat(4096)))),
        (Invalid::Finding, |r| r.matches.finding = Some("NO_SUCH_RULE".to_owned())),
        (Invalid::Number, |r| r.when.for_s = u64::MAX),
        (Invalid::Number, |r| r.when.cpu_percent_over = Some(f64::INFINITY)),
        (Invalid::Limits, |r| r.limits.at_once = u32::MAX),
        (Invalid::Limits, |r| r.limits.cooldown_s = u64::MAX),
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

#[test]
fn what_was_kept_is_taken_back_after_a_restart() {
    let mut before = autopilot(|rule| (rule.when.for_s, rule.limits.per_hour) = (5, 1));
    let rule = before.progress().next().unwrap().0.clone();
    look(&mut before, &busy(&[7], 90.0), 0);
    assert_eq!(look(&mut before, &busy(&[7], 90.0), 5).intents.len(), 1);
    let mut after = Autopilot::default();
    take(&mut after, rule, progress(&before), 6);
    assert_eq!((progress(&after).done, progress(&after).since), (1, Some(wall(0))));
    look(&mut after, &busy(&[8], 90.0), 10);
    let seen = look(&mut after, &busy(&[8], 90.0), 20);
    assert_eq!(
        seen.tripped,
        [("leak".to_owned(), Trip::TooOften { per_hour: 1 })],
        "a restart gave it more deeds"
    );
}

#[test]
fn a_rule_that_stopped_itself_is_stopped_after_a_restart() {
    let mut autopilot = Autopilot::default();
    let kept = Progress { trip: Some(Trip::TooMany { matching: 9 }), ..Progress::default() };
    take(&mut autopilot, rule(), kept, 0);
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 20), Observation::default());
}

#[test]
fn only_time_that_was_looked_at_counts_as_rehearsed() {
    let mut autopilot = autopilot(|rule| rule.mode = RuleMode::Rehearse);
    for second in [0, 1, 2, 3] {
        look(&mut autopilot, &[], second);
    }
    look(&mut autopilot, &[], 100_000);
    assert_eq!(progress(&autopilot).rehearsed.as_secs(), 3 + 10);
}

#[test]
fn what_was_only_rehearsed_is_done_once_the_rule_is_enforced() {
    let mut autopilot = autopilot(|rule| rule.mode = RuleMode::Rehearse);
    look(&mut autopilot, &busy(&[7], 90.0), 0);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 10).rehearsed.len(), 1);
    take(&mut autopilot, rule(), Progress::default(), 11);
    look(&mut autopilot, &busy(&[7], 90.0), 11);
    assert_eq!(look(&mut autopilot, &busy(&[7], 90.0), 21).intents.len(), 1);
    assert_eq!(progress(&autopilot).would_have, 1, "the same content was forgotten with its mode");
}

#[test]
fn what_could_not_be_tried_is_wanted_again() {
    let mut autopilot = autopilot(|_| {});
    let mut wanted = 0;
    for second in 0..25 {
        let seen = autopilot.observe(&busy(&[7], 90.0), mono(second), wall(second));
        for intent in seen.intents {
            autopilot.note(&intent, wall(second), Came::Later);
            wanted += 1;
        }
    }
    assert_eq!(wanted, 2);
    assert_eq!(progress(&autopilot).last.len(), 0);
}

#[test]
fn a_document_of_a_rule_comes_back_as_it_was() {
    let kept: Map =
        [("colour".to_owned(), Value::from("blue")), ("id".to_owned(), "other".into())].into_iter().collect();
    let document = rule().over(Some(&kept));
    assert_eq!(read(&document), Ok(rule()));
    assert_eq!(document.get("colour"), Some(&Value::from("blue")), "what another tool wrote was lost");
}

#[test]
fn a_document_with_anything_unknown_in_its_conditions_is_no_rule() {
    type Change = fn(&mut Map);
    fn within(map: &mut Map, part: &str, key: &str, value: Value) {
        let Some(Value::Map(inner)) = map.get(part).cloned() else { panic!("no {part}") };
        let mut inner = inner;
        inner.set(key, value);
        map.set(part, Value::Map(inner));
    }
    let table: [(Fault, Change); 9] = [
        (Fault::Unknown("pth".to_owned()), |m| within(m, "match", "pth", "/usr/bin/x".into())),
        (Fault::Unknown("cpu_over".to_owned()), |m| within(m, "when", "cpu_over", Value::Int(5))),
        (Fault::Unknown("per_day".to_owned()), |m| within(m, "limits", "per_day", Value::Int(5))),
        (Fault::Wrong("for_s"), |m| within(m, "when", "for_s", Value::Int(-1))),
        (Fault::Wrong("category"), |m| within(m, "match", "category", "nonsense".into())),
        (Fault::Wrong("path"), |m| within(m, "match", "path", Value::List(vec![]))),
        (Fault::Wrong("action"), |m| m.set("action", "explode".into())),
        (Fault::Missing("when"), |m| m.remove("when")),
        (Fault::Twice("action".to_owned()), |m| m.0.push(("action".to_owned(), "notify".into()))),
    ];
    for (expected, change) in table {
        let mut document = rule().over(None);
        change(&mut document);
        assert_eq!(read(&document), Err(expected));
    }
}

#[test]
fn another_title_or_mode_is_the_same_rule_and_another_limit_is_not() {
    let other = Rule { title: "x".to_owned(), mode: RuleMode::Rehearse, enabled: false, ..rule() };
    assert!(rule().is_like(&other));
    assert!(!rule().is_like(&Rule { limits: Limits { at_once: 3, ..rule().limits }, ..rule() }));
}
