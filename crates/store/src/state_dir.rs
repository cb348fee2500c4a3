//! The state directory: made and opened so that nobody else can read it, plant something in it or have
//! this program write somewhere else. What lies in its files is not decided here.

mod stop;

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Gid, Mode, OFlags, RawMode, Stat, Uid};
use rustix::process::geteuid;

use crate::StoreError;

/// Rights of the directory and of each file in it, and the rights that make it unsafe.
const DIR_MODE: RawMode = 0o700;
const FILE_MODE: RawMode = 0o600;
const OTHERS: RawMode = 0o077;
const OTHERS_WRITE: RawMode = 0o022;
const PERMISSIONS: RawMode = 0o7777;

/// A state directory that was found safe to use.
#[derive(Debug)]
pub struct StateDir {
    path: PathBuf,
    handle: File,
    owner: (Uid, Gid),
}

impl StateDir {
    /// For the server: opens the directory or makes it, mode 0700.
    ///
    /// Its owner must be the caller: a server that ran as root on somebody else's folder would take that
    /// somebody's word for its users and rules.
    ///
    /// # Errors
    /// [`StoreError::Foreign`], [`StoreError::Exposed`], [`StoreError::Unwritable`],
    /// [`StoreError::Unreadable`].
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        match fs::symlink_metadata(path) {
            Err(absent) if absent.kind() == io::ErrorKind::NotFound => {
                DirBuilder::new()
                    .recursive(true)
                    .mode(DIR_MODE)
                    .create(path)
                    .map_err(|cause| StoreError::unwritable(path, &cause))?;
            }
            Err(cause) => return Err(StoreError::unreadable(path, &cause)),
            Ok(_) => {}
        }
        let dir = Self::open(path)?;
        if dir.owner.0 != geteuid() {
            return Err(StoreError::Foreign { path: dir.path, owner: dir.owner.0.as_raw() });
        }
        dir.close_to_others()?;
        Ok(dir)
    }

    /// For a command: opens the directory if there is one. Its owner must be the caller; root may act on
    /// anybody's, and the files made there then belong to the directory's owner.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none; else as [`Self::open_or_create`].
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        match fs::symlink_metadata(path) {
            Err(absent) if absent.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::Missing { path: path.to_owned() })
            }
            Err(cause) => Err(StoreError::unreadable(path, &cause)),
            Ok(_) => Self::open(path),
        }
    }

    /// Where it is, free of links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens what is there and refuses what a stranger controls.
    fn open(path: &Path) -> Result<Self, StoreError> {
        let caller = geteuid();
        let unreadable = |cause: io::Error| StoreError::unreadable(path, &cause);
        // systemd's DynamicUser makes the folder a link; a link of root or the caller may be followed.
        let named = fs::symlink_metadata(path).map_err(unreadable)?;
        if named.is_symlink() && named.uid() != 0 && named.uid() != caller.as_raw() {
            return Err(StoreError::Foreign { path: path.to_owned(), owner: named.uid() });
        }
        let path = fs::canonicalize(path).map_err(unreadable)?;
        let unreadable = |cause: io::Error| StoreError::unreadable(&path, &cause);
        let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::RDONLY;
        let opened = rustix::fs::open(&path, flags, Mode::empty());
        let handle = match opened {
            Ok(handle) => File::from(handle),
            // Not ours to open: whose it is says more than that it is closed.
            Err(cause) => {
                let owner = fs::symlink_metadata(&path).map_err(unreadable)?.uid();
                let stranger = owner != 0 && owner != caller.as_raw();
                return Err(match stranger {
                    true => StoreError::Foreign { path: path.clone(), owner },
                    false => unreadable(cause.into()),
                });
            }
        };
        let found = rustix::fs::fstat(&handle).map_err(|cause| unreadable(cause.into()))?;
        let owner = (Uid::from_raw(found.st_uid), Gid::from_raw(found.st_gid));
        if owner.0 != caller && !caller.is_root() && !owner.0.is_root() {
            return Err(StoreError::Foreign { path, owner: found.st_uid });
        }
        if found.st_mode & OTHERS_WRITE != 0 {
            return Err(StoreError::Exposed { path, mode: found.st_mode & PERMISSIONS });
        }
        Ok(Self { path, handle, owner })
    }

    /// Takes the rights of others away, if the directory is new or already holds our database. A folder
    /// that others may read for some other reason is not ours to close.
    fn close_to_others(&self) -> Result<(), StoreError> {
        let denied = |cause: io::Error| StoreError::unwritable(&self.path, &cause);
        let found = rustix::fs::fstat(&self.handle).map_err(|cause| denied(cause.into()))?;
        if found.st_mode & OTHERS == 0 {
            return Ok(());
        }
        let is_empty = || Ok(fs::read_dir(&self.path)?.next().is_none());
        if self.file(crate::sqlite::FILE)?.is_none() && !is_empty().map_err(denied)? {
            return Err(StoreError::Exposed { path: self.path.clone(), mode: found.st_mode & PERMISSIONS });
        }
        rustix::fs::fchmod(&self.handle, Mode::from_raw_mode(DIR_MODE)).map_err(|cause| denied(cause.into()))
    }

    /// The path of the database `name`, made empty if there is none, its rights put right.
    pub(crate) fn database(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        let denied = |cause: rustix::io::Errno| StoreError::unwritable(&path, &cause.into());
        match self.inspect(name)? {
            // Root does not do this in somebody else's directory, where a name may change its meaning at any time.
            Some(found) if found.st_mode & OTHERS != 0 && self.owner.0 == geteuid() => {
                // By name, not by an opened file: closing one would drop the locks that this process holds on it.
                let mode = Mode::from_raw_mode(FILE_MODE);
                rustix::fs::chmodat(&self.handle, name, mode, AtFlags::empty()).map_err(denied)?;
            }
            Some(_) => {}
            None => {
                let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::RDWR;
                let mode = Mode::from_raw_mode(FILE_MODE);
                match rustix::fs::openat(&self.handle, name, flags, mode) {
                    Ok(made) => {
                        if self.owner.0 != geteuid() {
                            let (user, group) = self.owner;
                            rustix::fs::fchown(&made, Some(user), Some(group)).map_err(denied)?;
                        }
                        rustix::fs::fchmod(&made, mode).map_err(denied)?;
                        // The name is on the disk before anything in the file is acknowledged.
                        rustix::fs::fsync(&self.handle).map_err(denied)?;
                    }
                    // Another process was faster: what it made is judged like anything found there.
                    Err(rustix::io::Errno::EXIST) => {
                        self.inspect(name)?;
                    }
                    Err(cause) => return Err(denied(cause)),
                }
            }
        }
        Ok(path)
    }

    /// The path of the database `name` if there is one.
    pub(crate) fn existing_database(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        match self.inspect(name)? {
            Some(_) => Ok(path),
            None => Err(StoreError::Missing { path }),
        }
    }

    /// Looks at the database and the files beside it before anything opens them. SQLite gives those the
    /// owner and the rights of the database itself.
    fn inspect(&self, name: &str) -> Result<Option<Stat>, StoreError> {
        for beside in ["-wal", "-shm", "-journal"] {
            self.file(&format!("{name}{beside}"))?;
        }
        self.file(name)
    }

    /// A regular file with one name, of the directory's owner, root or the caller: or nothing, or an error.
    fn file(&self, name: &str) -> Result<Option<Stat>, StoreError> {
        let path = self.path.join(name);
        let found = match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(found) => found,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(cause) => return Err(StoreError::unreadable(&path, &cause.into())),
        };
        let planted = match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile if found.st_nlink > 1 => Some("a file with a second name"),
            FileType::RegularFile => None,
            FileType::Symlink => Some("a symbolic link"),
            FileType::Fifo => Some("a FIFO"),
            FileType::Socket => Some("a socket"),
            FileType::Directory => Some("a directory"),
            _ => Some("a device"),
        };
        if let Some(found) = planted {
            return Err(StoreError::Planted { path, found });
        }
        let known = [self.owner.0.as_raw(), geteuid().as_raw(), 0];
        if !known.contains(&found.st_uid) {
            return Err(StoreError::Foreign { path, owner: found.st_uid });
        }
        Ok(Some(found))
    }
}
