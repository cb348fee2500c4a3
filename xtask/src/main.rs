//! `cargo xtask COMMAND`: what a developer or CI runs. Finds the command and hands it its arguments.
//!
//! Does not belong here: what a command does; each has a file of its own in `commands/`.

mod commands;
mod failure;
mod program;
mod workspace;

use std::process::ExitCode;

use commands::COMMANDS;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        None => usage(),
        Some((name, _)) if ["help", "--help", "-h"].contains(&name.as_str()) => usage(),
        Some((name, rest)) => match COMMANDS.iter().find(|command| command.name == name) {
            Some(command) => match (command.run)(rest) {
                Ok(()) => ExitCode::SUCCESS,
                Err(failure) => {
                    eprintln!("xtask {name}: {failure}");
                    ExitCode::FAILURE
                }
            },
            None => {
                eprintln!("xtask: there is no command {name:?}; `cargo xtask help` lists them");
                ExitCode::from(2)
            }
        },
    }
}

fn usage() -> ExitCode {
    println!("cargo xtask COMMAND\n");
    for command in COMMANDS {
        println!("  {:<10} {}", command.name, command.about);
    }
    ExitCode::SUCCESS
}
