//! Programs that extend cargo (`cargo NAME …`) and are built from the registry when asked for. Not here: what the
//! tests need beside cargo (`test::tools`).

use crate::failure::{Failure, Outcome};
use crate::program::{cargo, run};
use crate::workspace;

/// The flag with which a command installs its tool.
pub(crate) const INSTALL: &str = "--install";

/// Takes [`INSTALL`] from the front of the arguments, and sees to it that `tool` is there: built now if asked to,
/// else an answer that says how. Gives what is left of the arguments.
pub(crate) fn ready<'a>(tool: &str, command: &str, arguments: &'a [String]) -> Outcome<&'a [String]> {
    let (install, rest) = match arguments {
        [flag, rest @ ..] if flag == INSTALL => (true, rest),
        rest => (false, rest),
    };
    if workspace::find(tool).is_some() {
        return Ok(rest);
    }
    if !install {
        return Err(Failure::new(format!(
            "{tool} is not installed; `cargo xtask {command} {INSTALL}` builds it first, which takes some minutes"
        )));
    }
    println!("· cargo install --locked {tool}");
    run(&mut cargo(&["install", "--quiet", "--locked", tool]))?;
    if workspace::find(tool).is_some() {
        return Ok(rest);
    }
    Err(Failure::new(format!(
        "{tool} was installed but is not in PATH; add cargo's folder for programs to it"
    )))
}
