//! Sorting, choosing, filtering, folding, holding still.

use super::*;
use crate::commands::testing::{busy, child_of, machine, process, server};

fn model(processes: Vec<Process>) -> Model {
    let mut model = Model::new(SortKey::Cpu);
    model.take(Arc::new(machine(processes)));
    model.fit(5, 0);
    model
}

fn pids(model: &Model) -> Vec<u32> {
    model.rows.iter().map(|row| row.key.pid).collect()
}

fn selected(model: &Model) -> u32 {
    model.selected().unwrap().key.pid
}

fn typed(model: &mut Model, text: &str) {
    model.act(Action::Filter);
    text.chars().for_each(|c| {
        model.act(Action::Type(c));
    });
}

#[test]
fn the_busiest_come_first_and_what_is_unknown_comes_last_both_ways() {
    let mut unknown = process(2, "unknown");
    unknown.cpu_percent = Err(Gap::NotYet);
    let processes = vec![process(1, "a"), unknown, busy(process(3, "b"), 50.0), busy(process(4, "c"), 5.0)];
    let mut model = model(processes);
    assert_eq!(pids(&model), [3, 4, 1, 2]);
    model.act(Action::Reverse);
    assert_eq!(pids(&model), [1, 4, 3, 2]);
}

#[test]
fn every_key_sorts_and_once_more_turns_it_around() {
    let mut model = model(server());
    for (key, first) in [
        (SortKey::Memory, 2211),
        (SortKey::Io, 2211),
        (SortKey::Pid, 1),
        (SortKey::Name, 4080),
        (SortKey::User, 5230),
        (SortKey::Ports, 1324),
        (SortKey::Age, 6000),
    ] {
        model.act(Action::Sort(key));
        let once = pids(&model);
        assert_eq!(once[0], first, "{key:?}: {once:?}");
        model.act(Action::Sort(key));
        assert_ne!(once, pids(&model), "{key:?}");
    }
}

#[test]
fn nobody_is_chosen_until_the_cursor_moves() {
    let mut model = model(vec![busy(process(1, "a"), 9.0), process(2, "b")]);
    assert_eq!(selected(&model), 1);
    model.take(Arc::new(machine(vec![process(1, "a"), busy(process(2, "b"), 9.0)])));
    assert_eq!(selected(&model), 2, "the first row, whoever that is");
}

#[test]
fn a_chosen_process_stays_chosen_when_the_order_changes() {
    let mut model = model(vec![busy(process(1, "a"), 9.0), busy(process(2, "b"), 5.0), process(3, "c")]);
    model.act(Action::Go(Go::Down));
    model.act(Action::Sort(SortKey::Pid));
    model.act(Action::Reverse);
    assert_eq!((selected(&model), pids(&model)), (2, vec![3, 2, 1]));
    model.act(Action::Sort(SortKey::Cpu));
    model.take(Arc::new(machine(vec![process(1, "a"), process(2, "b"), busy(process(3, "c"), 5.0)])));
    assert_eq!((selected(&model), pids(&model)), (2, vec![3, 1, 2]));
}

#[test]
fn a_reused_pid_is_not_the_chosen_process() {
    let mut model = model(vec![process(1, "a"), process(2, "victim"), process(3, "c")]);
    model.act(Action::Go(Go::Down));
    model.act(Action::Open);
    let mut other = process(2, "other");
    other.sample.key.started += 1;
    model.take(Arc::new(machine(vec![process(1, "a"), other, process(3, "c")])));
    let drawer = model.drawer().unwrap();
    assert!(drawer.ended);
    assert_eq!(drawer.process.sample.identity.name, "victim");
}

#[test]
fn rows_keep_their_places_for_five_seconds_after_the_cursor_moved() {
    let before = vec![busy(process(1, "a"), 9.0), busy(process(2, "b"), 5.0)];
    let after =
        || Arc::new(machine(vec![process(1, "a"), busy(process(2, "b"), 5.0), busy(process(3, "c"), 99.0)]));
    let mut model = model(before);
    model.act(Action::Go(Go::Down));
    for _ in 0..HELD_TICKS {
        assert!(model.holding());
        model.take(after());
        assert_eq!(pids(&model), [1, 2, 3], "who is new comes last");
    }
    model.take(after());
    assert_eq!(pids(&model), [3, 2, 1]);
    assert!(!model.holding());
}

