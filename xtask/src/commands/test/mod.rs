//! `cargo xtask test [STEP…]`: everything but the long campaigns, in one run with one summary.
//!
//! A step that fails does not stop the next one. What cannot be installed here is not passed over in silence:
//! its step is reported as skipped with the reason, and so is every test that says so itself.

mod counts;
mod lanes;
mod report;
mod steps;
mod telling;
mod tools;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;
use counts::Counts;
use report::Report;
use steps::{STEPS, Step};

pub(crate) use tools::python_with;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure::new(format!(
            "there is no step {unknown:?}; the steps are {}",
            known.join(", ")
        )));
    }
    let mut report = Report::start();
    for missing in tools::install() {
        report.skipped_tool(&missing);
    }
    let logs = workspace::scratch("logs")?;
    for step in
        STEPS.iter().filter(|step| arguments.is_empty() || arguments.iter().any(|name| step.name == name))
    {
        let path = logs.join(format!("{}.log", step.name));
        report.begin(step);
        let begun = Instant::now();
        match tools::missing_for(step) {
            Some(reason) => report.skip(step, &reason),
            None => {
                let counts = perform(step, &path)?;
                report.end(step, begun.elapsed(), &counts, &path);
            }
        }
    }
    report.finish()
}

/// Runs one step. A step that cannot even begin has failed; the others still run.
fn perform(step: &Step, path: &Path) -> Outcome<Counts> {
    let mut log = File::create(path).map_err(|cause| Failure::file("create", path, &cause))?;
    let succeeded = (step.run)(&log).unwrap_or_else(|failure| {
        // Where even the log cannot be written, the count of failures still tells.
        let _ = writeln!(log, "{failure}");
        false
    });
    let text = fs::read(path).map_err(|cause| Failure::file("read", path, &cause))?;
    Ok(Counts::read(step.runner, &String::from_utf8_lossy(&text), succeeded))
}

/// Builds the program, installs the browser tests and answers their folder.
pub(crate) fn prepare_browser(profile: &str) -> Outcome<PathBuf> {
    for missing in tools::install() {
        eprintln!("{missing}");
    }
    let mut arguments = vec!["build", "--locked", "--package", "cli"];
    arguments.extend((profile == "release").then_some("--release"));
    run_program(&mut cargo(&arguments))?;
    let folder = workspace::root().join("tests/e2e");
    let log = workspace::scratch("logs")?.join("browser-install.log");
    let file = File::create(&log).map_err(|cause| Failure::file("create", &log, &cause))?;
    if steps::install_browser_tests(&file)? {
        Ok(folder)
    } else {
        Err(Failure::new(format!("npm ci failed in tests/e2e; see {}", log.display())))
    }
}
