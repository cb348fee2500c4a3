//! `cargo xtask record [KIND…]`: makes the recorded servers of the golden tests anew, on Debian machines of its own.
//!
//! Each kind is a script below `tests/machines/servers`. What is recorded changes with Debian: read the difference, and
//! the verdicts that follow from it, before keeping them.

use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::program::{cargo, output, program, run as run_program};
use crate::workspace;

/// A recording is read by people: it stays small.
const MOST_BYTES: usize = 150 * 1024;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let all = kinds()?;
    if let Some(unknown) = arguments.iter().find(|name| !all.contains(name)) {
        return Err(Failure::new(format!("there is no server {unknown:?}; there are {}", all.join(", "))));
    }
    run_program(&mut cargo(&["build", "--locked", "--package", "host", "--example", "recorder"]))?;
    let recorder = workspace::target().join("debug/examples/recorder");
    let (plant, library) = (compile("plant", &[])?, compile("libplant.so", &["-shared", "-fPIC"])?);
    let wanted = if arguments.is_empty() { &all[..] } else { arguments };
    for kind in wanted {
        println!("· {kind}");
        let mut script = program("sh", workspace::root());
        script.arg("tests/machines/record.sh").arg(kind).arg(&recorder).arg(&plant).arg(&library);
        let text = output(&mut script)?;
        if text.len() > MOST_BYTES {
            return Err(Failure::new(format!("{kind}: {} bytes are too many", text.len())));
        }
        let path = workspace::root().join(format!("crates/host/tests/golden/{kind}.json"));
        fs::write(&path, text).map_err(|cause| Failure::file("write", &path, &cause))?;
    }
    println!("now: cargo test -p host --test golden, and read what has changed");
    Ok(())
}

/// The scripts that there are.
fn kinds() -> Outcome<Vec<String>> {
    let folder = workspace::root().join("tests/machines/servers");
    let entries = fs::read_dir(&folder).map_err(|cause| Failure::file("read", &folder, &cause))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut kinds: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".sh").map(str::to_owned)).collect();
    kinds.sort();
    Ok(kinds)
}

fn compile(name: &str, options: &[&str]) -> Outcome<PathBuf> {
    let path = workspace::scratch("planted")?.join(name);
    let mut compiler = program("cc", workspace::root());
    run_program(compiler.args(["-O1", "-o"]).arg(&path).args(options).arg("tests/planted/plant.c"))?;
    Ok(path)
}
