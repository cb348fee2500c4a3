//! `cargo xtask tidy`: the house rules alone. They are tests of this crate, so `cargo test` runs them too.

use crate::commands::no_more;
use crate::failure::Outcome;
use crate::program::{cargo, run as run_program};

pub(crate) fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    run_program(&mut cargo(&["test", "--quiet", "--locked", "--package", "xtask", "--test", "tidy"]))
}
