//! Where things are: the repository, the target folder, the tools that xtask keeps for itself.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Cargo's target folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A folder below `target/xtask`, created.
pub(crate) fn scratch(name: &str) -> Outcome<PathBuf> {
    let path = target().join("xtask").join(name);
    fs::create_dir_all(&path).map_err(|cause| Failure::file("create", &path, &cause))?;
    Ok(path)
}

/// The binary of a profile, `debug` or `release`.
pub(crate) fn binary(profile: &str) -> PathBuf {
    target().join(profile).join(format!("server-monitor{}", env::consts::EXE_SUFFIX))
}

/// Builds programs and examples with the features that `cargo test --workspace` builds them with: where that ran before,
/// nothing is left to do. A single package would be built with others, and everything below it once more.
pub(crate) const AS_TESTED: &[&str] =
    &["build", "--quiet", "--locked", "--workspace", "--bins", "--examples"];

/// An example as [`AS_TESTED`] builds it.
pub(crate) fn example(name: &str) -> PathBuf {
    target().join("debug/examples").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// `PATH` with the tools that xtask unpacked for itself at its end.
pub(crate) fn search_path() -> OsString {
    let mut folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    // Where a bare system keeps what only root usually calls.
    folders.extend(["/usr/sbin", "/sbin"].map(PathBuf::from));
    folders.extend(["xtask/tools/usr/bin", "xtask/tools/usr/sbin"].map(|folder| target().join(folder)));
    env::join_paths(folders).unwrap_or_default()
}

/// The program of that name, if it can be found.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&search_path()).map(|folder| folder.join(program)).find(|path| path.is_file())
}
