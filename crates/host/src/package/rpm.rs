//! Where rpm keeps the list: its database is asked by its own program (rpm(8)), with a fixed path and fixed arguments.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::package::Package;
use domain::{Cause, Gap, Reading};

use super::spellings;
use crate::roots::Roots;

/// Where it is. `PATH` is not asked: whoever sets it would choose what runs.
const PROGRAMS: [&str; 2] = ["/usr/bin/rpm", "/bin/rpm"];

/// How long it may take, and how often it is looked at meanwhile.
const LIMIT: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(5);

/// What a name may take.
const LONGEST: u64 = 4096;

const ACTION: &str = "ask rpm for the owner of a file";

/// See [`super::package_of`].
pub(super) fn owner(roots: &Roots, path: &str) -> Reading<Option<Package>> {
    let programs = PROGRAMS.map(|program| roots.locate(Path::new(program)));
    let program = programs.iter().find(|program| program.is_file()).ok_or(Gap::Unsupported)?;
    for spelling in spellings(path) {
        if let Some(name) = ask(program, spelling)? {
            return Ok(Some(Package { manager: "rpm", name }));
        }
    }
    Ok(None)
}

fn ask(program: &Path, path: &str) -> Reading<Option<String>> {
    let failed = |error: std::io::Error| Gap::Failed(Cause { action: ACTION, errno: error.raw_os_error() });
    let mut child = Command::new(program)
        .args(["--query", "--file", "--queryformat", "%{NAME}\\n", "--", path])
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None if begun.elapsed() > LIMIT => {
                // It may end by itself just now; either way it is waited for.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Gap::failed(ACTION));
            }
            None => std::thread::sleep(LOOK),
        }
    };
    let mut printed = String::new();
    let read = child.stdout.take().map(|out| out.take(LONGEST).read_to_string(&mut printed));
    Ok(read.and_then(Result::ok).filter(|_| status.success()).and_then(|_| first(&printed)))
}

/// The first of several owners.
fn first(printed: &str) -> Option<String> {
    printed.lines().next().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// A machine whose rpm is this script.
    fn machine(script: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        crate::testing::install(root.path(), "usr/bin/rpm", &format!("#!/bin/sh\n{script}\n"));
        root
    }

    fn owner_by(script: &str, path: &str) -> Reading<Option<String>> {
        let root = machine(script);
        owner(&Roots::below(root.path()), path).map(|package| package.map(|package| package.name))
    }

    #[test]
    fn the_owner_is_what_it_prints_for_either_spelling() {
        let knows = "[ \"$6\" = /bin/bash ] && echo bash || exit 1";
        assert_eq!(owner_by(knows, "/usr/bin/bash"), Ok(Some("bash".to_owned())));
        assert_eq!(owner_by(knows, "/usr/bin/other"), Ok(None));
    }

    #[test]
    fn a_path_is_never_an_option() {
        assert_eq!(owner_by("[ \"$5\" = -- ] && echo guarded", "/-x"), Ok(Some("guarded".to_owned())));
    }

    #[test]
    fn one_that_hangs_is_ended_and_told() {
        assert_eq!(owner_by("exec sleep 60", "/opt/x"), Err(Gap::failed(ACTION)));
    }
}
