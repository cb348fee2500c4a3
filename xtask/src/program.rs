//! Running other programs: in the foreground, for their output, or into a log.

use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::workspace;

/// A command in a folder of the repository, with the search path of xtask and without what would change its answer.
pub(crate) fn program(name: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command.current_dir(folder).env("PATH", workspace::search_path()).stdin(Stdio::null());
    // The tests bring their own configuration; what the person has set is theirs.
    for key in ["HOST", "PORT", "MONGO_URL", "BASE_PATH", "SERVER_MONITOR_WEB_DIST", "STATE_DIRECTORY"] {
        command.env_remove(key);
    }
    command
}

/// The cargo that runs this xtask, at the root of the repository.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = program(cargo, workspace::root());
    command.args(arguments);
    command
}

/// npm in a folder of the repository.
pub(crate) fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" }, folder);
    command.args(arguments).env("NO_COLOR", "1");
    command
}

/// Runs it with its output on ours.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = shown(command);
    let status = command.status().map_err(|cause| Failure::new(format!("cannot run `{shown}`: {cause}")))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{shown}` failed: {status}"))) }
}

/// Runs it and answers what it wrote to stdout.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    let output = command.output().map_err(|cause| Failure::new(format!("cannot run `{shown}`: {cause}")))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("`{shown}` failed: {}\n{}", output.status, told.trim_end())));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::new(format!("`{shown}` wrote text that is not UTF-8")))
}

/// Runs it with both outputs appended to `log`; answers whether it succeeded.
pub(crate) fn logged(command: &mut Command, log: &File) -> Outcome<bool> {
    let shown = shown(command);
    let copy = || {
        log.try_clone().map_err(|cause| Failure::new(format!("cannot write the log of `{shown}`: {cause}")))
    };
    let status = command.stdout(copy()?).stderr(copy()?).status();
    status
        .map(|status| status.success())
        .map_err(|cause| Failure::new(format!("cannot run `{shown}`: {cause}")))
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
