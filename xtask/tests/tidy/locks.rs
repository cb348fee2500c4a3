//! Rules for the lock files: everything comes from the public registries, by name and hash.

use crate::files::{ending, nothing, read};

#[test]
fn rust_dependencies_come_from_crates_io() {
    let findings: Vec<String> = read("Cargo.lock")
        .lines()
        .filter(|line| line.starts_with("source = "))
        .filter(|line| *line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"")
        .map(str::to_owned)
        .collect();
    nothing(&findings, "Cargo.lock names other sources:");
}

#[test]
fn npm_dependencies_are_locked_by_hash_and_name_no_host() {
    let locks: Vec<String> = ending(&["package-lock.json"]);
    let mut findings = Vec::new();
    for name in &locks {
        let text = read(name);
        if text.contains("\"resolved\":") {
            findings.push(format!(
                "{name} names the host of a registry; set omit-lockfile-registry-resolved=true in .npmrc"
            ));
        }
        if !text.contains("\"integrity\": \"sha512-") {
            findings.push(format!("{name} holds no hashes"));
        }
    }
    nothing(&findings, "lock files of npm:");
}
