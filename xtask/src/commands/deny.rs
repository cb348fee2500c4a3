//! `cargo xtask deny`: what the dependency tree may hold, by `deny.toml`.

use crate::commands::no_more;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run as run_program};
use crate::workspace;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    if workspace::find("cargo-deny").is_none() {
        return Err(Failure::new(
            "cargo-deny is not installed; `cargo install --locked cargo-deny` (some minutes)",
        ));
    }
    run_program(&mut cargo(&["deny", "--workspace", "check", "bans", "licenses", "sources"]))
}
