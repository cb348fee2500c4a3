//! Hostile names and secrets in what is judged: shown as what they are and nothing more, in JSON and in the terminal.

use serde_json::Value;

use crate::plant::{Plant, folder, possible};
use crate::server::{Server, is_settled};

/// What is dangerous to a page, a terminal, a table or a log.
const HOSTILE: [&str; 6] = [
    "<img src=x onerror=alert(1)>",
    "\u{1b}]52;c;cHduZWQ=\u{7}\u{1b}[2J",
    "\u{202e}gpj.exe",
    "two\nlines\r\t",
    "=cmd|' /C calc'!A0",
    "a) S 1 (b",
];
/// Canaries: none of these may be in any answer.
const SECRETS: [&str; 4] = ["S3cretOne", "S3cretTwo", "S3cretThree", "S3cretFour"];

/// Whether a terminal would take something in this text for a command, or turn it around.
fn steers(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

fn planted(name: &str) -> (Plant, tempfile::TempDir) {
    let place = folder();
    let plant = Plant::at(&place.path().join("x"), &["name", name]);
    (plant, place)
}

#[test]
fn a_hostile_name_is_given_as_it_is_in_json_and_made_visible_in_the_terminal() {
    if !possible() {
        return;
    }
    let server = Server::start();
    for name in HOSTILE {
        let (plant, _place) = planted(name);
        // The kernel keeps 15 bytes of it (prctl(2)).
        let kept: String = String::from_utf8_lossy(&name.as_bytes()[..name.len().min(15)]).into_owned();
        let told = server.until(plant.pid(), name, |told| told["name"] == kept && is_settled(told));
        assert_eq!(told["app"], kept, "{told:#}");
        for arguments in [&["ps"][..], &["explain", &plant.pid().to_string()]] {
            let said = server.house.run(arguments);
            assert!(said.code == 0, "{arguments:?}: {}", said.err);
            assert_eq!(steers(&said.out), None, "{arguments:?} {name:?}: {:?}", said.out);
        }
    }
}

#[test]
fn hostile_arguments_are_kept_apart_and_bounded() {
    if !possible() {
        return;
    }
    let (server, place) = (Server::start(), folder());
    let long = "x".repeat(4096);
    let mut arguments = vec!["hold"];
    arguments.extend(HOSTILE);
    arguments.push(&long);
    let plant = Plant::at(&place.path().join("x"), &arguments);
    let told = server.until(plant.pid(), "the arguments", is_settled);
    let shown: Vec<&str> = told["cmdline"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(shown.len(), arguments.len() + 1);
    assert_eq!(&shown[2..8], HOSTILE);
    let pid = plant.pid().to_string();
    let said = server.house.run(&["explain", &pid]);
    assert_eq!((said.code, steers(&said.out)), (0, None), "{:?}", said.out);
}

#[test]
fn secrets_in_arguments_are_in_no_answer() {
    if !possible() {
        return;
    }
    let (server, place) = (Server::start(), folder());
    let [one, two, three, four] = SECRETS;
    let arguments =
        ["hold", &format!("--password={one}"), "--api-token", two, &format!("redis://u:{three}@127.0.0.1/0")];
    let plain = Plant::at(&place.path().join("worker"), &arguments);
    // Only a client of MySQL has passwords so.
    let client = Plant::at(&place.path().join("mysql"), &["hold", &format!("-p{four}")]);
    let pids = [plain.pid(), client.pid()];
    for pid in pids {
        server.until(pid, "the process", is_settled);
    }
    let key = |pid: u32| server.get(&format!("processes/{pid}"))["key"].as_str().unwrap().to_owned();
    let mut answers: Vec<(String, String)> = ["processes", "processes?mode=strict", "snapshot"]
        .iter()
        .map(|path| ((*path).to_owned(), server.answer(path).1))
        .collect();
    for pid in pids {
        let path = format!("processes/{}", key(pid));
        let body = server.answer(&path).1;
        answers.push((path, body));
        let said = server.house.run(&["explain", &pid.to_string()]);
        assert_eq!(said.code, 0, "{}", said.err);
        answers.push((format!("explain {pid}"), said.out + &said.err));
    }
    for arguments in [&["ps"][..], &["ps", "--json"], &["ps", "--json", "--mode", "strict"]] {
        let said = server.house.run(arguments);
        answers.push((arguments.join(" "), said.out + &said.err));
    }
    assert!(answers[0].1.contains("--password="), "it is told that there is one");
    for (asked, answer) in &answers {
        for secret in SECRETS {
            assert!(!answer.contains(secret), "{asked} tells {secret}");
        }
    }
}
