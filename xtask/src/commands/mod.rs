//! The registry of commands. A new one is a file here and a line in `COMMANDS`.

mod bench;
mod cargo_tool;
mod codegen;
mod deny;
mod docs;
mod fuzz;
mod load;
mod measured;
mod record;
mod schema;
mod shots;
mod sleepers;
mod test;
mod tidy;

use crate::failure::{Failure, Outcome};

/// One command of `cargo xtask`.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) run: fn(&[String]) -> Outcome,
}

/// Everything that `cargo xtask` can do, in the order of its help.
pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        about: "install what the tests need where it can, then run them all [STEP…]",
        run: test::run,
    },
    Command {
        name: "tidy",
        about: "only the house rules: headers, lengths, arrows, wording",
        run: tidy::run,
    },
    Command { name: "docs", about: "try every command line that the documents name", run: docs::run },
    Command {
        name: "codegen",
        about: "write docs/openapi.json and the types of the page [--check]",
        run: codegen::run,
    },
    Command {
        name: "bench",
        about: "measure beside psutil and C, write docs/BENCHMARKS.md [--quick]",
        run: bench::run,
    },
    Command {
        name: "load",
        about: "measure each route, memory and a crowded server, write docs/LOAD.md [--quick] [--processes N]",
        run: load::run,
    },
    Command {
        name: "schema",
        about: "hold the running program against docs/openapi.json with schemathesis [CASES]",
        run: schema::run,
    },
    Command {
        name: "fuzz",
        about: "run the fuzz targets [--install] [--seconds N] [TARGET…]",
        run: fuzz::run,
    },
    Command {
        name: "deny",
        about: "check licences, bans, sources and advisories of the dependencies [--install]",
        run: deny::run,
    },
    Command {
        name: "record",
        about: "record the servers of the golden tests anew, on Debian machines [KIND…]",
        run: record::run,
    },
    Command { name: "shots", about: "take the screenshots of the README", run: shots::run },
];

/// Refuses arguments that a command does not know.
pub(crate) fn no_more(arguments: &[String]) -> Outcome {
    match arguments.first() {
        None => Ok(()),
        Some(unknown) => Err(Failure::new(format!("unknown argument {unknown:?}; see `cargo xtask help`"))),
    }
}
