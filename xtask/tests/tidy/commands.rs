//! What the documents say about `cargo xtask` is what it does.

use std::process::Command;

use crate::files::{ending, nothing, read, root};

fn help() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("help").current_dir(root()).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_xtask_command_that_a_document_or_a_comment_names_exists() {
    let help = help();
    let known: Vec<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    let mut findings = Vec::new();
    for name in ending(&[".md", ".rs", ".toml", ".ts"]).into_iter().filter(|name| !name.starts_with("xtask/"))
    {
        for (number, line) in read(&name).lines().enumerate() {
            for after in line.split("cargo xtask ").skip(1) {
                let word: String = after.chars().take_while(|letter| letter.is_ascii_lowercase()).collect();
                if !word.is_empty() && !known.contains(&word.as_str()) && word != "help" {
                    findings.push(format!("{name}:{}: cargo xtask {word}", number + 1));
                }
            }
        }
    }
    nothing(&findings, "these commands of xtask do not exist:");
}

#[test]
fn an_unknown_command_is_wrong_usage_and_names_the_help() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("no-such-command").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cargo xtask help"));
}
