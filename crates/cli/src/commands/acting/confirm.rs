//! The question before a deed: a letter, or the name of the process where others go along or a connection closes
//! (M12). Whatever is not a clear yes is a no.

use std::io::{BufRead as _, IsTerminal as _, Read as _, Write as _};

use domain::decide::Deed;
use domain::plan::Plan;
use domain::text::visible;
use engine::deeds::Planned;
use tokio::sync::oneshot;
use words::Words;

use super::desk::Desk;
use super::signals::Signals;
use crate::exit::Exit;
use crate::failure::Failure;

/// Longest answer that is read.
const ANSWER_BYTES: u64 = 1024;
/// Longest name that somebody is asked to type.
const TYPED: usize = 64;
/// Answers that mean yes; the last one is the letter y where a Korean keyboard types.
const YES: [&str; 6] = ["y", "yes", "예", "네", "ㅇ", "ㅛ"];

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// A yes.
    Yes,
    /// This word.
    Word(String),
}

impl Wanted {
    fn by(plan: &Plan, name: &str) -> Self {
        let quiet = plan.sockets.as_ref().is_ok_and(Vec::is_empty);
        if plan.deed != Deed::End || (plan.children.is_empty() && quiet) {
            return Self::Yes;
        }
        // What no keyboard can type is named by its number.
        let typable = visible(name) == name && name.trim() == name && !name.is_empty() && name.len() <= TYPED;
        Self::Word(if typable { name.to_owned() } else { plan.key.pid.to_string() })
    }

    /// A line without its end is no answer: the terminal went away, or somebody pressed Ctrl-D.
    fn is_met_by(&self, answer: &str) -> bool {
        let Some(line) = answer.strip_suffix('\n') else { return false };
        match self {
            Self::Yes => YES.contains(&line.trim().to_lowercase().as_str()),
            Self::Word(word) => line.trim() == word,
        }
    }
}

/// Asks on the terminal, and comes back only for a yes.
///
/// # Errors
/// What is said instead of doing it.
pub(super) fn confirm(
    planned: &Planned,
    desk: &Desk,
    signals: &mut Signals,
    words: &Words,
) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Failure::new(Exit::Usage, words.text("acting-no-terminal", &[])));
    }
    let plan = &planned.plan;
    let name = desk.name_of(plan.key);
    let wanted = Wanted::by(plan, &name);
    let (shown, pid) = (visible(&name).into_owned(), plan.key.pid.to_string());
    let said = [("name", (&shown).into()), ("pid", (&pid).into())];
    let question = match &wanted {
        Wanted::Yes => words.text(&format!("acting-ask-{}", plan.deed.word()), &said),
        Wanted::Word(word) => words.text("acting-ask-word", &[said[0], said[1], ("word", word.into())]),
    };
    let mut talk = std::io::stderr();
    // Nobody sees the question of a closed stderr; the answer to it is then no.
    let asked = write!(talk, "{question} ").and_then(|()| talk.flush());
    let answer = desk.either(signals, line());
    let answer = match (asked, answer) {
        (Ok(()), Ok(Some(answer))) => answer,
        (_, Ok(_)) => String::new(),
        (_, Err(signal)) => {
            let _ = writeln!(talk);
            return Err(Failure::interrupted(signal, words.text("acting-not-done", &[])));
        }
    };
    if wanted.is_met_by(&answer) {
        return Ok(());
    }
    if !answer.ends_with('\n') {
        let _ = writeln!(talk);
    }
    let why = match wanted {
        Wanted::Word(word) if !answer.trim().is_empty() => {
            words.text("acting-not-the-word", &[("word", (&word).into())])
        }
        _ => words.text("acting-not-done", &[]),
    };
    Err(Failure::new(Exit::Failed, why))
}

/// Goes on below what a terminal shows of a pressed Ctrl-C.
pub(super) fn below_the_keys() {
    let mut talk = std::io::stderr();
    if talk.is_terminal() {
        // Nothing better can be done about a terminal that went away.
        let _ = writeln!(talk);
    }
}

/// A line of the terminal. It is read on a thread of its own, which ends with the program: nothing ends such a read.
async fn line() -> Option<String> {
    let (say, said) = oneshot::channel();
    let read = move || {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(ANSWER_BYTES).read_until(b'\n', &mut bytes);
        let _ = say.send(read.ok().and_then(|_| String::from_utf8(bytes).ok()));
    };
    std::thread::Builder::new().name("answer".to_owned()).spawn(read).ok()?;
    said.await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    use domain::plan::Child;
    use domain::socket::{Proto, Socket};
    use domain::{Gap, ProcessKey};

    use super::super::testing::plan;

    fn socket() -> Socket {
        Socket { proto: Proto::Tcp, port: 80, address: IpAddr::V4(Ipv4Addr::LOCALHOST), netns: None }
    }

    #[test]
    fn a_name_is_asked_for_where_others_go_along_or_a_port_closes_or_that_could_not_be_seen() {
        let word = |plan: &Plan| Wanted::by(plan, "nginx");
        let child = Child { key: ProcessKey { pid: 8, started: 9 }, name: "worker".to_owned() };
        assert_eq!(word(&plan(Deed::End)), Wanted::Yes);
        let named = Wanted::Word("nginx".to_owned());
        assert_eq!(word(&Plan { children: vec![child.clone()], ..plan(Deed::End) }), named);
        assert_eq!(word(&Plan { sockets: Ok(vec![socket()]), ..plan(Deed::End) }), named);
        assert_eq!(word(&Plan { sockets: Err(Gap::Denied), ..plan(Deed::End) }), named);
        assert_eq!(word(&Plan { children: vec![child], ..plan(Deed::Pause) }), Wanted::Yes, "it comes back");
    }

    #[test]
    fn a_name_that_no_keyboard_types_is_asked_for_by_its_pid() {
        let listening = Plan { sockets: Ok(vec![socket()]), ..plan(Deed::End) };
        for odd in ["\u{1b}[31mx", "", " x", &"x".repeat(65)] {
            assert_eq!(Wanted::by(&listening, odd), Wanted::Word("7".to_owned()), "{odd:?}");
        }
    }

    #[test]
    fn only_a_clear_and_whole_line_is_a_yes() {
        for yes in ["y\n", "Y\n", " yes \n", "예\n", "네\n", "ㅇ\n", "ㅛ\n"] {
            assert!(Wanted::Yes.is_met_by(yes), "{yes:?}");
        }
        for no in ["", "\n", "y", "n\n", "아니요\n", "yy\n", "y n\n", "maybe\n", "yes"] {
            assert!(!Wanted::Yes.is_met_by(no), "{no:?}");
        }
        let nginx = Wanted::Word("nginx".to_owned());
        assert!(nginx.is_met_by("nginx\n") && nginx.is_met_by(" nginx\r\n"));
        for no in ["", "\n", "nginx", "y\n", "yes\n", "nginx2\n", "Nginx\n"] {
            assert!(!nginx.is_met_by(no), "{no:?}");
        }
    }
}
