//! Who starts a process again when it ends, as far as files say: systemd, by the files of its units. Not here: a parent
//! that was seen doing it (`engine`). A container engine's policy lies with the engine, behind a door that this program
//! does not open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::plan::Restarter;
use domain::supervisor::Supervisor;
use domain::{Gap, Reading};
use rustix::fs::{CWD, FileType, Mode, OFlags};
use rustix::io::Errno;

use crate::linux::processes::files;
use crate::logs::unit_file::{FOLDERS, template_of};
use crate::parse::manager::{Managed, managed};
use crate::parse::{cgroup, passwd, unit_restart};
use crate::roots::Roots;

/// Bytes of a file of a unit that are read.
const FILE: usize = 256 * 1024;

/// Bytes of the user database that are read.
const USERS: usize = 4 * 1024 * 1024;

/// Additions to one unit that are read, and entries of one folder that are looked at.
const ADDITIONS: usize = 256;

const ACTION: &str = "read the files of its unit";

/// Where units of users lie (systemd.unit(5), "Unit File Load Path", of a user), below the user's own folders and then
/// for all users. `~` is the home folder and `%t` the folder of this login.
const USER_FOLDERS: [&str; 15] = [
    "~/.config/systemd/user.control",
    "%t/systemd/user.control",
    "%t/systemd/transient",
    "%t/systemd/generator.early",
    "~/.config/systemd/user",
    "/etc/systemd/user",
    "%t/systemd/user",
    "/run/systemd/user",
    "%t/systemd/generator",
    "~/.local/share/systemd/user",
    "/usr/local/lib/systemd/user",
    "/usr/local/share/systemd/user",
    "/usr/share/systemd/user",
    "/usr/lib/systemd/user",
    "%t/systemd/generator.late",
];

/// What the texts of `cgroup` of a process, of its parent and of this program say about it, where it is not `kept` by a
/// supervisor above it. May wait for a disk.
///
/// # Errors
/// [`Gap::Unsupported`] for a member of a container, whose engine decides; otherwise what kept the files from being read.
pub(super) fn restarter(
    roots: &Roots,
    process: &[u8],
    parent: &[u8],
    own: &[u8],
    kept: Option<Restarter>,
) -> Reading<Option<Restarter>> {
    let own = cgroup::parse(own).container;
    let container = cgroup::parse(process).container;
    if container.is_some() && container != own {
        return Err(Gap::Unsupported);
    }
    if kept.is_some() {
        return Ok(kept);
    }
    let Some(service) = managed(process, own.as_deref()) else { return Ok(None) };
    // Systemd looks after the one that it started; what that has started is its own matter.
    if managed(parent, own.as_deref()).as_ref() == Some(&service) {
        return Ok(None);
    }
    let again = restarts(roots, &service)?;
    let supervisor = if service.user.is_some() { Supervisor::SystemdOfUser } else { Supervisor::Systemd };
    Ok(again.then_some(Restarter::Service { supervisor, name: service.unit }))
}

fn restarts(roots: &Roots, service: &Managed) -> Reading<bool> {
    let folders = folders(roots, service.user)?;
    let template = template_of(&service.unit);
    let names = || std::iter::once(&service.unit).chain(&template);
    let mut texts = Vec::new();
    let mut fragment = names().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let defined = fragment.find_map(|path| read(&path, FILE).transpose());
    texts.push(defined.ok_or(Gap::failed("find the file of its unit"))??);
    for path in additions(&folders, names())? {
        texts.extend(read(&path, FILE)?);
    }
    Ok(unit_restart::restarts(texts.iter().map(Vec::as_slice)))
}

fn folders(roots: &Roots, user: Option<u32>) -> Reading<Vec<PathBuf>> {
    let Some(uid) = user else {
        return Ok(FOLDERS.iter().map(|folder| roots.locate(Path::new(folder))).collect());
    };
    let users = read(&roots.etc.join("passwd"), USERS)?.unwrap_or_default();
    let home = passwd::home(&users, uid).map(|home| String::from_utf8_lossy(home).into_owned());
    let login = format!("/run/user/{uid}");
    let folder = |pattern: &&str| match (pattern.strip_prefix('~'), pattern.strip_prefix("%t")) {
        (Some(rest), _) => home.as_ref().map(|home| format!("{home}{rest}")),
        (_, Some(rest)) => Some(format!("{login}{rest}")),
        _ => Some((*pattern).to_owned()),
    };
    Ok(USER_FOLDERS.iter().filter_map(folder).map(|folder| roots.locate(Path::new(&folder))).collect())
}

