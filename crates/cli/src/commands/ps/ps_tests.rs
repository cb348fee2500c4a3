//! What is listed in which order, and in which form.

use std::sync::Arc;

use domain::process::Exe;
use words::{Lang, Words};

use super::*;
use crate::commands::testing::{busy, child_of, init, listening, machine, process, server, socket, with};

const PLAIN: Ps = Ps {
    watch: false,
    mode: None,
    only: None,
    sort: None,
    check: false,
    flat: false,
    members: false,
    line: false,
};

fn output(lang: Lang, columns: usize, colour: bool) -> Output {
    let mut out = Output::new(Words::of(lang), false);
    (out.columns, out.colour) = (columns, colour);
    out
}

/// A web server with sixty workers, a miner in a folder of everybody, and a program that nobody knows.
fn box_with_a_miner() -> Snapshot {
    let mut processes = server();
    processes.truncate(4);
    processes.extend((2300..2360).map(|pid| busy(child_of(process(pid, "nginx"), 1324), 0.5)));
    processes.push(with(busy(process(7000, "kworker/0:1"), 99.0), |it| {
        it.exe = Ok(Exe { path: "/tmp/.x/kworker".to_owned(), deleted: true });
        it.cmdline = Ok(vec!["kworker/0:1".to_owned(), "--pool=\u{1b}[2J".to_owned()]);
    }));
    processes.push(with(process(7050, "updater"), |it| {
        it.exe = Ok(Exe { path: "/dev/shm/updater".to_owned(), deleted: false });
    }));
    let odd = with(process(7100, "frobnicate"), |it| it.uid = Ok(1000));
    processes.push(listening(odd, &[socket([0, 0, 0, 0], 8081)]));
    machine(processes)
}

fn seen(options: &Ps, lang: Lang, columns: usize) -> String {
    let snapshot = box_with_a_miner();
    let all = snapshot.processes.as_deref().unwrap();
    let listed = chosen(all, options, Mode::Contextual);
    lines(&listed, &snapshot, options, Mode::Contextual, &output(lang, columns, false)).join("\n")
}

#[test]
fn applications_come_first_and_the_gravest_of_them() {
    insta::assert_snapshot!("apps-en", seen(&PLAIN, Lang::En, 80));
    insta::assert_snapshot!("apps-ko", seen(&PLAIN, Lang::Ko, 80));
}

#[test]
fn sixty_workers_are_one_application_with_members_on_demand() {
    let apps = seen(&PLAIN, Lang::En, 80);
    assert_eq!(apps.lines().filter(|line| line.contains("nginx")).count(), 1, "{apps}");
    assert!(apps.contains("×62"), "{apps}");
    let members = seen(&Ps { members: true, ..PLAIN }, Lang::En, 80);
    assert_eq!(members.lines().filter(|line| line.contains("└ nginx")).count(), 62, "{members}");
}

#[test]
fn equal_names_in_another_container_are_another_application() {
    let inside = with(process(9, "nginx"), |it| it.container = Ok(Some("c0ffee".to_owned())));
    let snapshot = machine(vec![process(8, "nginx"), inside]);
    let all: Vec<&Process> = snapshot.processes.as_deref().unwrap().iter().collect();
    assert_eq!(groups::of(&all, Mode::Contextual).len(), 2);
}

#[test]
fn each_process_has_a_line_of_its_own_where_that_is_asked_for() {
    insta::assert_snapshot!("flat-en", {
        let all = seen(&Ps { flat: true, ..PLAIN }, Lang::En, 80);
        all.lines().filter(|line| !line.contains("23")).collect::<Vec<_>>().join("\n")
    });
    let grave = seen(&Ps { only: Some(crate::args::Verdict::Urgent), ..PLAIN }, Lang::Ko, 120);
    insta::assert_snapshot!("urgent-ko", grave);
}

#[test]
fn the_form_for_messages_is_one_line() {
    let snapshot = machine(server());
    let nginx = snapshot.process_by_pid(1324).unwrap();
    let line = told::line(nginx, Mode::Contextual, Words::of(Lang::En));
    assert!(line.starts_with("🟢 nginx PID 1324 PORT 80,443"), "{line}");
    assert!(line.ends_with("safe"), "a dot alone is colour alone: {line}");
    let lines = seen(&Ps { line: true, ..PLAIN }, Lang::En, 80);
    assert!(!lines.contains('\u{1b}'), "{lines}");
}

#[test]
fn what_was_asked_for_decides_the_order() {
    let snapshot = box_with_a_miner();
    let all = snapshot.processes.as_deref().unwrap();
    let pids = |sort| -> Vec<u32> {
        let options = Ps { sort: Some(sort), ..PLAIN };
        let listed = chosen(all, &options, Mode::Contextual);
        listed.iter().take(2).map(|process| process.sample.key.pid).collect()
    };
    assert_eq!(pids(Sort::Verdict), [7000, 7050]);
    assert_eq!(pids(Sort::Pid), [1, 1324]);
    assert_eq!(pids(Sort::Memory), [2211, 1]);
}

#[test]
fn a_mode_changes_the_verdicts() {
    let snapshot = machine(server());
    let nginx = snapshot.process_by_pid(1324).unwrap();
    assert_eq!(told::verdict(nginx, Mode::Contextual), Ok(Verdict::Safe));
    assert_eq!(told::verdict(nginx, Mode::Strict), Ok(Verdict::Danger));
}

#[test]
fn the_check_finds_danger_and_urgent_and_nothing_less() {
    let out = output(Lang::En, 80, false);
    let found = |processes: Vec<Process>| {
        let snapshot = machine(processes);
        check(snapshot.processes.as_deref().unwrap(), Mode::Contextual, &out).unwrap()
    };
    let unknown = with(process(7, "frobnicate"), |it| it.uid = Ok(1000));
    assert_eq!(found(vec![init(), unknown.clone()]), Exit::Done);
    let public = listening(unknown, &[socket([0, 0, 0, 0], 22)]);
    assert_eq!(found(vec![init(), public]), Exit::Found);
}

#[test]
fn colour_stands_around_the_verdict_alone_and_widths_do_not_change() {
    let snapshot = box_with_a_miner();
    let all: Vec<&Process> = snapshot.processes.as_deref().unwrap().iter().collect();
    let lines = |colour| rows::flat(&all, &snapshot, Mode::Contextual, &output(Lang::En, 80, colour));
    for (plain, coloured) in lines(false).iter().zip(lines(true)).skip(1) {
        let bare = coloured.replace("\u{1b}[0m", "");
        let bare = bare.split_once('m').map_or(bare.as_str(), |(_, rest)| rest);
        assert_eq!(bare, plain);
    }
}

#[test]
fn who_could_not_look_is_told_below_the_list() {
    let mut hidden = process(7, "frobnicate");
    hidden.sample.sockets = Err(Gap::Denied);
    hidden.sample.standing = Arc::new(domain::standing::Standing::unread(Gap::NotYet));
    let snapshot = machine(vec![hidden]);
    let all: Vec<&Process> = snapshot.processes.as_deref().unwrap().iter().collect();
    let said = footer::lines(&all, Mode::Contextual, Words::of(Lang::En)).join("\n");
    for part in
        ["ports that could not be seen", "PUBLIC_PORT", "not allowed to see", "PRELOADED", "not yet known"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let seen = machine(vec![init()]);
    let all: Vec<&Process> = seen.processes.as_deref().unwrap().iter().collect();
    assert!(footer::lines(&all, Mode::Contextual, Words::of(Lang::En)).is_empty());
}
