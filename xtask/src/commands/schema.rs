//! `cargo xtask schema [CASES]`: schemathesis asks the running program what docs/openapi.json allows and what it does not,
//! the same each time, and holds every answer against the document.

use std::fs;

use crate::commands::measured::{Server, token};
use crate::commands::no_more;
use crate::commands::test::python_with;
use crate::failure::{Failure, Outcome};
use crate::program::{cargo, program, run as run_program};
use crate::workspace;

/// Cases for each operation beside those that cover the edges of its arguments.
const CASES: u32 = 50;

/// Those who ask: one who may only look, and one whose writes are carried out, on a state of our own.
const ROLES: [&str; 2] = ["viewer", "admin"];

/// A stream has no end to wait for; what they take and refuse is tested with the server.
const STREAMS: &str = "/(live|stream)$";

pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (cases, rest) = match arguments {
        [count, rest @ ..] => {
            let number = count.parse();
            (number.map_err(|_| Failure::new(format!("{count:?} is not a number of cases")))?, rest)
        }
        rest => (CASES, rest),
    };
    no_more(rest)?;
    let python = python_with("schemathesis")?;
    run_program(&mut cargo(&["build", "--release", "--locked", "--package", "cli"]))?;
    for role in ROLES {
        println!("· as {role}");
        let state = workspace::scratch("schema")?;
        let outcome = ask(&python, &state, role, cases);
        fs::remove_dir_all(&state).map_err(|cause| Failure::file("remove", &state, &cause))?;
        outcome?;
    }
    Ok(())
}

fn ask(python: &std::path::Path, state: &std::path::Path, role: &str, cases: u32) -> Outcome {
    let state_dir = state.join("state");
    let token = token(&state_dir, "schema", role)?;
    let (_server, address) = Server::start(&state_dir)?;
    let mut command = program(python.with_file_name("schemathesis"), state);
    command.arg("--config-file").arg(workspace::root().join("tests/schema/schemathesis.toml"));
    command.args(["run", "--no-color", "--generation-deterministic"]);
    command.args(["--phases", "examples,coverage,fuzzing"]);
    command.args(["--max-examples", &cases.to_string(), "--exclude-path-regex", STREAMS]);
    command.args([
        "--header",
        &format!("Authorization: Bearer {token}"),
        "--url",
        &format!("http://{address}"),
    ]);
    run_program(command.arg(workspace::root().join("docs/openapi.json")))
}
