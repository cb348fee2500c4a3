//! What systemd tells, in the orders in which it does, and what is asked because of it.

use super::*;

fn draft(id: &str, state: &str) -> Draft {
    Draft::listed(id, "", "loaded", state, "")
}

fn book(wanted: &[&str], drafts: &[(&str, &str)]) -> Book {
    let mut book = Book::default();
    book.want(&wanted.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert!(book.questions().all, "first everything is asked");
    drafts.iter().for_each(|(id, state)| book.put(draft(id, state)));
    book.answered();
    book.publish(|_| None);
    book
}

fn states(book: &mut Book) -> Vec<(String, String)> {
    book.publish(|_| None).into_iter().map(|unit| (unit.id, unit.active_state)).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const FAILED: &[(&str, Fact<'_>)] = &[("ActiveState", Fact::Text("failed"))];
const ACTIVE: &[(&str, Fact<'_>)] = &[("ActiveState", Fact::Text("active"))];

#[test]
fn what_is_told_of_a_known_unit_is_taken_without_asking() {
    let mut book = book(&[], &[("nginx.service", "active")]);
    book.told("nginx.service", FAILED);
    assert!(book.has_news() && !book.has_questions());
    assert_eq!(states(&mut book), [("nginx.service".to_owned(), "failed".to_owned())]);
    assert!(!book.has_news());
}

#[test]
fn a_new_service_is_asked_about_and_one_that_went_at_once_is_not() {
    let mut book = book(&[], &[]);
    book.loaded("a.service");
    book.loaded("b.service");
    book.told("b.service", ACTIVE);
    book.unloaded("b.service");
    book.loaded("dev-sda.device");
    assert_eq!(book.questions().units, set(&["a.service"]));
}

#[test]
fn our_own_question_about_a_name_starts_no_circle() {
    let mut book = book(&["nginx"], &[]);
    // systemd loads a unit to answer us and unloads it at once.
    for _ in 0..3 {
        book.loaded("nginx.service");
        book.unloaded("nginx.service");
        assert!(!book.has_questions());
    }
    let mut answer = draft("nginx.service", "inactive");
    answer.unload();
    book.put(answer);
    for _ in 0..3 {
        book.loaded("nginx.service");
        book.unloaded("nginx.service");
        assert!(!book.has_questions(), "it was told after the answer");
    }
    book.told("nginx.service", ACTIVE);
    assert_eq!(book.questions().units, set(&["nginx.service"]), "now it runs, and has details");
}

#[test]
fn a_wanted_unit_that_was_unloaded_is_looked_up_by_all_its_wanted_names() {
    let mut book = book(&["sshd"], &[]);
    let mut ssh = draft("ssh.service", "inactive");
    ssh.call("sshd.service");
    book.put(ssh);
    book.put(draft("other.service", "inactive"));
    book.unloaded("ssh.service");
    book.unloaded("other.service");
    let questions = book.questions();
    assert_eq!(questions.names, set(&["ssh.service", "sshd.service"]));
    assert!(states(&mut book).is_empty(), "until the answer nothing is claimed of either");
}

#[test]
fn failed_units_of_other_kinds_come_and_go() {
    let mut book = book(&[], &[]);
    book.told("data.mount", ACTIVE);
    assert!(!book.has_questions(), "a mount that works is none of our business");
    book.told("data.mount", FAILED);
    assert_eq!(book.questions().units, set(&["data.mount"]));
    book.put(draft("data.mount", "failed"));
    book.answered();
    assert_eq!(states(&mut book).len(), 1);
    book.told("data.mount", ACTIVE);
    book.questions();
    book.answered();
    assert!(states(&mut book).is_empty());
}

#[test]
fn what_changes_while_it_is_asked_about_is_asked_again() {
    let mut book = book(&[], &[("nginx.service", "active")]);
    book.doubt();
    assert!(book.questions().all);
    book.told("nginx.service", FAILED);
    book.clear();
    book.put(draft("nginx.service", "active"));
    book.answered();
    assert_eq!(book.questions().units, set(&["nginx.service"]));
}

#[test]
fn a_flood_is_not_kept() {
    let mut book = book(&[], &[]);
    for number in 0..2 * MOST_CHANGES {
        book.loaded(&format!("u{number}.service"));
    }
    let questions = book.questions();
    assert!(questions.all && questions.units.is_empty());
    for number in 0..2 * MOST_UNITS {
        book.put(draft(&format!("u{number}.service"), "active"));
    }
    assert_eq!(states(&mut book).len(), MOST_UNITS);
}

#[test]
fn what_is_no_name_of_a_unit_is_never_asked_for() {
    let mut book = book(&[], &[]);
    for name in ["--root=x.service", "a b.service", "$(touch pwned).service", ".service"] {
        book.loaded(name);
        book.told(name, FAILED);
    }
    assert!(!book.has_questions());
}
