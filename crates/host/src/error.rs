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
    /// What is mounted there is something else: a recorded or faked folder must not be taken for this machine.
    #[error("{path} is not a process file system; mount one with `mount -t proc proc {path}`", path = path.display())]
    NotProc {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It numbers processes otherwise than the system calls of this program do: a pid read there would name
    /// somebody else.
    #[error("{path} belongs to another pid namespace than this program; start it with one of its own: `unshare --pid --fork --mount-proc`", path = path.display())]
    ForeignProc {
        /// Where it was looked for.
        path: PathBuf,
    },
}
