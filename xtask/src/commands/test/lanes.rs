//! The tests of the workspace, a few programs of tests at a time. `cargo test` runs one after the other, and many of
//! ours wait: for the kernel, for a deadline, for a database.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::program::{cargo, logged, program};
use crate::workspace;

/// One program of tests.
struct Tests {
    executable: PathBuf,
    /// Where cargo would start it.
    folder: PathBuf,
    /// `server tests/http/main.rs`.
    title: String,
    /// Bytes of source of what a folder of `tests` holds: the more there are, the longer it is likely to run. Tests
    /// inside a library wait for nobody.
    size: u64,
}

/// Builds all tests, runs them and the examples of the documentation; answers whether all passed.
pub(super) fn run(log: &File) -> Outcome<bool> {
    let Some(programs) = build(log)? else {
        return Ok(false);
    };
    let folder = workspace::scratch("logs")?.join("tests");
    fs::create_dir_all(&folder).map_err(|cause| Failure::file("create", &folder, &cause))?;
    // One of them waits at any time.
    let lanes = std::thread::available_parallelism().map_or(1, usize::from) + 1;
    let programs = Mutex::new(programs.into_iter());
    let done = Mutex::new(Ok(true));
    std::thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                while let Some(tests) = next(&programs) {
                    let passed = run_and_log(&tests, &folder, log);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    *done = std::mem::replace(&mut *done, Ok(true)).and_then(|before| Ok(passed? && before));
                }
            });
        }
    });
    let passed = done.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    let examples = ["test", "--locked", "--workspace", "--no-fail-fast", "--doc", "--", "--show-output"];
    Ok(logged(&mut cargo(&examples), log)? && passed)
}

/// One more of them. The lock is not held while it runs.
fn next(programs: &Mutex<std::vec::IntoIter<Tests>>) -> Option<Tests> {
    programs.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Builds the tests; answers those that run longest first, or nothing when they do not build.
fn build(log: &File) -> Outcome<Option<Vec<Tests>>> {
    let copy = log.try_clone().map_err(|cause| Failure::new(format!("cannot write the log: {cause}")))?;
    let told = ["test", "--locked", "--workspace", "--no-run", "--message-format=json-render-diagnostics"];
    let built = cargo(&told).stderr(copy).output();
    let built = built.map_err(|cause| Failure::new(format!("cannot run cargo: {cause}")))?;
    if !built.status.success() {
        return Ok(None);
    }
    let mut programs: Vec<_> = String::from_utf8_lossy(&built.stdout).lines().filter_map(read).collect();
    programs.sort_by_key(|tests| std::cmp::Reverse(tests.size));
    Ok(Some(programs))
}

/// A program of tests out of a line of `cargo build --message-format=json`
/// (<https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>).
fn read(line: &str) -> Option<Tests> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let executable = PathBuf::from(message["executable"].as_str()?);
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_owned();
    let source = Path::new(message["target"]["src_path"].as_str()?);
    let within = source.strip_prefix(&folder).unwrap_or(source);
    let title = format!("{} {}", folder.file_name()?.to_string_lossy(), within.display());
    let size = if within.starts_with("tests") { bytes_of(source) } else { 0 };
    Some(Tests { executable, folder, title, size })
}

/// Of `tests/x.rs` its own, of `tests/x/main.rs` those of all files below its folder.
fn bytes_of(source: &Path) -> u64 {
    match source.parent() {
        Some(folder) if source.ends_with("main.rs") => bytes_below(folder),
        _ => fs::metadata(source).map_or(0, |file| file.len()),
    }
}

fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let bytes = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_below(&entry.path()),
        found => found.map_or(0, |file| file.len()),
    };
    entries.filter_map(Result::ok).map(bytes).sum()
}

/// What it wrote goes to the log in one piece.
fn run_and_log(tests: &Tests, folder: &Path, log: &File) -> Outcome<bool> {
    let path = folder.join(format!("{}.log", tests.title.replace(['/', ' '], "-")));
    let passed = run_one(tests, &path)?;
    let mut written = fs::read(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
    written.splice(0..0, format!("     Running {}\n", tests.title).into_bytes());
    if !passed {
        written.extend_from_slice(format!("error: test failed: {}\n", tests.title).as_bytes());
    }
    // One call: the lanes append to the same file.
    (&mut &*log)
        .write_all(&written)
        .map_err(|cause| Failure::new(format!("cannot write the log: {cause}")))?;
    Ok(passed)
}

/// The output of tests that passed is kept: what they compared, and what they had to skip.
fn run_one(tests: &Tests, path: &Path) -> Outcome<bool> {
    let output = File::create(path).map_err(|cause| Failure::file("create", path, &cause))?;
    let both = output.try_clone().map_err(|cause| Failure::file("write", path, &cause))?;
    let mut command =
        program(if cfg!(unix) { "env".as_ref() } else { tests.executable.as_path() }, &tests.folder);
    if cfg!(unix) {
        // Whoever starts us in the background has SIGINT ignored, and what the tests start inherits that.
        command.arg("--default-signal").arg(&tests.executable);
    }
    command.arg("--show-output").env("CARGO_MANIFEST_DIR", &tests.folder);
    let status = command.stdin(Stdio::null()).stdout(output).stderr(both).status();
    status
        .map(|status| status.success())
        .map_err(|cause| Failure::new(format!("cannot run the tests of {}: {cause}", tests.title)))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_programs_of_tests_are_run() {
        let line = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/a/crates/x/Cargo.toml","profile":{{"test":{test}}},
                "target":{{"src_path":"/a/crates/x/tests/y/main.rs"}},"executable":{executable}}}"#
            )
        };
        let tests = read(&line(true, r#""/a/target/debug/deps/y-1""#)).unwrap();
        assert_eq!(tests.title, "x tests/y/main.rs");
        assert_eq!(tests.folder.to_str(), Some("/a/crates/x"));
        assert!(read(&line(false, r#""/a/target/debug/x""#)).is_none());
        assert!(read(&line(true, "null")).is_none());
        assert!(read("not of cargo").is_none());
        assert!(read(r#"{"reason":"build-finished","success":true}"#).is_none());
    }
}
