//! `cargo xtask fuzz`: runs each target of `fuzz/` for a while.

use std::fs;

use crate::commands::no_more;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;

/// Long enough to walk through a parser, short enough to wait for.
const SECONDS: u32 = 60;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let seconds = match arguments {
        [flag, count, rest @ ..] if flag == "--seconds" => {
            no_more(rest)?;
            count
                .parse()
                .map_err(|_| Failure::new(format!("--seconds {count:?} is not a number of seconds")))?
        }
        rest => {
            no_more(rest)?;
            SECONDS
        }
    };
    if workspace::find("cargo-fuzz").is_none() {
        return Err(Failure::new("cargo-fuzz is not installed; `cargo install --locked cargo-fuzz`"));
    }
    for target in targets()? {
        println!("· {target} for {seconds} s");
        let limit = format!("-max_total_time={seconds}");
        // A sanitizer needs a nightly standard library; coverage-guided fuzzing itself runs on stable.
        let mut command =
            cargo(&["fuzz", "run", "--sanitizer", "none", &target, "--", &limit, "-print_final_stats=0"]);
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
