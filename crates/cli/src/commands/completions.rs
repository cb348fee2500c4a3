//! `completions SHELL`: the completion script on stdout.

use std::io::Write as _;

use clap_complete::Shell;
use words::Words;

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::help;

/// Writes the script of that shell.
pub(crate) fn run(shell: Shell, words: &'static Words) -> Outcome {
    // Into memory first: the generator stops the program when a write fails, as at a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(words), "server-monitor", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