/// The files that add to a unit (`NAME.d/*.conf`), in the order in which systemd reads them: by their names, of two with
/// the same name only the one that goes before.
fn additions<'n>(folders: &[PathBuf], names: impl Iterator<Item = &'n String>) -> Reading<Vec<PathBuf>> {
    let mut found = BTreeMap::new();
    let all = "service".to_owned();
    for name in names.flat_map(with_prefixes).chain([all]) {
        for folder in folders {
            let folder = folder.join(format!("{name}.d"));
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => match Errno::from_io_error(&error) {
                    Some(Errno::NOENT | Errno::NOTDIR) => continue,
                    Some(errno) => return Err(files::gap(errno, ACTION)),
                    None => return Err(Gap::failed(ACTION)),
                },
            };
            for entry in entries.take(ADDITIONS).flatten() {
                let path = entry.path();
                let named = entry.file_name();
                if path.extension().is_some_and(|kind| kind == "conf") && found.len() < ADDITIONS {
                    found.entry(named).or_insert(path);
                }
            }
        }
    }
    Ok(found.into_values().collect())
}

/// `a-b-c.service` itself, then `a-b-.service`, then `a-.service`.
fn with_prefixes(name: &String) -> Vec<String> {
    let mut names = vec![name.clone()];
    let stem = name.strip_suffix(".service").unwrap_or(name);
    let dashes = stem.match_indices('-').map(|(at, _)| at);
    let prefixes = dashes.filter_map(|at| Some(format!("{}.service", stem.get(..=at)?)));
    let mut prefixes: Vec<String> = prefixes.filter(|prefix| prefix != name).collect();
    prefixes.reverse();
    names.append(&mut prefixes);
    names
}

