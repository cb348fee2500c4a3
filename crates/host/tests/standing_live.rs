//! What stands around real processes, made for the tests: replaced files, preloaded libraries, open folders, sockets.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::fs;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::Gap;
use domain::standing::{Standing, Writers};
use processes_support::{Kept, Scanner, copy_program, is_root, python};

const NOBODY: u32 = 65534;

/// A folder that is not below `/tmp`, where files come and go by themselves.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A copy of `sleep` in a folder.
fn sleeper(folder: &Path) -> PathBuf {
    let path = folder.join("sleeper");
    copy_program("/usr/bin/sleep", &path);
    path
}

fn run(program: &Path) -> Kept {
    Kept::start(Command::new(program).arg("1000"))
}

/// What stands around it, when everything is read: on a busy machine that may take more than one scan.
fn standing(scanner: &mut Scanner, pid: u32) -> Standing {
    scanner.until("its surroundings", |scanner| {
        let found = (*scanner.find(pid).expect("it lives").standing).clone();
        is_read(&found).then_some(found)
    })
}

fn is_read(standing: &Standing) -> bool {
    standing.writers != Err(Gap::NotYet)
        && standing.replaced != Err(Gap::NotYet)
        && standing.stale_libraries != Err(Gap::NotYet)
        && standing.preloaded != Err(Gap::NotYet)
        && standing.stdio_socket != Err(Gap::NotYet)
}

/// Scans until it stands so: a change is looked for in turns.
fn eventually(scanner: &mut Scanner, pid: u32, what: &str, so: impl Fn(&Standing) -> bool) {
    scanner.until(what, |scanner| so(&scanner.find(pid).expect("it lives").standing).then_some(()));
}

fn strangers(scanner: &mut Scanner, child: &Kept) -> bool {
    standing(scanner, child.pid()).writers.expect("it is read").strangers
}

#[test]
fn nothing_is_odd_about_a_program_of_the_system() {
    let child = Kept::start(Command::new("sleep").arg("1000"));
    let mut scanner = Scanner::live();
    let found = standing(&mut scanner, child.pid());
    assert_eq!(found, Standing::ordinary());
}

#[test]
fn an_executable_that_was_removed_is_replaced_when_another_file_takes_its_place() {
    let folder = folder();
    let path = sleeper(folder.path());
    let child = run(&path);
    let mut scanner = Scanner::live();
    assert_eq!(standing(&mut scanner, child.pid()).replaced, Ok(false), "it is there");
    fs::remove_file(&path).unwrap();
    scanner.until("that it is gone", |scanner| {
        let found = scanner.find(child.pid()).unwrap();
        found.identity.exe.as_ref().is_ok_and(|exe| exe.deleted).then(|| {
            assert_ne!(found.standing.replaced, Ok(true), "nothing took its place");
        })
    });
    fs::create_dir(&path).unwrap();
    for _ in 0..40 {
        assert_eq!(standing(&mut scanner, child.pid()).replaced, Ok(false), "a folder is no successor");
    }
    fs::remove_dir(&path).unwrap();
    fs::write(&path, "another").unwrap();
    eventually(&mut scanner, child.pid(), "the successor", |now| now.replaced == Ok(true));
}

#[test]
fn an_executable_that_an_upgrade_replaced_is_never_seen_as_removed() {
    let folder = folder();
    let path = sleeper(folder.path());
    let child = run(&path);
    let mut scanner = Scanner::live();
    scanner.scan();
    fs::write(folder.path().join("new"), "another").unwrap();
    fs::rename(folder.path().join("new"), &path).unwrap();
    scanner.until("the upgrade", |scanner| {
        let found = scanner.find(child.pid()).unwrap();
        found.identity.exe.as_ref().is_ok_and(|exe| exe.deleted).then(|| {
            assert_ne!(found.standing.replaced, Ok(false));
        })
    });
}

#[test]
fn a_name_that_ends_like_the_kernels_mark_is_not_an_upgrade() {
    let folder = folder();
    let odd = folder.path().join("sleeper (deleted)");
    copy_program("/usr/bin/sleep", &odd);
    let child = run(&odd);
    assert_eq!(standing(&mut Scanner::live(), child.pid()).replaced, Ok(false));
}

/// A process that maps the file to be executed, and says so.
fn mapping(path: &Path) -> Kept {
    python(&format!(
        "import mmap, os, sys\n\
         fd = os.open({path:?}, os.O_RDONLY)\n\
         kept = mmap.mmap(fd, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)\n\
         os.close(fd)\n\
         print('ready', flush=True)\n\
         sys.stdin.readline()"
    ))
    .0
}

