//! What the page is made of: which files count, their hash, and what cargo should watch.
//!
//! Does not belong here: running anything.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::{Failure, cannot};

/// Written by npm, Vite or an editor, never read as a source.
const NOT_SOURCES: [&str; 4] = ["node_modules", "dist", ".generated", ".svelte-kit"];

/// The sources of the page.
pub(crate) struct Inputs {
    /// Of the paths and contents, in hex. Files that only tests read do not count.
    pub(crate) hash: String,
    /// Files and folders whose change asks for a new look. Folders are watched with all below them.
    pub(crate) watched: Vec<PathBuf>,
}

/// Finds the inputs below the root of the repository.
pub(crate) fn find(root: &Path) -> Result<Inputs, Failure> {
    let mut watched = vec![root.join("locales")];
    // Not `web` itself: cargo would walk node_modules at each build.
    for path in entries(&root.join("web"))? {
        if !NOT_SOURCES.iter().any(|name| path.ends_with(name)) {
            watched.push(path);
        }
    }
    let mut files = Vec::new();
    for path in &watched {
        collect(path, &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for path in files.iter().filter(|path| counts(path)) {
        let content = fs::read(path).map_err(|cause| cannot("read", path, &cause))?;
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        // Lengths keep one file's end from passing as the next one's beginning.
        hash.update(format!("{}:{name}:{}:", name.len(), content.len()));
        hash.update(&content);
    }
    Ok(Inputs { hash: hex(&hash.finalize(), 16), watched })
}

/// The first `bytes` bytes of a digest as lower-case hex.
pub(crate) fn hex(digest: &[u8], bytes: usize) -> String {
    digest.iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

fn counts(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    !name.ends_with(".test.ts") && !name.ends_with(".md")
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_dir() {
        for entry in entries(path)? {
            collect(&entry, files)?;
        }
    } else {
        files.push(path.to_path_buf());
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = fs::read_dir(folder).map_err(|cause| cannot("read", folder, &cause))?;
    let mut paths = Vec::new();
    for entry in read {
        paths.push(entry.map_err(|cause| cannot("read", folder, &cause))?.path());
    }
    paths.sort();
    Ok(paths)
}
