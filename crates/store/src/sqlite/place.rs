//! Whether the files that were opened are still those that are there. Who takes a database away, or puts another one in its place,
//! takes with it what is written from then on: that must not be acknowledged.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// The database and its log, as they were when they were opened.
#[derive(Debug)]
pub(super) struct Place {
    files: Vec<(PathBuf, Number)>,
}

/// Device and inode.
type Number = (u64, u64);

impl Place {
    /// Of a database that was just opened. Its log is there as soon as something was read.
    pub(super) fn of(database: &Path) -> Self {
        let mut log = OsString::from(database);
        log.push("-wal");
        let files = [database.to_owned(), PathBuf::from(log)];
        Self { files: files.into_iter().filter_map(|path| number(&path).map(|now| (path, now))).collect() }
    }

    /// [`StoreError::Replaced`] if one of them is gone or is another file.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match self.files.iter().find(|(path, then)| number(path) != Some(*then)) {
            Some((path, _)) => Err(StoreError::Replaced { path: path.clone() }),
            None => Ok(()),
        }
    }
}

fn number(path: &Path) -> Option<Number> {
    std::fs::symlink_metadata(path).ok().map(|found| (found.dev(), found.ino()))
}