#[test]
fn when_the_chosen_process_ends_its_row_is_taken_by_the_next_one() {
    let mut model = model(vec![process(1, "a"), process(2, "b"), process(3, "c")]);
    model.act(Action::Go(Go::Down));
    model.take(Arc::new(machine(vec![process(1, "a"), process(3, "c")])));
    assert_eq!(selected(&model), 3);
    model.take(Arc::new(machine(vec![process(1, "a")])));
    assert_eq!(selected(&model), 1);
    model.take(Arc::new(machine(vec![])));
    assert_eq!(model.selected(), None);
    model.act(Action::Open);
    model.act(Action::Go(Go::Last));
    assert!(model.drawer().is_none());
}

#[test]
fn the_selected_row_is_always_on_the_screen() {
    let mut model = model((1..=100).map(|pid| process(pid, "x")).collect());
    for (go, expected) in [
        (Go::Last, 100),
        (Go::Up, 99),
        (Go::PageUp, 95),
        (Go::PageDown, 99),
        (Go::First, 1),
        (Go::PageDown, 5),
    ] {
        model.act(Action::Go(go));
        let (rows, at) = model.visible();
        assert_eq!(rows[at.unwrap()].key.pid, expected, "{go:?}");
        assert_eq!(rows.len(), 5);
    }
    model.fit(2, 0);
    assert!(model.visible().1.is_some());
}

#[test]
fn the_filter_works_while_it_is_typed_and_escape_takes_it_back() {
    let mut model = model(server());
    typed(&mut model, "nginx");
    assert_eq!((model.focus(), pids(&model)), (Focus::Filter, vec![1324, 1325]));
    model.act(Action::Keep);
    assert_eq!(model.focus(), Focus::List);
    typed(&mut model, " user:www-data");
    assert_eq!(pids(&model), [1325]);
    model.act(Action::Back);
    assert_eq!((model.typed(), pids(&model).len()), ("nginx", 2));
    model.act(Action::Back);
    assert_eq!((model.typed(), pids(&model).len()), ("", 7));
    assert_eq!(model.act(Action::Back), Some(Wish::Quit), "nothing is left to close");
}

#[test]
fn the_filter_can_be_corrected() {
    let mut model = model(server());
    typed(&mut model, "nginx 서버");
    model.act(Action::Erase);
    assert_eq!(model.typed(), "nginx 서");
    model.act(Action::EraseWord);
    assert_eq!(model.typed(), "nginx ");
    model.act(Action::EraseAll);
    model.act(Action::Paste("red\u{7}is\nrm -rf".to_owned()));
    assert_eq!(model.typed(), "redis", "one line, nothing that steers");
    model.act(Action::Paste("x".repeat(5000)));
    assert_eq!(model.typed().chars().count(), LONGEST_FILTER);
}

#[test]
fn branches_fold_and_unfold() {
    let mut model = model(vec![
        process(1, "init"),
        child_of(process(2, "a"), 1),
        child_of(process(3, "b"), 2),
        child_of(process(4, "c"), 1),
    ]);
    model.act(Action::Tree);
    assert_eq!(pids(&model), [1, 2, 3, 4]);
    model.act(Action::Go(Go::Down));
    model.act(Action::Collapse);
    assert_eq!((pids(&model), selected(&model)), (vec![1, 2, 4], 2));
    model.act(Action::Collapse);
    assert_eq!(selected(&model), 1, "up to the parent");
    model.act(Action::Collapse);
    assert_eq!(pids(&model), [1]);
    model.act(Action::Expand);
    assert_eq!(pids(&model), [1, 2, 4]);
    typed(&mut model, "name:b");
    assert_eq!(pids(&model), [1, 2, 3], "what is looked for is found where it was folded away");
    model.act(Action::Back);
    model.act(Action::ExpandAll);
    assert_eq!(pids(&model), [1, 2, 3, 4]);
}