/// A file that whoever owns it may have put anything in the place of: `None` when it is not there, nothing when it is no
/// regular file (a link to /dev/null hides a unit). No device or FIFO is opened to find that out.
fn read(path: &Path, limit: usize) -> Reading<Option<Vec<u8>>> {
    let found = match rustix::fs::openat(CWD, path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()) {
        Ok(found) => found,
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
        Err(errno) => return Err(files::gap(errno, ACTION)),
    };
    let stat = files::reading(rustix::fs::fstat(&found), ACTION)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Ok(Some(Vec::new()));
    }
    let again = crate::logs::open::own_name(&found);
    let file = rustix::fs::openat(
        CWD,
        &again,
        OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    );
    let mut text = Vec::new();
    let cut = files::reading(file.and_then(|file| files::read_open(file, &mut text, limit)), ACTION)?;
    if cut { Err(Gap::failed(ACTION)) } else { Ok(Some(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str =
        "1:name=systemd:/user.slice/user-1000.slice/user@1000.service/app.slice/web-app@1.service\n0::/\n";
    const NOBODY: &str = "0::/\n";

    /// A machine with these files.
    fn machine(entries: &[(&str, &str)]) -> (tempfile::TempDir, Roots) {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in entries {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        let roots = Roots::below(folder.path());
        (folder, roots)
    }

    fn of(entries: &[(&str, &str)], process: &str, parent: &str) -> Reading<Option<String>> {
        let (_folder, roots) = machine(entries);
        let found = restarter(&roots, process.as_bytes(), parent.as_bytes(), NOBODY.as_bytes(), None)?;
        Ok(found.map(|restarter| match restarter {
            Restarter::Service { supervisor: Supervisor::Systemd, name } => name,
            Restarter::Service { supervisor: Supervisor::SystemdOfUser, name } => format!("--user {name}"),
            other => panic!("{other:?}"),
        }))
    }

    const ALWAYS: &str = "[Service]\nRestart=always\n";
    const NEVER: &str = "[Service]\nRestart=no\n";
    const PASSWD: (&str, &str) = ("etc/passwd", "ann:x:1000:1000::/home/ann:/bin/sh\n");

    #[test]
    fn a_service_that_restarts_is_named_and_one_that_does_not_is_not() {
        let web = "0::/system.slice/web.service\n";
        for (text, expected) in [(ALWAYS, Some("web.service")), (NEVER, None), ("", None)] {
            let files = [("usr/lib/systemd/system/web.service", text)];
            assert_eq!(of(&files, web, NOBODY), Ok(expected.map(str::to_owned)), "{text}");
        }
        assert_eq!(of(&[("etc/x", "")], web, NOBODY), Err(Gap::failed("find the file of its unit")));
        assert_eq!(of(&[], "0::/user.slice/user-1000.slice/session-3.scope\n", NOBODY), Ok(None));
    }

    #[test]
    fn what_the_administrator_wrote_goes_before_what_the_package_brought() {
        let web = "0::/system.slice/web.service\n";
        let files =
            [("usr/lib/systemd/system/web.service", ALWAYS), ("etc/systemd/system/web.service", NEVER)];
        assert_eq!(of(&files, web, NOBODY), Ok(None));
        let files = [
            ("usr/lib/systemd/system/web.service", NEVER),
            ("usr/lib/systemd/system/web.service.d/10-a.conf", ALWAYS),
        ];
        assert_eq!(of(&files, web, NOBODY), Ok(Some("web.service".to_owned())));
        let files = [files[0], files[1], ("etc/systemd/system/service.d/20-all.conf", NEVER)];
        assert_eq!(of(&files, web, NOBODY), Ok(None), "a later name");
        let files = [files[0], files[1], ("etc/systemd/system/web.service.d/10-a.conf", NEVER)];
        assert_eq!(of(&files, web, NOBODY), Ok(None), "the same name, by the administrator");
    }

    #[test]
    fn a_unit_of_a_user_is_looked_for_in_the_home_and_by_its_template() {
        let unit = ("home/ann/.config/systemd/user/web-app@.service", ALWAYS);
        assert_eq!(of(&[PASSWD, unit], USER, NOBODY), Ok(Some("--user web-app@1.service".to_owned())));
        let addition = ("home/ann/.config/systemd/user/web-.service.d/x.conf", NEVER);
        assert_eq!(of(&[PASSWD, unit, addition], USER, NOBODY), Ok(None));
        let transient = ("run/user/1000/systemd/transient/web-app@1.service", NEVER);
        assert_eq!(of(&[PASSWD, unit, transient], USER, NOBODY), Ok(None));
        assert!(of(&[unit], USER, NOBODY).is_err(), "nobody knows where the home is");
    }

    #[test]
    fn a_worker_is_its_parents_matter_and_a_container_its_engines() {
        let files = [PASSWD, ("etc/systemd/user/web-app@1.service", ALWAYS)];
        assert_eq!(of(&files, USER, USER), Ok(None));
        let container = format!("0::/docker/{}\n", "a".repeat(64));
        assert_eq!(of(&files, &container, NOBODY), Err(Gap::Unsupported));
    }

    #[test]
    fn whoever_a_supervisor_keeps_is_told_as_its_service_but_not_one_of_a_container() {
        let (_folder, roots) = machine(&[]);
        let kept = || Some(Restarter::Service { supervisor: Supervisor::Runit, name: "shop".to_owned() });
        let of = |process: &str| restarter(&roots, process.as_bytes(), process.as_bytes(), b"", kept());
        assert_eq!(of(NOBODY), Ok(kept()));
        assert_eq!(of("0::/system.slice/runit.service\n"), Ok(kept()));
        assert_eq!(of(&format!("0::/docker/{}\n", "a".repeat(64))), Err(Gap::Unsupported));
    }

    #[test]
    fn a_hidden_unit_and_whatever_is_no_file_say_nothing() {
        let (folder, roots) = machine(&[PASSWD]);
        let units = folder.path().join("home/ann/.config/systemd/user");
        std::fs::create_dir_all(&units).expect("made");
        std::os::unix::fs::symlink("/dev/null", units.join("web-app@1.service")).expect("linked");
        let found = restarter(&roots, USER.as_bytes(), b"", b"", None);
        assert_eq!(found, Ok(None));
    }
}
