//! The question before a deed, on a terminal.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use crate::house::House;
use crate::terminal::{CTRL_C, CTRL_D, Terminal};
use crate::victim::{PERSON, Victim, audited, is_root, name, row, wait_for};

const ASKED: &str = "[y/N] ";

fn at(house: &House, args: &[&str]) -> Terminal {
    Terminal::start(&house.command(args))
}

/// Asks about a process and types this; its exit code and what was shown.
fn answered(house: &House, args: &[&str], question: &str, answer: &[u8]) -> (Option<i32>, String) {
    let mut terminal = at(house, args);
    terminal.shows(question);
    terminal.type_in(answer);
    let (status, shown) = terminal.ended();
    (status.code(), shown)
}

#[test]
fn without_a_terminal_and_without_a_yes_nothing_is_done() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    for (lang, told) in [("en", "no terminal"), ("ko", "터미널이 없습니다")] {
        let said = house.run_with_input(&["--lang", lang, "end", &victim.pid()], "y\n");
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains("--yes") && said.err.contains("--dry-run"), "{}", said.err);
        assert!(said.err.contains(told), "{}", said.err);
    }
    assert!(victim.lives());
    assert_eq!(audited(&house), []);
}

#[test]
fn a_question_that_nobody_sees_is_not_waited_for() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let args = ["end", &victim.pid()];
    let away = |command: &mut Command| {
        command.stderr(Stdio::null());
    };
    let (status, _) = Terminal::start_with(&house.command(&args), away).ended();
    assert_eq!(status.code(), Some(2));
    assert!(victim.lives());
}

#[test]
fn a_yes_ends_it_after_the_plan_was_shown() {
    if !is_root() {
        return;
    }
    let house = House::new();
    for (lang, answer, told) in
        [("en", "y\n", "has ended"), ("en", "YES\n", "has ended"), ("ko", "예\n", "스스로")]
    {
        let mut victim = Victim::sleep(PERSON);
        let args = ["--lang", lang, "end", &victim.pid()];
        let (code, shown) = answered(&house, &args, ASKED, answer.as_bytes());
        assert_eq!((code, victim.signal()), (Some(0), Some(15)), "{shown}");
        let (plan, question) = (shown.find("TERM").unwrap(), shown.find(ASKED).unwrap());
        assert!(plan < question && shown[question..].contains(told), "{shown}");
    }
}

#[test]
fn whatever_is_no_clear_yes_is_a_no() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    for (lang, answer) in [
        ("en", &b"n\n"[..]),
        ("en", b"\n"),
        ("en", b"maybe\n"),
        ("en", b"\xff\xfe\n"),
        ("en", CTRL_D),
        ("ko", "아니요\n".as_bytes()),
    ] {
        let args = ["--lang", lang, "end", &victim.pid()];
        let (code, shown) = answered(&house, &args, ASKED, answer);
        assert_eq!(code, Some(1), "{answer:?}: {shown}");
        let told = if lang == "en" { "nothing was done" } else { "아무것도 하지 않았습니다" };
        // On a line of its own, whatever was typed.
        assert!(shown.contains(&format!("\nserver-monitor: {told}")), "{answer:?}: {shown:?}");
        assert!(victim.lives());
    }
    assert_eq!(audited(&house), []);
}

#[test]
fn a_pause_and_a_resumption_ask_too() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let victim = Victim::sleep(PERSON);
    let (code, shown) = answered(&house, &["pause", &victim.pid(), "--keep"], ASKED, b"n\n");
    assert!(code == Some(1) && victim.state() != Some('T'), "{shown}");
    let (code, shown) = answered(&house, &["pause", &victim.pid(), "--keep"], ASKED, b"y\n");
    assert!(code == Some(0) && victim.state() == Some('T'), "{shown}");
    let (code, shown) = answered(&house, &["resume", &victim.pid()], ASKED, b"y\n");
    assert_eq!(code, Some(0), "{shown}");
    victim.until("it goes on", |stat| !stat.contains(") T "));
}

/// One that listens.
fn listening() -> Victim {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    Victim::holding(Stdio::from(OwnedFd::from(listener)))
}

#[test]
fn whoever_listens_is_ended_by_name_alone() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = listening();
    let question = "type sleep: ";
    for (answer, told) in [(&b"y\n"[..], "not sleep"), (b"Sleep\n", "not sleep"), (b"\n", "nothing was done")]
    {
        let (code, shown) = answered(&house, &["end", &victim.pid()], question, answer);
        assert!(code == Some(1) && shown.contains(told) && shown.contains("tcp"), "{answer:?}: {shown}");
        assert!(victim.lives());
    }
    assert_eq!(audited(&house), []);
    let korean = ["--lang", "ko", "end", &victim.pid()];
    let (code, shown) = answered(&house, &korean, "sleep을(를) 그대로 입력하세요: ", b" sleep \n");
    assert_eq!((code, victim.signal()), (Some(0), Some(15)), "{shown}");
}

