//! Runs node and npm: the check of the version, `npm ci` when the lock file changed, `npm run build`.
//!
//! Does not belong here: when to build, and what becomes of the result.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest as _, Sha256};

use crate::inputs::hex;
use crate::{Failure, PREBUILT, cannot};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Builds `web` into `dist`, which is emptied first.
pub(crate) fn build(web: &Path, dist: &Path) -> Result<(), Failure> {
    check_node(web)?;
    install(web)?;
    let dist = dist.as_os_str();
    run(web, &["run", "build", "--", "--emptyOutDir", "--outDir"].map(OsStr::new), Some(dist))
}

fn check_node(web: &Path) -> Result<(), Failure> {
    let wanted = format!(
        "the page is built with Node.js ^20.19 or >= 22.12 (and its npm); install one from your distribution or \
         nodejs.org, or set {PREBUILT} to a folder with a built page"
    );
    let output = Command::new("node").arg("--version").current_dir(web).output();
    let output = output.map_err(|cause| format!("cannot run node: {cause}; {wanted}"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if accepted(&version) { Ok(()) } else { Err(format!("node says it is version {version:?}; {wanted}")) }
}

/// What Vite asks for.
fn accepted(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split(['.', '-']).map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(20)), Some(Ok(minor))) => minor >= 19,
        (Some(Ok(22)), Some(Ok(minor))) => minor >= 12,
        (Some(Ok(major)), Some(Ok(_))) => major > 22,
        _ => false,
    }
}

/// `npm ci`, unless `node_modules` was made from this very lock file.
fn install(web: &Path) -> Result<(), Failure> {
    let lock_path = web.join("package-lock.json");
    let lock = fs::read(&lock_path).map_err(|cause| cannot("read", &lock_path, &cause))?;
    let wanted = hex(&Sha256::digest(&lock), 16);
    let stamp = web.join("node_modules/.made-from-lock");
    if fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == wanted) {
        return Ok(());
    }
    run(web, &["ci", "--no-audit", "--no-fund"].map(OsStr::new), None)?;
    fs::write(&stamp, wanted).map_err(|cause| cannot("write", &stamp, &cause))
}

fn run(web: &Path, arguments: &[&OsStr], last: Option<&OsStr>) -> Result<(), Failure> {
    let mut command = Command::new(NPM);
    command.args(arguments).args(last).current_dir(web).env("NO_COLOR", "1").env_remove("NODE_ENV");
    let shown = arguments.iter().take(2).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    let output =
        command.output().map_err(|cause| format!("cannot run npm: {cause}; it comes with Node.js"))?;
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    let lines: Vec<_> = told.lines().filter(|line| !line.trim().is_empty()).collect();
    let tail = lines.get(lines.len().saturating_sub(40)..).unwrap_or_default().join("\n");
    Err(format!(
        "`npm {shown}` in {} failed ({}); {PREBUILT}=DIR embeds a page built elsewhere\n{tail}",
        web.display(),
        output.status
    ))
}
