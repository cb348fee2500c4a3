//! Builds the page with npm and embeds it: `web/` → a folder of files → `assets.rs` in `OUT_DIR`.
//!
//! The page is built once for each content of its inputs, in `target/page/<hash>`, whatever the profile or the tool
//! (`build`, `clippy`, `test`) that asks; a lock file keeps two cargo runs from building it at once.
//! `SERVER_MONITOR_WEB_DIST=DIR` embeds a folder built elsewhere and runs neither node nor npm.

mod inputs;
mod npm;
mod table;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Why the page could not be built, for a person: what happened and what to do.
type Failure = String;

const PREBUILT: &str = "SERVER_MONITOR_WEB_DIST";

fn main() {
    if let Err(failure) = run() {
        for line in failure.lines() {
            println!("cargo::error={line}");
        }
    }
}

fn run() -> Result<(), Failure> {
    println!("cargo::rerun-if-env-changed={PREBUILT}");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let root = repository()?;
    let dist = match env::var_os(PREBUILT).filter(|dir| !dir.is_empty()) {
        Some(dir) => prebuilt(&root.join(dir))?,
        None => built(&root, &out)?,
    };
    table::write(&dist, &out)
}

/// The folder that somebody built and named.
fn prebuilt(dist: &Path) -> Result<PathBuf, Failure> {
    if !dist.join("index.html").is_file() {
        return Err(format!(
            "{PREBUILT} names {}, which holds no index.html; give the folder that `npm run build` wrote, or unset it",
            dist.display()
        ));
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    Ok(dist.to_path_buf())
}

/// The folder of `target/page` for today's inputs, built now if it is not there.
fn built(root: &Path, out: &Path) -> Result<PathBuf, Failure> {
    let found = inputs::find(root)?;
    for path in &found.watched {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let shelf = shelf(out);
    fs::create_dir_all(&shelf).map_err(|cause| cannot("create", &shelf, &cause))?;
    let lock_path = shelf.join("lock");
    let lock = File::create(&lock_path).map_err(|cause| cannot("create", &lock_path, &cause))?;
    lock.lock().map_err(|cause| cannot("lock", &lock_path, &cause))?;

    let dist = shelf.join(&found.hash);
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    // Built beside its name and renamed: a build that is interrupted leaves nothing that looks finished.
    let half = shelf.join("unfinished");
    npm::build(&root.join("web"), &half)?;
    keep_only_newest(&shelf, 3);
    fs::rename(&half, &dist).map_err(|cause| cannot("rename", &half, &cause))?;
    Ok(dist)
}

/// `target/page`: the nearest folder above `OUT_DIR` that cargo marked as its own, so that all profiles share it.
fn shelf(out: &Path) -> PathBuf {
    let target = out.ancestors().filter(|dir| dir.join("CACHEDIR.TAG").is_file()).last();
    target.unwrap_or(out).join("page")
}

/// Drops the oldest builds. Nothing reads them later: `table` copies what it embeds.
fn keep_only_newest(shelf: &Path, count: usize) {
    let Ok(entries) = fs::read_dir(shelf) else { return };
    let mut builds: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.path().join("index.html").is_file())
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .filter(|(_, path)| !path.ends_with("unfinished"))
        .collect();
    builds.sort();
    for (_, path) in builds.iter().rev().skip(count.saturating_sub(1)) {
        // A build that cannot be removed costs a little disk and nothing else.
        let _ = fs::remove_dir_all(path);
    }
}

fn repository() -> Result<PathBuf, Failure> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let root = here.ancestors().nth(2).map(Path::to_path_buf);
    root.filter(|root| root.join("web/package.json").is_file()).ok_or_else(|| {
        format!(
            "there is no web/ beside {}; build from the whole repository, or set {PREBUILT} to a built page",
            here.display()
        )
    })
}

fn variable(name: &str) -> Result<String, Failure> {
    env::var(name).map_err(|cause| format!("{name} from cargo: {cause}; build with cargo"))
}

/// The one wording of a file that does not do what is asked.
fn cannot(verb: &str, path: &Path, cause: &std::io::Error) -> Failure {
    format!("cannot {verb} {}: {cause}", path.display())
}
