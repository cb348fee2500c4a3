//! Whether there is a journal and this program's user may read it. Asked of the files themselves: what
//! journalctl says about it differs from version to version, and it shows a user their own lines without a word.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use domain::log::Trouble;
use rustix::thread::{CapabilitySet, capabilities, capability_is_in_ambient_set, set_capabilities};

use crate::roots::Roots;

use super::{Boot, Part};

/// Where the files lie: those that stay, and those of this boot (systemd-journald.service(8)).
const FOLDERS: [&str; 2] = ["/var/log/journal", "/run/log/journal"];

/// Where the program may be.
const PROGRAMS: [&str; 2] = ["/usr/bin/journalctl", "/bin/journalctl"];

/// Entries of a folder that are looked at.
const ENTRIES: usize = 4096;

/// The journal's own reader, by its full path.
pub(super) fn program(roots: &Roots) -> Option<PathBuf> {
    PROGRAMS.iter().map(|path| roots.locate(Path::new(path))).find(|path| path.is_file())
}

/// Whether this part can be read. Blocking.
pub(in super::super) fn state(roots: &Roots, part: &Part) -> Result<(), Trouble> {
    program(roots).ok_or(Trouble::Missing)?;
    let id = std::fs::read_to_string(roots.etc.join("machine-id")).map_err(|_| Trouble::Missing)?;
    let id = id.trim();
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Trouble::Missing);
    }
    as_child(|| files_state(roots, part, id)).unwrap_or(Err(Trouble::Failed))
}

/// Whether the files of this machine can be read.
fn files_state(roots: &Roots, part: &Part, id: &str) -> Result<(), Trouble> {
    // Only what stays holds another boot.
    let folders = if part.boot == Some(Boot::Last) { &FOLDERS[..1] } else { &FOLDERS[..] };
    let states = folders.iter().map(|folder| folder_state(&roots.locate(Path::new(folder)).join(id)));
    // One that can be read is enough; of two reasons the one that can be mended is told.
    states
        .min_by_key(|state| match state {
            Ok(()) => 0,
            Err(Trouble::Denied) => 1,
            Err(_) => 2,
        })
        .unwrap_or(Err(Trouble::Missing))
}

/// Looks with the rights that a program has which is started here: of our capabilities the ambient ones
/// (capabilities(7)). A binary with capabilities of its own may read files that `journalctl` may not.
fn as_child<T: Send>(look: impl FnOnce() -> T + Send) -> Option<T> {
    const READING: [CapabilitySet; 2] = [CapabilitySet::DAC_OVERRIDE, CapabilitySet::DAC_READ_SEARCH];
    if rustix::process::geteuid().is_root() {
        return Some(look());
    }
    let inside = move || {
        let mut sets = capabilities(None).ok()?;
        let kept = |capability: &CapabilitySet| capability_is_in_ambient_set(*capability).unwrap_or(false);
        for capability in READING.iter().filter(|capability| !kept(capability)) {
            sets.effective.remove(*capability);
        }
        // Of this thread alone, which ends with the look.
        set_capabilities(None, sets).ok()?;
        Some(look())
    };
    std::thread::scope(|threads| threads.spawn(inside).join().ok().flatten())
}

/// Whether the system's part of the journal in this folder can be read.
fn folder_state(folder: &Path) -> Result<(), Trouble> {
    let opened = |path: &Path| match File::open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(Trouble::Denied),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Trouble::Missing),
        Err(_) => Err(Trouble::Failed),
    };
    let now = opened(&folder.join("system.journal"));
    if now != Err(Trouble::Missing) {
        return now;
    }
    // While the service does not run, only what it put away may be there.
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(Trouble::Denied),
        Err(_) => return Err(Trouble::Missing),
    };
    let mut archived = entries.take(ENTRIES).filter_map(Result::ok).filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("system@") && name.ends_with(".journal")
    });
    archived.next().map_or(Err(Trouble::Missing), |entry| opened(&entry.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(files: &[&str]) -> (tempfile::TempDir, Roots) {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "0123456789abcdef0123456789abcdef\n").expect("written");
        }
        let roots = Roots::below(folder.path());
        (folder, roots)
    }

    #[test]
    fn it_takes_a_reader_and_files_of_this_machine() {
        const READER: &str = "usr/bin/journalctl";
        const ID: &str = "etc/machine-id";
        const STAYS: &str = "var/log/journal/0123456789abcdef0123456789abcdef/system.journal";
        const PUT_AWAY: &str = "var/log/journal/0123456789abcdef0123456789abcdef/system@0-1.journal";
        const THIS_BOOT: &str = "run/log/journal/0123456789abcdef0123456789abcdef/system.journal";
        const FOREIGN: &str = "var/log/journal/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/system.journal";
        let missing = Err(Trouble::Missing);
        for (files, this, last) in [
            (&[READER, ID, STAYS][..], Ok(()), Ok(())),
            (&["bin/journalctl", ID, STAYS], Ok(()), Ok(())),
            (&[READER, ID, PUT_AWAY], Ok(()), Ok(())),
            (&[READER, ID, THIS_BOOT], Ok(()), missing),
            (&[READER, ID, FOREIGN], missing, missing),
            (&[READER, ID], missing, missing),
            (&[READER, STAYS], missing, missing),
            (&[ID, STAYS], missing, missing),
        ] {
            let (_folder, roots) = machine(files);
            let of = |boot| state(&roots, &Part { boot: Some(boot), unit: None });
            assert_eq!((of(Boot::This), of(Boot::Last)), (this, last), "{files:?}");
        }
    }
}
