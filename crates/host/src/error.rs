//! Why no sampler could be made. A reading that fails is no error: it is a `Gap`.

use std::path::PathBuf;

/// The machine cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The process file system is not there, so nothing could ever be read.
    #[error("cannot open {path}: {source}; mount it with `mount -t proc proc {path}`", path = path.display())]
    NoProc {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
