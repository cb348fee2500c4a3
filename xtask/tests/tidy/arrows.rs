//! The arrows between the crates, and what each crate may depend on at all.
//!
//! A new dependency is a decision: it is written here in the same commit, and the reviewer sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::files::{nothing, root};

/// Our own crates that stand left of each: what it may use, in the order of the map in `docs/ARCHITECTURE.md`.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("host", &["domain"]),
    ("store", &["domain"]),
    ("engine", &["domain", "host", "store"]),
    ("page", &[]),
    ("words", &[]),
    ("server", &["domain", "engine", "store", "page", "words"]),
    ("cli", &["domain", "host", "store", "engine", "server", "words"]),
    ("mongod", &[]),
    ("xtask", &[]),
];

/// What only their tests use besides: the server's end real processes, which it sees through `engine` alone; a real
/// MongoDB is started for those that keep something there.
const ARROWS_OF_TESTS: &[(&str, &[&str])] =
    &[("server", &["host"]), ("store", &["mongod"]), ("cli", &["mongod"])];

/// What each crate takes from outside, for building and for running; what only tests use is not pinned.
const OUTSIDE: &[(&str, &[&str])] = &[
    // Its build reads the catalogue; nothing of it reaches the library.
    ("domain", &["toml"]),
    ("host", &["futures-util", "libc", "rustix", "sha2", "thiserror", "tokio", "zbus"]),
    (
        "store",
        &[
            "csv",
            "jiff",
            "lru",
            "mongodb",
            "rusqlite",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "tokio",
            "toml",
        ],
    ),
    ("engine", &["thiserror", "tokio"]),
    ("page", &["flate2", "sha2"]),
    ("words", &["fluent-bundle", "unic-langid"]),
    (
        "server",
        &[
            "argon2",
            "axum",
            "base64",
            "bytes",
            "flate2",
            "futures-util",
            "getrandom",
            "http-body-util",
            "hyper",
            "hyper-util",
            "ipnet",
            "jiff",
            "lru",
            "qrcode",
            "rustix",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            "totp-rs",
            "tower",
            "tracing",
            "utoipa",
            "utoipa-axum",
            "zeroize",
        ],
    ),
    (
        "cli",
        &[
            "clap",
            "clap_complete",
            "dotenvy",
            "getrandom",
            "ipnet",
            "jiff",
            "ratatui",
            "rustix",
            "serde",
            "serde_json",
            "strsim",
            "thiserror",
            "tokio",
            "toml",
            "tracing",
            "tracing-subscriber",
            "unicode-width",
        ],
    ),
    ("mongod", &["mongodb", "tempfile", "tokio"]),
    ("xtask", &["serde_json"]),
];

struct Crate {
    name: String,
    /// Ours, of any kind: tests may not turn an arrow around either.
    ours: BTreeSet<String>,
    outside: BTreeSet<String>,
}

fn crates() -> Vec<Crate> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"])
        .current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let of = |package: &serde_json::Value| {
        let name = package["name"].as_str().unwrap().to_owned();
        let (mut ours, mut outside) = (BTreeSet::new(), BTreeSet::new());
        for dependency in package["dependencies"].as_array().unwrap() {
            let other = dependency["name"].as_str().unwrap();
            let only_tests = dependency["kind"] == "dev";
            let known = ARROWS_OF_TESTS.iter().any(|(one, others)| *one == name && others.contains(&other));
            match names.contains(other) {
                true if only_tests && known => {}
                true => drop(ours.insert(other.to_owned())),
                false if only_tests => {}
                false => drop(outside.insert(other.to_owned())),
            }
        }
        ours.remove(&name);
        Crate { name, ours, outside }
    };
    packages.iter().map(of).collect()
}

fn table(rows: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
    rows.iter()
        .map(|(name, list)| ((*name).to_owned(), list.iter().map(|&entry| entry.to_owned()).collect()))
        .collect()
}

#[test]
fn the_crates_of_the_workspace_are_those_of_the_map() {
    let found: BTreeSet<String> = crates().into_iter().map(|one| one.name).collect();
    assert_eq!(found, table(ARROWS).into_keys().collect());
}

#[test]
fn arrows_between_our_crates_go_one_way() {
    let allowed = table(ARROWS);
    let findings: Vec<String> = crates()
        .iter()
        .flat_map(|one| {
            one.ours.difference(&allowed[&one.name]).map(|other| format!("{} → {other}", one.name))
        })
        .collect();
    nothing(&findings, "these arrows are not on the map:");
}

#[test]
fn what_a_crate_takes_from_outside_is_pinned() {
    let pinned = table(OUTSIDE);
    let mut findings = Vec::new();
    for one in crates() {
        let allowed = pinned.get(&one.name).cloned().unwrap_or_default();
        findings.extend(
            one.outside
                .difference(&allowed)
                .map(|new| format!("{} takes {new}: write it down if it is meant", one.name)),
        );
        findings.extend(
            allowed.difference(&one.outside).map(|old| format!("{} does not take {old} any more", one.name)),
        );
    }
    nothing(&findings, "dependencies and the pinned list differ:");
}
