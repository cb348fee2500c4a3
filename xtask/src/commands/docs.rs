//! `cargo xtask docs`: every command line in a code block of a document is one that the program takes.
//!
//! A line that starts with `cargo xtask` must name a command of `COMMANDS`; one that starts with `server-monitor`
//! (or `cargo run … --`) must name a subcommand whose `--help` knows each option of the line.

use std::fs;

use crate::commands::{COMMANDS, no_more};
use crate::failure::{Failure, Outcome};
use crate::program::{output, program};
use crate::workspace;

const DOCUMENTS: &[&str] = &[
    "README.md",
    "README.ko.md",
    "CONTRIBUTING.md",
    "docs/API.md",
    "docs/BENCHMARKS.md",
    "docs/CONFIGURATION.md",
    "docs/OPERATIONS.md",
];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    let mut wrong = Vec::new();
    let mut tried = 0;
    for document in DOCUMENTS {
        let path = workspace::root().join(document);
        let text = fs::read_to_string(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
        for line in commands_of(&text) {
            tried += 1;
            if let Err(why) = check(line) {
                wrong.push(format!("{document}: `{line}`: {why}"));
            }
        }
    }
    if wrong.is_empty() && tried > 0 {
        println!("{tried} command lines of {} documents are known", DOCUMENTS.len());
        return Ok(());
    }
    Err(Failure::new(format!(
        "{} of {tried} command lines are not known:\n{}",
        wrong.len(),
        wrong.join("\n")
    )))
}

/// The lines of shell blocks that call this project.
fn commands_of(text: &str) -> Vec<&str> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            inside = !inside && ["sh", "bash", "console"].contains(&kind.trim());
        } else if inside {
            let line = line.split(" # ").next().unwrap_or(line).trim();
            if ["cargo xtask", "server-monitor", "cargo run"].iter().any(|start| line.starts_with(start)) {
                found.push(line);
            }
        }
    }
    found
}

fn check(line: &str) -> Result<(), String> {
    // What follows a pipe or a redirection is the shell's.
    let line = line.split(['|', '>', '<', '&', ';']).next().unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["cargo", "xtask", name, ..] => {
            let known = *name == "help" || COMMANDS.iter().any(|command| command.name == *name);
            known.then_some(()).ok_or_else(|| format!("xtask has no command {name:?}"))
        }
        ["cargo", "run", rest @ ..] => match rest.iter().position(|word| *word == "--") {
            Some(at) => check_own(rest.get(at + 1..).unwrap_or_default()),
            None => Ok(()),
        },
        ["server-monitor", rest @ ..] => check_own(rest),
        _ => Ok(()),
    }
}

/// Asks the program for the help of what the line calls, and looks for the line's options in it.
fn check_own(words: &[&str]) -> Result<(), String> {
    let is_word = |word: &&&str| {
        word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') && !word.starts_with('-')
    };
    let path: Vec<&str> = words.iter().take_while(is_word).take(2).copied().collect();
    // `user add NAME` has two words of command, `completions bash` one: try the longer first.
    let help = (0..=path.len()).rev().find_map(|length| {
        let mut command = program(workspace::binary("debug"), workspace::root());
        output(command.args(path.iter().take(length)).arg("--help").env("LC_ALL", "C"))
            .ok()
            .filter(|_| length > 0 || path.is_empty())
    });
    let help = help.ok_or_else(|| format!("server-monitor has no command {:?}", path.join(" ")))?;
    for option in words.iter().filter(|word| word.starts_with("--")) {
        let name = option.split('=').next().unwrap_or(option);
        if !help.contains(name) {
            return Err(format!("its help does not name {name}"));
        }
    }
    Ok(())
}