#[test]
fn a_pause_holds_everything_still_and_then_shows_the_newest() {
    let mut model = model(vec![process(1, "a")]);
    model.act(Action::Pause);
    model.take(Arc::new(machine(vec![process(1, "a"), process(2, "b")])));
    assert!(model.paused());
    assert_eq!(pids(&model), [1]);
    model.act(Action::Pause);
    assert_eq!(pids(&model), [1, 2]);
}

#[test]
fn the_drawer_follows_its_process_and_leads_to_the_parent() {
    let mut model = model(server());
    typed(&mut model, "pid:1325");
    model.act(Action::Keep);
    model.act(Action::Open);
    assert_eq!(model.focus(), Focus::Drawer);
    model.take(Arc::new(machine(server())));
    assert_eq!(model.drawer().unwrap().trail.last(9).count(), 2);
    model.act(Action::Parent);
    assert_eq!(model.drawer().unwrap().process.sample.key.pid, 1324);
    model.act(Action::Parent);
    model.act(Action::Parent);
    assert_eq!(model.drawer().unwrap().process.sample.key.pid, 1, "the first one has no parent");
    model.act(Action::Back);
    assert_eq!(model.focus(), Focus::List);
}

#[test]
fn what_is_open_scrolls_as_far_as_it_goes() {
    let mut model = model(server());
    model.act(Action::Help);
    model.fit(5, 7);
    model.act(Action::Go(Go::Last));
    assert_eq!(model.help(), Some(7));
    model.fit(5, 3);
    assert_eq!(model.help(), Some(3));
    model.act(Action::Go(Go::First));
    assert_eq!(model.help(), Some(0));
}

#[test]
fn five_thousand_processes_are_put_in_order_in_no_time() {
    let many: Vec<Process> =
        (1..=5000).map(|pid| busy(child_of(process(pid, "worker"), pid / 2), f64::from(pid % 97))).collect();
    let mut model = model(many.clone());
    model.act(Action::Tree);
    typed(&mut model, "work");
    let snapshot = Arc::new(machine(many));
    let begun = std::time::Instant::now();
    for _ in 0..10 {
        model.take(Arc::clone(&snapshot));
    }
    // A debug build on a busy machine; the point is that nothing is quadratic.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    assert_eq!(pids(&model).len(), 5000);
}

#[test]
fn only_what_needs_a_look_is_left_and_a_step_back_shows_everything() {
    let mut model = model(server());
    model.act(Action::Attention);
    assert_eq!(pids(&model), [5230, 4080, 6000]);
    assert!(!model.shows_all());
    typed(&mut model, "user:minsu");
    assert_eq!(pids(&model), [4080], "the filter holds too");
    model.act(Action::Keep);
    assert_eq!(model.act(Action::Back), None);
    assert_eq!(pids(&model), [5230, 4080, 6000]);
    assert_eq!(model.act(Action::Back), None);
    assert_eq!(pids(&model).len(), server().len());
    assert_eq!(model.act(Action::Back), Some(Wish::Quit));
}

#[test]
fn the_other_mode_judges_anew_and_back() {
    let mut model = model(server());
    model.act(Action::Sort(SortKey::Verdict));
    assert_eq!(pids(&model)[..2], [6000, 4080]);
    model.act(Action::Mode);
    assert_eq!((model.mode(), &pids(&model)[..2]), (Mode::Strict, &[6000, 1][..]));
    model.act(Action::Mode);
    assert_eq!(model.mode(), Mode::Contextual);
}

#[test]
fn a_verdict_that_was_asked_for_is_a_filter_that_can_be_cleared() {
    let mut model = Model::new(SortKey::Cpu).with(Mode::Contextual, "verdict:safe");
    model.take(Arc::new(machine(server())));
    assert_eq!(pids(&model).len(), 4);
    model.act(Action::Back);
    assert_eq!(pids(&model).len(), server().len());
}
