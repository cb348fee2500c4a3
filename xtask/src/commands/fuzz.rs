//! `cargo xtask fuzz [--install] [--seconds N] [TARGET…]`: runs the targets of `fuzz/` for a while, each from the
//! recorded systems of the tests on and from what earlier runs found.

use std::fs;

use crate::commands::cargo_tool;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;

/// Long enough to walk through a parser, short enough to wait for.
const SECONDS: u32 = 60;

/// What real systems wrote, and what people write wrongly.
const SEEDS: [&str; 2] = ["crates/host/tests/fixtures", "crates/cli/tests/invalid_configs"];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (seconds, wanted) = match cargo_tool::ready("cargo-fuzz", "fuzz", arguments)? {
        [flag, count, rest @ ..] if flag == "--seconds" => {
            let number = count.parse();
            (
                number
                    .map_err(|_| Failure::new(format!("--seconds {count:?} is not a number of seconds")))?,
                rest,
            )
        }
        rest => (SECONDS, rest),
    };
    let known = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(Failure::new(format!(
            "there is no target {unknown:?}; the targets are {}",
            known.join(", ")
        )));
    }
    let target_dir = workspace::scratch("fuzz/target")?;
    for target in known.iter().filter(|name| wanted.is_empty() || wanted.contains(name)) {
        println!("· {target} for {seconds} s");
        let corpus = workspace::scratch("fuzz/corpus")?.join(target);
        fs::create_dir_all(&corpus).map_err(|cause| Failure::file("create", &corpus, &cause))?;
        let found = workspace::scratch("fuzz/found")?;
        // A sanitizer needs a nightly standard library; coverage-guided fuzzing itself runs on stable.
        let mut command = cargo(&["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
        command.arg(&target_dir).arg(target).arg(&corpus);
        command.args(SEEDS.map(|folder| workspace::root().join(folder))).arg("--");
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/", found.display()));
        // One input that takes seconds is a finding too: parsers stand in the way of a tick.
        command.args(["-timeout=5", "-rss_limit_mb=1024", "-print_final_stats=0"]);
        run_program(command.env("RUSTC_BOOTSTRAP", "1"))?;
    }
    Ok(())
}

fn targets() -> Outcome<Vec<String>> {
    let folder = workspace::root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|cause| Failure::file("read", &folder, &cause))?;
    let mut names: Vec<_> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
        .collect();
    names.sort();
    Ok(names)
}
