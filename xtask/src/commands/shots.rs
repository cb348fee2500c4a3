//! `cargo xtask shots`: the pictures of the README, taken from a real server on this machine.

use crate::commands::{no_more, test};
use crate::failure::Outcome;
use crate::program::{npm, run as run_program};
use crate::workspace;

pub(crate) fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    let folder = test::prepare_browser("release")?;
    let mut playwright = npm(&folder, &["exec", "--", "playwright", "test", "--config", "shots.config.ts"]);
    run_program(playwright.env("SERVER_MONITOR_BIN", workspace::binary("release")))
}
