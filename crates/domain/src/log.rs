//! Logs as data: where lines come from, what a line is, and what can be said about a source. Reading
//! them is `host`'s work, showing them that of the faces.

use crate::time::Wall;

/// How grave a line is: the syslog severities (RFC 5424, 6.2.1) in the five steps that people filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Emergency, alert, critical, error (0–3).
    Error,
    /// Warning (4).
    Warning,
    /// Notice (5).
    Notice,
    /// Informational (6).
    Info,
    /// Debug (7).
    Debug,
}

impl Level {
    /// From the most to the least grave.
    pub const ALL: [Self; 5] = [Self::Error, Self::Warning, Self::Notice, Self::Info, Self::Debug];

    /// The word of the interface.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }

    /// The step of a syslog severity; `None` above 7.
    #[must_use]
    pub const fn of_severity(severity: u8) -> Option<Self> {
        match severity {
            0..=3 => Some(Self::Error),
            4 => Some(Self::Warning),
            5 => Some(Self::Notice),
            6 => Some(Self::Info),
            7 => Some(Self::Debug),
            _ => None,
        }
    }
}

/// One line of a log. Hostile text: invalid UTF-8 was replaced, control characters are still in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was written, where the log says so apart from the text (the journal does).
    pub at: Option<Wall>,
    /// The text without its line end.
    pub text: String,
    /// The text was longer than [`LINE_BYTES`] and the rest was left out.
    pub truncated: bool,
    /// How grave it is, where the log says so (the journal does).
    pub level: Option<Level>,
}

/// Bytes of a line that are kept. Longer ones are cut at a character and marked.
pub const LINE_BYTES: usize = 16 * 1024;

/// Where a source's lines come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file.
    File,
    /// The journal of systemd.
    Journal,
}

impl Kind {
    /// The word of the interface.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Journal => "journal",
        }
    }
}

/// Why a source is not readable now. The words are stable; sentences and the way out are made from them by the faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// There is no such file, or no journal on this machine.
    Missing,
    /// The operating system denies it to this program's user.
    Denied,
    /// Something that is not a log stands in its place: a FIFO, a device, a socket, a folder.
    NotAFile,
    /// A link that leads out of the folder of the log.
    LeadsOut,
    /// The attempt failed for another reason.
    Failed,
}

impl Trouble {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Denied => "denied",
            Self::NotAFile => "not_a_file",
            Self::LeadsOut => "leads_out",
            Self::Failed => "failed",
        }
    }

    /// The state of the contract: `denied` or `missing`.
    #[must_use]
    pub const fn state(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Denied | Self::NotAFile | Self::LeadsOut | Self::Failed => "denied",
        }
    }
}

/// A log that can be asked for, and how it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Opaque id, `[A-Za-z0-9._-]{1,64}`. The only thing by which a request names a log.
    pub id: String,
    /// What a person calls it: the path, or the unit. Hostile text.
    pub title: String,
    /// Where its lines come from.
    pub kind: Kind,
    /// Bytes of the file (`None` for the journal), or why it cannot be read.
    pub state: Result<Option<u64>, Trouble>,
}

/// What a follower has to say besides lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file was replaced by a new one (rename and create); no line was lost.
    Rotated,
    /// The file was cut (truncate, copytruncate). `lost_bytes` were destroyed before they could be read: at
    /// least so many, as far as its size before was seen.
    Truncated {
        /// Bytes known to have been destroyed unread.
        lost_bytes: u64,
    },
    /// Lines were left out because they came faster than they could be taken.
    Skipped {
        /// How many.
        lines: u64,
    },
    /// The source cannot be read any more; it is tried again.
    Lost(Trouble),
    /// It can be read again.
    Back,
}