#[test]
fn whoever_has_children_is_ended_by_name_alone_unless_a_yes_was_said_before() {
    if !is_root() {
        return;
    }
    let house = House::new();
    for yes in [false, true] {
        let mut victim = Victim::of(Command::new("sh").args(["-c", "sleep 600 & wait"]), PERSON);
        // Until then it is a shell too, and a plan for what it was holds no more.
        wait_for("a child that is what it is", || {
            victim.children().first().is_some_and(|pid| name(pid) == "sleep")
        });
        let child = victim.children().remove(0);
        if yes {
            assert_eq!(house.run(&["end", &victim.pid(), "--yes"]).code, 0);
        } else {
            let mut terminal = at(&house, &["end", &victim.pid()]);
            terminal.shows("type sh: ");
            terminal.type_in(b"sh\n");
            let (status, shown) = terminal.ended();
            assert_eq!(status.code(), Some(0), "{shown}");
        }
        assert_eq!(victim.signal(), Some(15));
        let _ = Command::new("kill").args(["-KILL", &child]).status();
    }
}

#[test]
fn a_ctrl_c_at_the_question_leaves_everything_as_it_was() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let mut terminal = at(&house, &["end", &victim.pid()]);
    terminal.shows(ASKED);
    terminal.type_in(CTRL_C);
    let (status, shown) = terminal.ended();
    // It ends by the signal, so that a loop of a shell ends with it.
    assert_eq!(status.signal(), Some(2), "{status:?} {shown}");
    assert!(shown.ends_with("\nserver-monitor: nothing was done\r\n"), "{shown:?}");
    for signal in [15, 1] {
        let terminal = at(&house, &["--lang", "ko", "end", &victim.pid()]);
        terminal.shows(ASKED);
        let _ = Command::new("kill").args([&format!("-{signal}"), &terminal.pid().to_string()]).status();
        let (status, shown) = terminal.ended();
        assert_eq!(status.signal(), Some(signal), "{status:?} {shown}");
        assert!(shown.contains("\nserver-monitor: 아무것도 하지 않았습니다"), "{shown:?}");
    }
    assert!(victim.lives());
    assert_eq!(audited(&house), []);
}

#[test]
fn one_that_ends_during_the_question_is_gone_and_one_that_became_another_is_left_alone() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let mut terminal = at(&house, &["end", &victim.pid()]);
    terminal.shows(ASKED);
    let _ = Command::new("kill").args(["-KILL", &victim.pid()]).status();
    assert_eq!(victim.signal(), Some(9));
    terminal.type_in(b"y\n");
    let (status, shown) = terminal.ended();
    assert_eq!(status.code(), Some(4), "{shown}");
    assert_eq!(audited(&house), [row("end", "refused", "gone")]);

    let go = house.path("go");
    crate::victim::open_to_all(&house.path(""));
    let script = format!("while [ ! -e {} ]; do :; done; exec sleep 600", go.display());
    let mut victim = Victim::of(Command::new("sh").args(["-c", &script]), PERSON);
    let mut terminal = at(&house, &["end", &victim.pid()]);
    terminal.shows(ASKED);
    std::fs::write(&go, "").unwrap();
    victim.until("it became another", |stat| stat.contains("(sleep)"));
    terminal.type_in(b"y\n");
    let (status, shown) = terminal.ended();
    assert!(status.code() == Some(1) && shown.contains("plan"), "{status:?} {shown}");
    assert!(victim.lives());
    assert_eq!(audited(&house)[0], row("end", "refused", "changed_since_plan"));
}

#[test]
fn whoever_asks_for_json_is_shown_the_plan_before_the_question() {
    if !is_root() {
        return;
    }
    let house = House::new();
    let mut victim = Victim::sleep(PERSON);
    let answer = house.path("answer.json");
    let into = |command: &mut Command| {
        command.stdout(std::fs::File::create(&answer).unwrap());
    };
    let mut terminal = Terminal::start_with(&house.command(&["--json", "end", &victim.pid()]), into);
    terminal.shows(ASKED);
    terminal.type_in(b"y\n");
    let (status, shown) = terminal.ended();
    assert!(status.code() == Some(0) && shown.contains("TERM"), "{shown}");
    let outcome = crate::house::json(&std::fs::read_to_string(&answer).unwrap());
    assert_eq!((&outcome["result"], victim.signal()), (&"ended".into(), Some(15)));
}
