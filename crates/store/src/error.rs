//! What can go wrong with the local store. No driver is named: callers match on what it means for them.

use std::path::{Path, PathBuf};

use domain::policy::Platform;

use crate::{InvalidName, Name, PolicyId, RemoteFault};

/// What kind of thing a name in an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A user.
    User,
    /// A token.
    Token,
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Token => "token",
        })
    }
}

/// Why the local store did not do what it was asked.
///
/// [`Self::is_access_problem`] tells what the operating system denied (exit code 5 of the command line).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The name is taken.
    #[error("{subject} {name} exists already; choose another name")]
    Exists {
        /// User or token.
        subject: Subject,
        /// The name.
        name: Name,
    },
    /// Nothing has that name.
    #[error("there is no {subject} {name}; `{subject} list` shows all")]
    NotFound {
        /// User or token.
        subject: Subject,
        /// The name.
        name: Name,
    },
    /// Not a name.
    #[error(transparent)]
    InvalidName(#[from] InvalidName),
    /// The last admin may be neither removed nor demoted.
    #[error("{name} is the last admin; make another user admin first")]
    LastAdmin {
        /// The last admin.
        name: Name,
    },
    /// A user exists or existed: there is no set-up any more.
    #[error("set-up is over; add users with `server-monitor user add`")]
    SetUpOver,
    /// The set-up token is not the one that is out, or its time is up.
    #[error("this set-up token is not valid; start the server again for a new one")]
    SetUpToken,
    /// The user changed after the password was read: what was proven is void.
    #[error("{name} was changed meanwhile; log in again")]
    Changed {
        /// The user.
        name: Name,
    },
    /// The user has a second factor already.
    #[error("{name} has a second factor already; switch it off first")]
    FactorExists {
        /// The user.
        name: Name,
    },
    /// The user has no second factor.
    #[error("{name} has no second factor")]
    FactorMissing {
        /// The user.
        name: Name,
    },
    /// The second factor was not proven: nothing, no code of this user, or one that was used before.
    #[error("the second factor of {name} was not proven; take the next code")]
    FactorRefused {
        /// The user.
        name: Name,
    },
    /// There are as many as there may be.
    #[error("there are {limit} {subject}s already, which is the limit; remove one first")]
    Full {
        /// User or token.
        subject: Subject,
        /// How many there may be.
        limit: usize,
    },
    /// No policy has that name and platform.
    #[error("there is no policy of {name:?} for {}; `policy list` shows all", platform.word())]
    PolicyMissing {
        /// The name of the process.
        name: String,
        /// The platform.
        platform: Platform,
    },
    /// No document of policies has that id.
    #[error("there is no policy with the id {id}; `policy list --json` names the ids of all")]
    DocumentMissing {
        /// The id.
        id: PolicyId,
    },
    /// A policy has that name and platform already.
    #[error("there is a policy of {name:?} for {} already; change that one", platform.word())]
    PolicyExists {
        /// The name of the process.
        name: String,
        /// The platform.
        platform: Platform,
    },
    /// There are as many policies as there may be.
    #[error("there are {limit} policies already, which is the limit; remove some first")]
    PoliciesFull {
        /// How many there may be.
        limit: usize,
    },
    /// A policy with more in it than is kept.
    #[error("the policy of {name:?} is larger than {limit} bytes; shorten it")]
    PolicyTooLarge {
        /// The name of the process.
        name: String,
        /// How many bytes of JSON it may have.
        limit: usize,
    },
    /// A rule of the autopilot that may not be kept as it is.
    #[error("{0}")]
    RuleInvalid(domain::autopilot::Invalid),
    /// No rule of the autopilot has that id.
    #[error("there is no rule {id:?}; `autopilot rules` shows all")]
    RuleMissing {
        /// The id.
        id: String,
    },
    /// There are as many rules as there may be.
    #[error("there are {limit} rules already, which is the limit; remove some first")]
    RulesFull {
        /// How many there may be.
        limit: usize,
    },
    /// A rule with more in it than is kept.
    #[error("the rule {id:?} is larger than {limit} bytes; shorten it")]
    RuleTooLarge {
        /// The id.
        id: String,
        /// How many bytes of JSON it may have.
        limit: usize,
    },
    /// There is no state directory or no database in it.
    #[error("{path}: no state directory of server-monitor yet; start the server or add a user first")]
    Missing {
        /// The directory or file.
        path: PathBuf,
    },
    /// The operating system does not let us read it.
    #[error("{path}: cannot be read ({cause}); {way_out}")]
    Unreadable {
        /// The directory or file.
        path: PathBuf,
        /// The operating system's words.
        cause: String,
        /// What to do about it.
        way_out: String,
    },
    /// The operating system does not let us write it.
    #[error("{path}: cannot be written ({cause}); {way_out}")]
    Unwritable {
        /// The directory or file.
        path: PathBuf,
        /// The operating system's words.
        cause: String,
        /// What to do about it.
        way_out: String,
    },
    /// The disk is full.
    #[error("{path}: cannot be written, its disk is full; free some space there")]
    NoSpace {
        /// The directory or file.
        path: PathBuf,
    },
    /// Written by a newer version of this program.
    #[error(
        "{path}: written by a newer server-monitor (schema {found}, this one knows {known}); \
             use that version or another state directory"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest schema version known here.
        known: i64,
    },
    /// Written by an older version of this program, and opened for reading only.
    #[error(
        "{path}: written by an older server-monitor (schema {found}, this one knows {known}); \
             start the server once to bring it up to date"
    )]
    Older {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest schema version known here.
        known: i64,
    },
    /// The directory or a file in it belongs to somebody else.
    #[error(
        "{path}: belongs to uid {owner}, a stranger; give it to the user who runs server-monitor, \
             or use another state directory"
    )]
    Foreign {
        /// The directory or file.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
    },
    /// Others may write into the directory, or read what lies in it.
    #[error(
        "{path}: mode {mode:04o} lets others in; `chmod 700 {path}` after checking what lies in it, \
             or use another state directory"
    )]
    Exposed {
        /// The directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Something else stands where the database should be.
    #[error("{path}: {found} where a database should be; remove it, or use another state directory")]
    Planted {
        /// The file.
        path: PathBuf,
        /// What was found.
        found: &'static str,
    },
    /// The file is no database of this program, or it is damaged.
    #[error(
        "{path}: not a usable database ({cause}); restore it from a backup, or use another state directory"
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The file that was opened is not the one that is there by now: what is written into it would be lost.
    #[error(
        "{path}: is no longer the file that was opened; put that one back, or start the program again with the one that is there"
    )]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// A database that is somewhere else did not do it.
    #[error("{address}: {}", fault.sentence(said))]
    Remote {
        /// Where it is: hosts alone, no names and no passwords.
        address: String,
        /// What is wrong.
        fault: RemoteFault,
        /// What it said itself; often nothing.
        said: String,
    },
    /// Another process held the database for too long.
    #[error("{path}: in use by another process for more than {waited_s} s; try again")]
    Busy {
        /// The database.
        path: PathBuf,
        /// How long we waited, seconds.
        waited_s: u64,
    },
}

