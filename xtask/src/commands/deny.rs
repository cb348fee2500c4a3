//! `cargo xtask deny [--install]`: what the dependency trees may hold, by `deny.toml`.

use crate::commands::cargo_tool;
use crate::commands::no_more;
use crate::failure::Outcome;
use crate::program::{cargo, output, run as run_program};

/// Every workspace whose lock file is committed, by its manifest, with what of the common `deny.toml` it need not use.
const TREES: [(&str, &[&str]); 2] = [
    ("Cargo.toml", &["--allow", "license-exception-not-encountered"]),
    ("fuzz/Cargo.toml", &["--allow", "license-not-encountered"]),
];

pub(crate) fn run(arguments: &[String]) -> Outcome {
    no_more(cargo_tool::ready("cargo-deny", "deny", arguments)?)?;
    for (manifest, unused) in TREES {
        println!("· {manifest}");
        let mut check = deny(manifest, &["check", "--hide-inclusion-graph"]);
        run_program(check.args(unused).args(["bans", "licenses", "sources"]))?;
    }
    // The advisories stand in a git repository, out of reach where only package registries are.
    if let Err(failure) = output(&mut deny("Cargo.toml", &["fetch", "db"])) {
        let told = failure.to_string();
        let reason = told.lines().rfind(|line| line.starts_with("fatal: ")).unwrap_or(&told);
        println!(
            "SKIPPED advisories and yanked crates: the advisory database cannot be fetched here ({reason})"
        );
        return Ok(());
    }
    for (manifest, _) in TREES {
        run_program(&mut deny(manifest, &["check", "--disable-fetch", "advisories"]))?;
    }
    Ok(())
}

fn deny(manifest: &str, arguments: &[&str]) -> std::process::Command {
    let mut command = cargo(&["deny", "--manifest-path", manifest, "--workspace", "--config", "deny.toml"]);
    command.args(arguments);
    command
}
