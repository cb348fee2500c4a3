//! `.env`: beside the configuration file or in the working directory, never a parent's, and only if nobody
//! else could have written it (DESIGN §8.6).

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use domain::text::visible;
use words::Words;

/// Largest file that is read.
const LARGEST: u64 = 64 * 1024;

/// A `.env` that was read.
#[derive(Debug)]
pub(crate) struct DotEnv {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its variables with the line on which each stands; the first of a name counts.
    pub(crate) variables: BTreeMap<String, (String, usize)>,
}

/// A `.env` that is there and is not used.
#[derive(Debug)]
pub(crate) struct Refused {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Why.
    pub(crate) why: Why,
}

/// Why a `.env` is not used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It belongs to somebody else.
    Stranger(u32),
    /// Others may write it.
    Writable(u32),
    /// It is a link, a device or a FIFO.
    NoFile,
    /// It is too large, not UTF-8 or cannot be read.
    Unreadable,
    /// A line is no `NAME=value`.
    Line(usize),
}

impl Refused {
    /// Why, on one line.
    pub(crate) fn say(&self, words: &Words) -> String {
        let path = visible(&self.path.to_string_lossy()).into_owned();
        let (id, more) = match self.why {
            Why::Stranger(uid) => ("dotenv-stranger", Some(("uid", uid.to_string()))),
            Why::Writable(mode) => ("dotenv-writable", Some(("mode", format!("{mode:04o}")))),
            Why::NoFile => ("dotenv-no-file", None),
            Why::Unreadable => ("dotenv-unreadable", None),
            Why::Line(line) => ("dotenv-line", Some(("line", line.to_string()))),
        };
        let mut arguments = vec![("path", (&path).into())];
        arguments.extend(more.as_ref().map(|(name, value)| (*name, value.into())));
        words.text(id, &arguments)
    }
}

/// The first `.env` of `folders` that is there.
///
/// # Errors
/// [`Refused`] if it is there and must not be used; the next folder is not tried then, so that nobody
/// can take one file away to make another count.
pub(crate) fn read(folders: &[&Path], uid: u32) -> Result<Option<DotEnv>, Refused> {
    for folder in folders {
        let path = folder.join(".env");
        match open(&path) {
            Ok(file) => {
                return match of_file(file, uid) {
                    Ok(variables) => Ok(Some(DotEnv { path, variables })),
                    Err(why) => Err(Refused { path, why }),
                };
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                return Err(Refused { path, why: Why::NoFile });
            }
            Err(_) => return Err(Refused { path, why: Why::Unreadable }),
        }
    }
    Ok(None)
}

/// A link is not followed, and a FIFO does not block.
fn open(path: &Path) -> io::Result<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)
}

/// What is checked is the open file: it cannot be exchanged between the check and the reading.
fn of_file(file: File, uid: u32) -> Result<BTreeMap<String, (String, usize)>, Why> {
    let meta = file.metadata().map_err(|_| Why::Unreadable)?;
    if !meta.is_file() {
        return Err(Why::NoFile);
    }
    if meta.uid() != 0 && meta.uid() != uid {
        return Err(Why::Stranger(meta.uid()));
    }
    if meta.mode() & 0o022 != 0 {
        return Err(Why::Writable(meta.mode() & 0o777));
    }
    let mut text = String::new();
    let read = file.take(LARGEST + 1).read_to_string(&mut text).map_err(|_| Why::Unreadable)?;
    if read as u64 > LARGEST {
        return Err(Why::Unreadable);
    }
    parse(&text)
}

/// The variables of a file, by the text of it.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, (String, usize)>, Why> {
    let mut variables = BTreeMap::new();
    for item in dotenvy::from_read_iter(text.as_bytes()) {
        match item {
            Ok((name, value)) => {
                let line = line_of(text, &name);
                variables.entry(name).or_insert((value, line));
            }
            Err(dotenvy::Error::LineParse(written, _)) => {
                let first = written.lines().next().unwrap_or_default().trim();
                let line = text.lines().position(|line| line.trim() == first).map_or(1, |index| index + 1);
                return Err(Why::Line(line));
            }
            Err(_) => return Err(Why::Unreadable),
        }
    }
    Ok(variables)
}

/// The first line that sets `name`, from 1.
fn line_of(text: &str, name: &str) -> usize {
    let sets = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").map_or(line, str::trim_start);
        line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(sets).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn folder(text: &str, mode: u32) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        folder
    }

    fn own_uid() -> u32 {
        rustix::process::geteuid().as_raw()
    }

    fn why(folder: &Path, uid: u32) -> Why {
        read(&[folder], uid).unwrap_err().why
    }

    #[test]
    fn variables_keep_the_line_on_which_they_stand() {
        let folder = folder("# a\nHOST=0.0.0.0\nexport PORT = 9000\nHOST=1.1.1.1\n", 0o600);
        let found = read(&[folder.path()], own_uid()).unwrap().unwrap();
        assert_eq!(found.variables["HOST"], ("0.0.0.0".to_owned(), 2));
        assert_eq!(found.variables["PORT"], ("9000".to_owned(), 3));
    }

    #[test]
    fn a_file_that_others_may_write_is_refused() {
        for mode in [0o622, 0o620, 0o666] {
            assert_eq!(why(folder("HOST=0.0.0.0", mode).path(), own_uid()), Why::Writable(mode));
        }
    }

    #[test]
    fn the_file_of_a_stranger_is_refused() {
        let folder = folder("HOST=0.0.0.0", 0o600);
        // Root's own file is nobody's stranger: it is given away where that is possible.
        if own_uid() == 0 {
            std::os::unix::fs::chown(folder.path().join(".env"), Some(4242), None).unwrap();
            assert_eq!(why(folder.path(), 0), Why::Stranger(4242));
        } else {
            assert_eq!(why(folder.path(), own_uid() + 1), Why::Stranger(own_uid()));
        }
    }

    #[test]
    fn a_link_and_a_fifo_are_refused_and_do_not_block() {
        let target = folder("HOST=0.0.0.0", 0o600);
        let linked = tempfile::tempdir().unwrap();
        symlink(target.path().join(".env"), linked.path().join(".env")).unwrap();
        assert_eq!(why(linked.path(), own_uid()), Why::NoFile);
        let piped = tempfile::tempdir().unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            piped.path().join(".env"),
            rustix::fs::FileType::Fifo,
            0o600.into(),
            0,
        )
        .unwrap();
        assert_eq!(why(piped.path(), own_uid()), Why::NoFile);
    }

    #[test]
    fn the_first_folder_decides_even_by_being_refused() {
        let (first, second) = (folder("HOST=1.1.1.1", 0o666), folder("HOST=2.2.2.2", 0o600));
        assert!(read(&[first.path(), second.path()], own_uid()).is_err());
        let empty = tempfile::tempdir().unwrap();
        let found = read(&[empty.path(), second.path()], own_uid()).unwrap().unwrap();
        assert_eq!(found.variables["HOST"].0, "2.2.2.2");
    }

    #[test]
    fn a_broken_line_is_named_without_its_content() {
        assert_eq!(parse("A=1\nMONGO_URL mongodb://u:secret@h\n"), Err(Why::Line(2)));
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        assert_eq!(why(folder(&"# x\n".repeat(20_000), 0o600).path(), own_uid()), Why::Unreadable);
    }
}
