//! The filter finds what the page's filter finds.

use super::*;
use crate::commands::testing::{listening, machine, process, server, socket, with};

fn hits(filter: &str) -> Vec<u32> {
    let filter = Filter::read(filter);
    let machine = machine(server());
    let processes = machine.processes.as_deref().unwrap();
    processes
        .iter()
        .filter(|process| filter.holds(process, Mode::Contextual))
        .map(|process| process.sample.key.pid)
        .collect()
}

#[test]
fn words_are_found_in_name_executable_and_arguments_whatever_their_case() {
    assert_eq!(hits("NGINX"), [1324, 1325]);
    assert_eq!(hits("/usr/bin/redis"), [2211]);
    assert_eq!(hits("daemon"), [1324]);
    assert_eq!(hits("서버"), [5230]);
    assert_eq!(hits("   \t ").len(), server().len());
}

#[test]
fn every_term_has_to_hold() {
    assert_eq!(hits("nginx user:www-data"), [1325]);
    assert_eq!(hits("redis user:root"), [0; 0]);
}

#[test]
fn a_bare_number_is_a_pid_or_a_port() {
    assert_eq!(hits("443"), [1324]);
    assert_eq!(hits("2211"), [2211]);
    assert_eq!(hits("\"6379\""), [2211], "in quotes it is text");
}

#[test]
fn ports_pids_and_users_are_compared_as_wholes() {
    assert_eq!(hits("port:443"), [1324]);
    assert_eq!(hits("port:44"), [0; 0]);
    assert_eq!(hits("port:6000-7000,80"), [1324, 2211]);
    assert_eq!(hits("port:"), [1324, 2211]);
    assert_eq!(hits("pid:1"), [1]);
    assert_eq!(hits("ppid:1324"), [1325]);
    assert_eq!(hits("user:red"), [0; 0]);
    assert_eq!(hits("user:1000"), [4080]);
    assert_eq!(hits("uid:4242"), [5230]);
}

#[test]
fn units_containers_and_terminals_are_found_by_a_part() {
    assert_eq!(hits("unit:session"), [4080]);
    assert_eq!(hits("tty:pts"), [4080]);
    let boxed = with(process(7, "x"), |it| it.container = Ok(Some("abcdef".to_owned())));
    assert!(Filter::read("container:bcd is:container").holds(&boxed, Mode::Contextual));
}

#[test]
fn states_are_known_by_their_words() {
    assert_eq!(hits("is:denied"), [4080]);
    assert_eq!(hits("is:deleted"), [1324]);
    assert_eq!(hits("is:public"), [1324]);
    assert_eq!(hits("is:loopback"), [2211]);
    assert_eq!(hits("is:listening"), [1324, 2211]);
    assert_eq!(hits("is:service"), [1324, 1325, 2211]);
    assert_eq!(hits("is:root !is:deleted nginx"), [0; 0]);
    assert!(
        Filter::read("is:private")
            .holds(&listening(process(7, "x"), &[socket([10, 0, 0, 1], 1)]), Mode::Contextual)
    );
}

#[test]
fn a_missing_fact_is_never_a_match() {
    let mut blind = with(process(7, "?"), |it| {
        it.exe = Err(Gap::Denied);
        it.cmdline = Err(Gap::Denied);
        it.uid = Err(Gap::Denied);
        it.username = Err(Gap::Denied);
        it.unit = Err(Gap::Denied);
    });
    blind.sample.sockets = Err(Gap::Denied);
    for filter in
        ["user:root", "uid:0", "port:0", "exe:null", "unit:null", "is:public", "is:root", "port:", "uid:"]
    {
        assert!(!Filter::read(filter).holds(&blind, Mode::Contextual), "{filter}");
    }
}

#[test]
fn an_exclamation_mark_turns_a_term_around() {
    assert_eq!(hits("!user:root"), [1325, 2211, 4080, 5230]);
    assert!(Filter::read("!").holds(&process(7, "!"), Mode::Contextual), "alone it is text");
}

#[test]
fn a_foreign_colon_and_a_leading_dash_are_text() {
    assert_eq!(hits("nginx: master"), [1324]);
    assert_eq!(hits("-bash"), [4080]);
    assert_eq!(hits("*:6379"), [2211]);
    assert_eq!(hits(".*"), [0; 0]);
}

#[test]
fn quotes_keep_blanks_together() {
    assert_eq!(hits("\"master process\""), [1324]);
    assert_eq!(hits("\"process master\""), [0; 0]);
    assert_eq!(hits("\"master pro"), [1324]);
    assert_eq!(hits("name:\"redis-s\""), [2211]);
}

#[test]
fn a_term_that_can_never_hold_is_named_but_not_while_it_is_typed() {
    assert_eq!(Filter::read("port:http").problem(), Some(&Problem::Number("port", "http".to_owned())));
    assert_eq!(Filter::read("is:evil").problem(), Some(&Problem::State("evil".to_owned())));
    assert_eq!(Filter::read("is:den port:").problem(), None);
    assert_eq!(hits("port:http"), [0; 0]);
}

#[test]
fn a_novel_is_cut_off() {
    assert_eq!(Filter::read(&"x ".repeat(100_000)).terms.len(), MOST_TERMS);
}

#[test]
fn verdicts_are_found_by_their_words_and_by_what_needs_a_look() {
    assert_eq!(hits("verdict:caution"), [4080, 5230, 6000]);
    assert_eq!(hits("verdict:caution,safe").len(), server().len());
    assert_eq!(hits("verdict:").len(), server().len());
    assert_eq!(hits("verdict:urgent"), [0; 0]);
    assert_eq!(hits("is:attention"), hits("!verdict:safe"));
    assert_eq!(hits("is:unknown"), hits("!is:known"));
    assert_eq!(hits("verdict:urg"), [0; 0]);
    assert_eq!(Filter::read("verdict:urg").problem(), None, "it is still being typed");
    let wrong = Filter::read("verdict:nice");
    assert_eq!(wrong.problem(), Some(&Problem::Verdict("nice".to_owned())));
}