#[test]
fn a_library_that_was_replaced_under_a_sleeping_process_is_found_in_its_turn() {
    let folder = folder();
    if folder.path().starts_with("/tmp") {
        println!(
            "SKIPPED a replaced library: what is mapped from /tmp is no package's, and this was built there"
        );
        return;
    }
    let (kept, fleeting) = (folder.path().join("lib a\nb.so"), tempfile::tempdir_in("/tmp").unwrap());
    fs::write(&kept, "old").unwrap();
    let child = mapping(&kept);
    let mut scanner = Scanner::live();
    eventually(&mut scanner, child.pid(), "its maps", |now| now.stale_libraries == Ok(Vec::new()));
    for _ in 0..100 {
        scanner.scan();
    }
    fs::remove_file(&kept).unwrap();
    // Everybody's turn comes within 30.
    for _ in 0..50 {
        assert_eq!(
            standing(&mut scanner, child.pid()).stale_libraries,
            Ok(Vec::new()),
            "removed, not replaced"
        );
    }
    fs::write(&kept, "new").unwrap();
    let expected = vec![kept.to_str().unwrap().to_owned()];
    eventually(&mut scanner, child.pid(), "the library", |now| now.stale_libraries == Ok(expected.clone()));

    let path = fleeting.path().join("cache.so");
    fs::write(&path, "old").unwrap();
    let child = mapping(&path);
    fs::remove_file(&path).unwrap();
    fs::write(&path, "new").unwrap();
    assert_eq!(
        standing(&mut scanner, child.pid()).stale_libraries,
        Ok(Vec::new()),
        "below /tmp files come and go"
    );
}

#[test]
fn a_preloaded_library_is_found_and_no_other_variable_is() {
    let child = Kept::start(
        Command::new("sleep")
            .arg("1000")
            .env("LD_PRELOAD", "libc.so.6:/nowhere/x.so")
            .env("DATABASE_PASSWORD", "hunter2")
            .stderr(Stdio::null()),
    );
    let found = standing(&mut Scanner::live(), child.pid());
    assert_eq!(found.preloaded, Ok(vec!["libc.so.6".to_owned(), "/nowhere/x.so".to_owned()]));
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[test]
fn an_exec_has_surroundings_of_its_own() {
    let (mut child, _) = Kept::ready(
        Command::new("bash")
            .args(["-c", "echo; read go; LD_PRELOAD=libc.so.6 exec sleep 1000"])
            .stdin(Stdio::piped()),
    );
    let mut scanner = Scanner::live();
    assert_eq!(standing(&mut scanner, child.pid()).preloaded, Ok(vec![]));
    std::io::Write::write_all(child.0.stdin.as_mut().unwrap(), b"go\n").unwrap();
    eventually(&mut scanner, child.pid(), "the exec", |now| {
        now.preloaded == Ok(vec!["libc.so.6".to_owned()])
    });
}

#[test]
fn only_a_socket_of_a_network_on_standard_input_counts() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let tcp = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let udp = UdpSocket::bind("[::1]:0").unwrap();
    let (unix, _other) = UnixStream::pair().unwrap();
    let mut scanner = Scanner::live();
    for (name, socket, expected) in [
        ("tcp", OwnedFd::from(tcp), true),
        ("udp", OwnedFd::from(udp), true),
        ("unix", OwnedFd::from(unix), false),
        ("null", OwnedFd::from(fs::File::open("/dev/null").unwrap()), false),
    ] {
        let child = Kept::start(Command::new("sleep").arg("1000").stdin(socket.try_clone().unwrap()));
        assert_eq!(standing(&mut scanner, child.pid()).stdio_socket, Ok(expected), "{name} as input");
        let child = Kept::start(Command::new("sleep").arg("1000").stderr(socket));
        assert_eq!(standing(&mut scanner, child.pid()).stdio_socket, Ok(expected), "{name} as error");
    }
    let closed = Kept::start(Command::new("bash").args(["-c", "exec sleep 1000 <&- >&- 2>&-"]));
    assert_eq!(standing(&mut scanner, closed.pid()).stdio_socket, Ok(false), "closed ones are none");
}

