//! The files of the repository: what git tracks or would track.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every file with one of these endings, as its path from the root.
pub(crate) fn ending(endings: &[&str]) -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let output = git.output().expect("git lists the files of the repository");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("paths of this repository are UTF-8");
    let mut found: Vec<String> = names
        .split('\0')
        .filter(|name| endings.iter().any(|ending| name.ends_with(ending)))
        .filter(|name| root().join(name).is_file())
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    assert!(!found.is_empty(), "no file ends with {endings:?}");
    found
}

pub(crate) fn read(name: &str) -> String {
    let path: PathBuf = root().join(name);
    fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

/// Fails with one line for each finding.
#[track_caller]
pub(crate) fn nothing(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}\n  {}", findings.join("\n  "));
}

/// Files that hold tests, tables or what a generator wrote.
pub(crate) fn is_test(name: &str) -> bool {
    let tests = ["tests/", "/tests.rs", "_tests.rs", ".test.ts", ".spec.ts", "/testing.rs", "/fixtures.ts"];
    name.starts_with("tests/") || tests.iter().any(|part| name.contains(part))
}