impl StoreError {
    /// The operating system denies what was asked, or the place is not safe to use.
    #[must_use]
    pub const fn is_access_problem(&self) -> bool {
        matches!(
            self,
            Self::Unreadable { .. }
                | Self::Unwritable { .. }
                | Self::NoSpace { .. }
                | Self::Foreign { .. }
                | Self::Exposed { .. }
                | Self::Planted { .. }
                | Self::Replaced { .. }
        )
    }

    /// A reading that the operating system refused.
    pub(crate) fn unreadable(path: &Path, cause: &std::io::Error) -> Self {
        let way_out = match cause.kind() {
            std::io::ErrorKind::PermissionDenied => "run as its owner or as root",
            std::io::ErrorKind::NotADirectory => "name a directory",
            _ => "check the path and the disk",
        };
        Self::Unreadable { path: path.to_owned(), cause: cause.to_string(), way_out: way_out.to_owned() }
    }

    /// A writing that the operating system refused.
    pub(crate) fn unwritable(path: &Path, cause: &std::io::Error) -> Self {
        let way_out = match cause.kind() {
            std::io::ErrorKind::PermissionDenied => {
                "run as its owner or as root, or choose another place with --state-dir"
            }
            std::io::ErrorKind::StorageFull => return Self::NoSpace { path: path.to_owned() },
            std::io::ErrorKind::ReadOnlyFilesystem => "choose a writable place with --state-dir",
            _ => "check the path and the disk, or choose another place with --state-dir",
        };
        Self::Unwritable { path: path.to_owned(), cause: cause.to_string(), way_out: way_out.to_owned() }
    }
}