#[test]
fn whoever_can_write_the_file_its_folder_or_a_folder_above_is_a_writer() {
    let mut scanner = Scanner::live();
    // Below `/tmp`: sticky, so that what others may put there is not this.
    let tmp = tempfile::tempdir_in("/tmp").unwrap();
    mode(tmp.path(), 0o755);
    let inner = tmp.path().join("a/b");
    fs::create_dir_all(&inner).unwrap();
    let path = sleeper(&inner);
    let child = run(&path);
    assert!(!strangers(&mut scanner, &child), "the sticky folder protects it");
    let uid = rustix::process::geteuid();
    let found = standing(&mut scanner, child.pid()).writers.unwrap();
    assert_eq!(found.not_root_alone, !uid.is_root(), "its owner can write it");
    drop(child);
    for (what, open, bits, closed) in [
        ("the file", path.clone(), 0o757, 0o755),
        ("its folder", inner.clone(), 0o757, 0o755),
        ("a folder above", tmp.path().to_owned(), 0o777, 0o755),
    ] {
        mode(&open, bits);
        let child = run(&path);
        assert!(strangers(&mut Scanner::live(), &child), "{what}");
        mode(&open, closed);
    }
    let child = run(&path);
    let mut scanner = Scanner::live();
    scanner.scan();
    mode(&inner, 0o757);
    eventually(&mut scanner, child.pid(), "the folder that was opened later", |now| {
        now.writers.is_ok_and(|writers| writers.strangers)
    });
}

#[test]
fn another_owner_or_group_is_a_writer() {
    if !is_root() {
        println!("SKIPPED owners of executables: only root gives files away");
        return;
    }
    let tmp = tempfile::tempdir_in("/tmp").unwrap();
    mode(tmp.path(), 0o755);
    let path = sleeper(tmp.path());
    for (uid, gid, bits, runs_as, expected) in [
        (0, 0, 0o775, 0, (false, false)),
        (0, 50, 0o775, 0, (true, true)),
        (0, 50, 0o755, 0, (false, false)),
        (NOBODY, NOBODY, 0o755, 0, (true, true)),
        (NOBODY, NOBODY, 0o775, NOBODY, (true, false)),
        (NOBODY, 50, 0o775, NOBODY, (true, true)),
        (0, NOBODY, 0o775, NOBODY, (true, false)),
    ] {
        chown(&path, Some(uid), Some(gid)).unwrap();
        mode(&path, bits);
        let child = Kept::start(Command::new(&path).arg("1000").uid(runs_as).gid(runs_as));
        let found = standing(&mut Scanner::live(), child.pid()).writers;
        let expected = Ok(Writers { not_root_alone: expected.0, strangers: expected.1 });
        assert_eq!(found, expected, "{uid}:{gid} {bits:o} run by {runs_as}");
    }
}

#[test]
fn a_program_in_memory_alone_has_no_place() {
    let (child, _) = python(
        "import os, sys\n\
         fd = os.memfd_create('x', 0)\n\
         os.write(fd, open('/usr/bin/sleep', 'rb').read())\n\
         print('ready', flush=True)\n\
         os.execv(f'/proc/self/fd/{fd}', ['sleep', '1000'])",
    );
    let mut scanner = Scanner::live();
    scanner.until("the program in memory", |scanner| {
        let found = scanner.find(child.pid()).unwrap();
        found.identity.exe.as_ref().is_ok_and(|exe| exe.path.starts_with("/memfd:")).then_some(())
    });
    let found = standing(&mut scanner, child.pid());
    assert_eq!((found.writers, found.replaced), (Err(Gap::Unsupported), Ok(false)));
}

/// Why no user namespace can be made, if none can.
fn forbidden() -> Option<String> {
    let tried = Command::new("unshare").args(["--user", "--map-root-user", "--mount", "true"]).output();
    match tried {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    }
}

/// A process in a mount namespace of its own, in which the script was run first.
fn contained(script: &str, argument: &Path) -> Kept {
    let (kept, said) = Kept::ready(
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
            .arg(argument)
            .stdin(Stdio::null()),
    );
    assert_eq!(said, "ready", "the namespace could not be furnished");
    kept
}

