//! A file of proc(5) that is opened once and read again on each tick, from its beginning, into the same memory.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use domain::{Cause, Gap, Reading};

/// No file that is read here is longer; a longer one is not a file of the kernel.
const LONGEST: usize = 16 << 20;

/// Room that the first read is given.
const FIRST: usize = 4096;

/// A file that is kept open.
pub(crate) struct KeptFile {
    path: PathBuf,
    /// The attempt, for the cause of a gap: `read /proc/stat`.
    action: &'static str,
    file: Option<File>,
    buffer: Vec<u8>,
}

impl KeptFile {
    /// A file that will be opened when it is first read.
    pub(crate) const fn new(path: PathBuf, action: &'static str) -> Self {
        Self { path, action, file: None, buffer: Vec::new() }
    }

    /// All that the file holds now.
    ///
    /// # Errors
    /// See [`gap_of`]; after an error the file is opened anew at the next reading.
    pub(crate) fn read(&mut self) -> Reading<&[u8]> {
        match self.read_to_buffer() {
            Ok(length) => Ok(self.buffer.get(..length).unwrap_or_default()),
            Err(gap) => {
                self.file = None;
                Err(gap)
            }
        }
    }

    fn read_to_buffer(&mut self) -> Reading<usize> {
        let gap = |error: std::io::Error| gap_of(&error, self.action);
        let file = match &mut self.file {
            Some(file) => file,
            closed => closed.insert(File::open(&self.path).map_err(gap)?),
        };
        let mut length = 0;
        loop {
            if length == self.buffer.len() {
                if length >= LONGEST {
                    return Err(Gap::Failed(Cause { action: self.action, errno: Some(libc::EFBIG) }));
                }
                self.buffer.resize((length * 2).max(FIRST), 0);
            }
            let room = self.buffer.get_mut(length..).unwrap_or_default();
            match file.read_at(room, length as u64) {
                Ok(0) => return Ok(length),
                Ok(count) => length += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(gap(error)),
            }
        }
    }

    /// The open file, if the last reading went well.
    pub(crate) const fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }
}

/// A small file of the system, read once. The same limits and gaps as for a kept one.
///
/// # Errors
/// See [`gap_of`].
pub(crate) fn read_once(path: PathBuf, action: &'static str) -> Reading<Vec<u8>> {
    let mut file = KeptFile::new(path, action);
    let length = file.read()?.len();
    file.buffer.truncate(length);
    Ok(file.buffer)
}

/// Why a file of the system could not be read. One that is not there is a fact that this kernel or
/// configuration does not have; `EOPNOTSUPP` is how pressure says that it is switched off.
pub(crate) fn gap_of(error: &std::io::Error, action: &'static str) -> Gap {
    match error.raw_os_error() {
        Some(libc::ENOENT | libc::ENOTDIR | libc::EOPNOTSUPP) => Gap::Unsupported,
        Some(libc::EACCES | libc::EPERM) => Gap::Denied,
        errno => Gap::Failed(Cause { action, errno }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_read_anew_through_the_same_descriptor() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "x".repeat(10_000)).expect("written");
        let mut kept = KeptFile::new(path.clone(), "read it");
        assert_eq!(kept.read().map(<[u8]>::len), Ok(10_000));
        std::fs::write(&path, "short").expect("written");
        assert_eq!(kept.read(), Ok(&b"short"[..]));
    }

    #[test]
    fn each_failure_has_its_own_gap() {
        let folder = tempfile::tempdir().expect("a folder");
        let read = |path| KeptFile::new(path, "read it").read().map(<[u8]>::to_vec);
        assert_eq!(read(folder.path().join("none")), Err(Gap::Unsupported));
        assert_eq!(
            read(folder.path().to_owned()),
            Err(Gap::Failed(Cause { action: "read it", errno: Some(libc::EISDIR) }))
        );
        assert_eq!(gap_of(&std::io::Error::from_raw_os_error(libc::EACCES), "read it"), Gap::Denied);
        assert_eq!(gap_of(&std::io::Error::from_raw_os_error(libc::EOPNOTSUPP), "read it"), Gap::Unsupported);
    }

    #[test]
    fn a_file_without_end_is_a_gap() {
        let read = KeptFile::new("/dev/zero".into(), "read it").read().map(<[u8]>::len);
        assert_eq!(read, Err(Gap::Failed(Cause { action: "read it", errno: Some(libc::EFBIG) })));
    }
}
