//! Usage: help, exit codes, streams, pipes, colour.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::io::Read as _;
use std::process::Stdio;

use house::{House, json, said};

const COMMANDS: &[&[&str]] = &[
    &[],
    &["serve"],
    &["status"],
    &["ps"],
    &["explain"],
    &["end"],
    &["pause"],
    &["resume"],
    &["cleanup"],
    &["audit"],
    &["autopilot"],
    &["autopilot", "status"],
    &["autopilot", "rules"],
    &["autopilot", "rehearse"],
    &["autopilot", "report"],
    &["autopilot", "stop"],
    &["autopilot", "start"],
    &["rules"],
    &["rules", "list"],
    &["user"],
    &["user", "add"],
    &["token"],
    &["token", "add"],
    &["config"],
    &["config", "nginx"],
    &["completions"],
    &["bench", "scan"],
];

#[test]
fn the_help_is_as_recorded_in_both_languages() {
    let house = House::new();
    for lang in ["en", "ko"] {
        let mut all = String::new();
        for command in COMMANDS {
            let args: Vec<&str> =
                ["--lang", lang].iter().chain(*command).chain(&["--help"]).copied().collect();
            let mut help = house.command(&args);
            let help = said(help.env("COLUMNS", "100").output().unwrap());
            assert_eq!((help.code, help.err.as_str()), (0, ""), "{command:?}");
            all.push_str(&format!("$ server-monitor {}\n{}\n", command.join(" "), help.out));
        }
        insta::assert_snapshot!(format!("help-{lang}"), all);
    }
}

#[test]
fn wrong_usage_is_exit_2_and_says_nothing_on_stdout() {
    let house = House::new();
    for args in [
        &["nonsense"][..],
        &["ps", "--sort", "name"],
        &["ps", "--only", "nice"],
        &["user"],
        &["user", "add", "kim"],
        &["token", "add"],
        &["--lang", "fr", "ps"],
        &["ps", "--mode", "loose"],
        &["ps", "--watch"],
        &["ps", "--watch", "--json"],
        &["ps", "--watch", "--check"],
        &["ps", "--members", "--flat"],
        &["rules"],
        &["explain"],
        &["end"],
        &["pause"],
        &["resume"],
        &["cleanup", "--mode", "loose"],
        &["audit", "-n", "0"],
        &["end", "1", "--key", "2-3"],
        &["pause", "1", "--for", "0"],
        &["autopilot"],
        &["explain", " "],
        &["explain", ":0"],
        &["explain", ":ssh"],
        &["explain", ":65536"],
        &["explain", "1", "--mode", "loose"],
        &["bench", "scan", "--rounds", "0"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--mongo-url", "mongodb://x"],
    ] {
        let said = house.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {}", said.err);
        assert!(!said.err.is_empty(), "{args:?} says nothing");
    }
}

#[test]
fn what_was_typed_wrongly_is_told_in_the_language_of_the_reader_with_what_would_fit() {
    let house = House::new();
    for (args, wrong, fits) in [
        (&["--lang", "ko", "end", "abc"][..], "“abc”은(는) <PID>에 맞지 않습니다", "ps에 보이는 숫자"),
        (&["--lang", "en", "end", "abc"], "“abc” does not fit <PID>", "a number, as ps shows it"),
        (&["--lang", "ko", "policy", "remove", "x"], "빠진 것이 있습니다: --platform", "--id <ID>"),
    ] {
        let said = house.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}");
        assert!(said.err.contains(wrong) && said.err.contains(fits), "{args:?}: {}", said.err);
        assert!(said.err.lines().all(|line| line.starts_with("server-monitor: ")), "{}", said.err);
    }
    // The language of the environment, as everywhere.
    let mut korean = house.command(&["end"]);
    let korean = said(korean.env("LANG", "ko_KR.UTF-8").output().unwrap());
    assert!(korean.err.contains("빠진 것이 있습니다"), "{}", korean.err);
}

#[test]
fn version_and_help_are_success_on_stdout() {
    let house = House::new();
    for args in [&["--version"][..], &["-V"], &["ps", "--version"], &["--help"], &["user", "-h"]] {
        let said = house.run(args);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}");
        assert!(!said.out.is_empty(), "{args:?}");
    }
}

#[test]
fn a_reader_that_has_had_enough_is_success() {
    let house = House::new();
    for args in [
        &["ps"][..],
        &["ps", "--json"],
        &["ps", "--members"],
        &["explain", "1"],
        &["rules", "list"],
        &["status"],
        &["services", "--all"],
        &["config", "show"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = house.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[test]
fn no_escape_reaches_a_pipe() {
    let house = House::new();
    for args in
        [&["ps"][..], &["ps", "--line"], &["explain", "1"], &["rules", "list"], &["status"], &["--help"]]
    {
        let said = house.run(args);
        assert!(!said.out.contains('\u{1b}'), "{args:?}: {}", said.out);
    }
}

#[test]
fn every_shell_gets_its_script() {
    let house = House::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = house.run(&["completions", shell]);
        assert_eq!(said.code, 0, "{shell}");
        assert!(said.out.contains("state-dir") && said.out.contains("password-stdin"), "{shell}");
    }
}

#[test]
fn the_bench_measures_this_machine() {
    let said = House::new().run(&["bench", "scan", "--rounds", "3", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let result = json(&said.out);
    assert!(result["processes"].as_u64().unwrap() > 0);
    for key in ["cold_cpu_s", "warm_cpu_s_median", "warm_cpu_s_p95"] {
        assert!(result[key].as_f64().unwrap() > 0.0, "{key}: {result}");
    }
    assert!(result["allocations_per_scan"].as_f64().is_some(), "{result}");
    assert_eq!(result.as_object().unwrap().len(), 5, "{result}");
}
