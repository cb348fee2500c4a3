//! Who opened a process's session, and when a terminal was used last: asked for single processes when somebody wants to
//! tidy up, never in a tick.

use std::time::Duration;

use domain::time::Wall;
use domain::{Gap, ProcessKey, Reading};
use rustix::fs::{AtFlags, CWD, FileType};

use super::one;
use super::processes::files;
use crate::parse::stat;
use crate::roots::Roots;

/// The pid of who opened the session of a process (setsid(2)); 0 when that is outside of this pid namespace.
///
/// # Errors
/// [`Gap::Gone`] when its pid is another's by now; what the system says otherwise.
pub fn session_of(roots: &Roots, key: ProcessKey) -> Reading<u32> {
    const ACTION: &str = "read the session of a process";
    let mut line = [0; one::LINE];
    let folder = files::reading(one::folder(roots, key.pid), ACTION)?;
    let line = files::reading(one::line(folder, &mut line), ACTION)?;
    let unclear = Gap::failed(ACTION);
    if stat::parse(line).ok_or(unclear)?.started != key.started {
        return Err(Gap::Gone);
    }
    stat::session(line).ok_or(unclear)
}

/// For how long nobody typed on a terminal (`pts/3`) and nothing was written to it, as `w` tells it. The kernel notes both on
/// the device, in steps of eight seconds (`tty_update_time`).
///
/// # Errors
/// [`Gap::Gone`] when there is no such device below `/dev`, [`Gap::Unsupported`] when that is no terminal.
pub fn terminal_rest(roots: &Roots, terminal: &str, now: Wall) -> Reading<Duration> {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !terminal.split('/').all(plain) {
        return Err(Gap::Unsupported);
    }
    let path = roots.locate(std::path::Path::new("/dev")).join(terminal);
    let seen = rustix::fs::statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW);
    let seen = files::reading(seen, "look at a terminal")?;
    if FileType::from_raw_mode(seen.st_mode) != FileType::CharacterDevice {
        return Err(Gap::Unsupported);
    }
    // The device of a terminal that was never used since it was opened has the time of that.
    let used = seen.st_atime.max(seen.st_mtime);
    let rest = (now.0 / 1_000_000_000).saturating_sub(used);
    // A clock that was set back makes it look used in the future: then it was used just now, as far as is known.
    Ok(Duration::from_secs(u64::try_from(rest).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn recorded(pid: u32, stat: &str) -> (tempfile::TempDir, Roots) {
        let folder = tempfile::tempdir().unwrap();
        let process = folder.path().join(format!("proc/{pid}"));
        fs::create_dir_all(&process).unwrap();
        fs::write(process.join("stat"), stat).unwrap();
        let roots = Roots::below(folder.path());
        (folder, roots)
    }

    const TAIL: &str =
        "0 -1 4194304 1 0 0 0 25 17 0 0 20 0 3 0 88120 9437184 12 18446744073709551615 1 1 0 0 0 0\n";

    #[test]
    fn the_session_is_the_fourth_number_after_the_name() {
        let (_folder, roots) = recorded(7, &format!("7 (a) b) S 1 5 4 {TAIL}"));
        assert_eq!(session_of(&roots, ProcessKey { pid: 7, started: 88120 }), Ok(4));
        assert_eq!(session_of(&roots, ProcessKey { pid: 7, started: 88121 }), Err(Gap::Gone));
        assert_eq!(session_of(&roots, ProcessKey { pid: 8, started: 88120 }), Err(Gap::Gone));
    }

    #[test]
    fn a_process_that_is_just_ending_has_no_session() {
        let (_folder, roots) = recorded(7, &format!("7 (a) X 1 -1 -1 {TAIL}"));
        assert!(matches!(session_of(&roots, ProcessKey { pid: 7, started: 88120 }), Err(Gap::Failed(_))));
    }

    #[test]
    fn our_own_session_is_what_the_system_says() {
        let own = std::process::id();
        let roots = Roots::default();
        let line = fs::read(format!("/proc/{own}/stat")).unwrap();
        let key = ProcessKey { pid: own, started: stat::parse(&line).unwrap().started };
        // Not getsid(2): its 0, a session begun outside of our pid namespace, is a panic in rustix.
        let asked = Command::new("ps").args(["-o", "sid=", "-p", &own.to_string()]).output().unwrap();
        let expected: u32 = String::from_utf8_lossy(&asked.stdout).trim().parse().unwrap();
        assert_eq!(session_of(&roots, key), Ok(expected));
    }

    #[test]
    fn only_a_terminal_below_dev_is_looked_at() {
        let (folder, roots) = recorded(7, "");
        fs::create_dir_all(folder.path().join("dev/pts")).unwrap();
        fs::write(folder.path().join("dev/file"), "").unwrap();
        symlink("/dev/null", folder.path().join("dev/link")).unwrap();
        let rest = |terminal: &str| terminal_rest(&roots, terminal, Wall(i64::MAX));
        assert_eq!(rest("pts/9"), Err(Gap::Gone));
        for bad in ["file", "link", "../dev/null", "", "/dev/null", "pts/", "pts"] {
            assert_eq!(rest(bad), Err(Gap::Unsupported), "{bad:?}");
        }
    }

    #[test]
    fn rest_is_counted_from_the_last_use() {
        let roots = Roots::default();
        let used = || rustix::fs::stat("/dev/tty").map(|seen| seen.st_atime.max(seen.st_mtime)).unwrap();
        // Whoever uses a terminal meanwhile uses this one too.
        let [rests, set_back] = loop {
            let before = used();
            let at = |seconds: i64| terminal_rest(&roots, "tty", Wall((before + seconds) * 1_000_000_000));
            let found = [at(7200), at(-7200)];
            if used() == before {
                break found;
            }
        };
        assert_eq!(rests, Ok(Duration::from_secs(7200)));
        assert_eq!(set_back, Ok(Duration::ZERO), "a clock that was set back");
    }
}
