//! Turns `catalogue/**/*.toml` into static tables, so that the catalogue costs nothing at the start and
//! nothing is parsed on a user's machine. A mistake in a chapter stops the build with its file and entry.
//!
//! What an entry means is in `src/catalogue`; what makes a good one is checked by its tests.

#![allow(clippy::disallowed_methods, reason = "what is banned in the library is the work of its build")]

mod emit;
mod ports;
mod programs;
mod table;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Fault = Box<dyn Error>;

fn main() -> Result<(), Fault> {
    let source = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").ok_or("no CARGO_MANIFEST_DIR")?)
        .join("catalogue");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed=build");
    let mut entries = Vec::new();
    for platform in ["linux", "windows", "common"] {
        for (chapter, file) in chapters(&source.join(platform))? {
            let table = table::read(&file)?;
            entries.extend(programs::of(&table, platform, &chapter, &file)?);
        }
    }
    let known = ports::of(&table::read(&source.join("ports.toml"))?)?;
    fs::write(out.join("catalogue.rs"), emit::programs(&mut entries))?;
    fs::write(out.join("ports.rs"), emit::ports(known))?;
    Ok(())
}

/// The chapters of a platform, in the order of their names, so that the same sources give the same tables.
fn chapters(folder: &Path) -> Result<Vec<(String, PathBuf)>, Fault> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files
        .into_iter()
        .map(|file| (file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), file))
        .collect())
}