#[test]
fn a_successor_is_looked_for_where_the_process_would_find_it() {
    if let Some(reason) = forbidden() {
        println!("SKIPPED the successor in a mount namespace: {reason}");
        return;
    }
    let folder = folder();
    // The same path outside: it is nobody's successor inside.
    let path = folder.path().join("sleeper");
    fs::write(&path, "outside").unwrap();
    let script = "mount -t tmpfs none \"$1\" && cp /usr/bin/sleep \"$1/sleeper\" && echo ready && exec \"$1/sleeper\" 1000";
    let child = contained(script, folder.path());
    let mut scanner = Scanner::live();
    scanner.until("its exec", |scanner| {
        let found = scanner.find(child.pid()).unwrap();
        found.identity.exe.as_ref().is_ok_and(|exe| Path::new(&exe.path) == path).then_some(())
    });
    let inside = PathBuf::from(format!("/proc/{}/root{}", child.pid(), path.display()));
    fs::remove_file(&inside).unwrap();
    scanner.until("that it is gone", |scanner| {
        let found = scanner.find(child.pid()).unwrap();
        found.identity.exe.as_ref().is_ok_and(|exe| exe.deleted).then(|| {
            assert_ne!(found.standing.replaced, Ok(true), "what is outside was taken for a successor");
        })
    });
    fs::write(&inside, "inside").unwrap();
    eventually(&mut scanner, child.pid(), "the successor inside", |now| now.replaced == Ok(true));
}

#[test]
fn the_list_of_preloaded_libraries_is_that_of_the_processs_own_root() {
    if let Some(reason) = forbidden() {
        println!("SKIPPED the list of preloaded libraries: {reason}");
        return;
    }
    let script = "mount -t tmpfs none /etc && echo 'libc.so.6 # here' > /etc/ld.so.preload && echo ready && exec sleep 1000";
    let child = contained(script, Path::new("/"));
    let mut scanner = Scanner::live();
    let expected = Ok(vec!["libc.so.6".to_owned()]);
    eventually(&mut scanner, child.pid(), "the list", |now| now.preloaded == expected);
    assert_eq!(standing(&mut scanner, std::process::id()).preloaded, Ok(vec![]), "this one has another root");
}

#[test]
fn a_server_that_changed_its_root_is_looked_at_where_it_came_from() {
    if let Some(reason) = forbidden() {
        println!("SKIPPED a changed root: {reason}");
        return;
    }
    let folder = folder();
    let program = "import os, sys\nos.chroot(sys.argv[1])\nos.chdir('/')\nprint('ready', flush=True)\nsys.stdin.readline()";
    for namespaces in [&["--user", "--map-root-user"][..], &["--user", "--map-root-user", "--mount"]] {
        let (child, _) = Kept::ready(
            Command::new("unshare")
                .args(namespaces)
                .args(["python3", "-c", program])
                .arg(folder.path())
                .stdin(Stdio::piped()),
        );
        let (twin, _) = python("import sys\nprint('ready', flush=True)\nsys.stdin.readline()");
        let mut scanner = Scanner::live();
        let there = standing(&mut scanner, child.pid());
        let here = standing(&mut scanner, twin.pid());
        assert_eq!(there, here, "{namespaces:?}");
        assert!(there.writers.is_ok(), "{there:?}");
    }
}

#[test]
fn a_process_that_ended_before_anybody_looked_has_no_surroundings() {
    let (parent, line) = python(
        "import os, sys\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)\nprint(pid, flush=True)\nsys.stdin.readline()",
    );
    let found = standing(&mut Scanner::live(), line.trim().parse().unwrap());
    assert_eq!(found, Standing::unread(Gap::Gone));
    drop(parent);
}

#[test]
fn without_time_nothing_is_read_and_with_time_it_is() {
    let child = Kept::start(Command::new("sleep").arg("1000"));
    let mut scanner = Scanner::live();
    scanner.processes.set_surroundings_limit(Duration::ZERO);
    for _ in 0..3 {
        let found = scanner.find(child.pid()).expect("it lives");
        assert_eq!(*found.standing, Standing::unread(Gap::NotYet));
    }
    scanner.processes.set_surroundings_limit(Duration::MAX);
    assert_eq!(standing(&mut scanner, child.pid()), Standing::ordinary());
}

/// The processes of another user may not be looked at; each fact says so, and nothing is taken for harmless.
#[test]
fn what_an_ordinary_user_may_not_see_is_denied() {
    const INNER: &str = "HOST_TEST_AS_NOBODY";
    if std::env::var_os(INNER).is_none() && is_root() {
        let inner = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "what_an_ordinary_user_may_not_see_is_denied", "--nocapture"])
            .env(INNER, "1")
            .uid(NOBODY)
            .gid(NOBODY)
            .status();
        match inner {
            Ok(status) => assert!(status.success()),
            Err(error) => println!("SKIPPED the view of an ordinary user: it may not run this test: {error}"),
        }
        return;
    }
    let found = standing(&mut Scanner::live(), 1);
    assert_eq!(found, Standing::unread(Gap::Denied));
}
