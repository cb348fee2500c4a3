//! The `server-monitor` binary: argument parsing, configuration, terminal output and wiring. What is
//! read from the machine, decided, stored and served lives in the other crates.

mod args;
mod commands;
mod config;
mod exit;
mod failure;
mod help;
mod mistyped;
mod output;
mod run;
mod show;
mod unix;

use std::process::ExitCode;

/// Counts what is asked of the system's allocator, for `bench scan`.
#[global_allocator]
static ALLOCATOR: host::alloc::Counting = host::alloc::Counting::new();

fn main() -> ExitCode {
    host::alloc::keep_little();
    run::run(std::env::args_os().collect()).into()
}
