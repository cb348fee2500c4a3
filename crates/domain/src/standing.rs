//! What stands around a process besides its own numbers: who can write its executable, what was
//! replaced under it, what was loaded before it. Read rarely; each fact has its own gap.

use crate::gap::{Gap, Reading};

/// Who can change a file that is executed, by its mode and that of its folder (inode(7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writers {
    /// Somebody besides root can.
    pub not_root_alone: bool,
    /// Somebody besides root and the user of the process can.
    pub strangers: bool,
}

/// Facts about the surroundings of one process.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Who can write the executable or its folder.
    pub writers: Reading<Writers>,
    /// The executable was removed, and another file stands at its path: an upgrade replaced it.
    pub replaced: Reading<bool>,
    /// Libraries that are mapped, were removed, and have a successor at their path (proc_pid_maps(5)).
    pub stale_libraries: Reading<Vec<String>>,
    /// Libraries loaded before all others: `LD_PRELOAD`, `/etc/ld.so.preload` (ld.so(8)).
    pub preloaded: Reading<Vec<String>>,
    /// Standard input, output or error is a network socket.
    pub stdio_socket: Reading<bool>,
}

impl Standing {
    /// Everything was read, and nothing of it is odd.
    #[must_use]
    pub const fn ordinary() -> Self {
        Self {
            writers: Ok(Writers { not_root_alone: false, strangers: false }),
            replaced: Ok(false),
            stale_libraries: Ok(Vec::new()),
            preloaded: Ok(Vec::new()),
            stdio_socket: Ok(false),
        }
    }

    /// Nothing was read, for this reason.
    #[must_use]
    pub const fn unread(gap: Gap) -> Self {
        Self {
            writers: Err(gap),
            replaced: Err(gap),
            stale_libraries: Err(gap),
            preloaded: Err(gap),
            stdio_socket: Err(gap),
        }
    }
}
