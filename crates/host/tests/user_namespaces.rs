//! Whose name a process in a user namespace of its own carries: that of the user database it sees, under the number
//! that its user has there. On real namespaces, made for the test. The parser of the maps has tests of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use domain::process::ProcessSample;
use processes_support::{Kept, Scanner, is_root, python};

/// A user database inside a namespace; none of its names is one of a host.
const INSIDE: &str = "captain:x:0:0::/:/bin/sh\nsailor:x:33:33::/:/bin/sh\n";

fn database(folder: &Path) -> String {
    let path = folder.join("passwd");
    fs::write(&path, INSIDE).unwrap();
    // Whoever enters a namespace gives up what let it pass a closed folder.
    let open = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(folder, open(0o755)).unwrap();
    fs::set_permissions(&path, open(0o644)).unwrap();
    path.to_str().unwrap().to_owned()
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

fn child_of(scanner: &mut Scanner, parent: u32) -> ProcessSample {
    scanner.until("the process inside, with a name", |scanner| {
        scanner.scan().into_iter().find(|now| now.ppid == parent && now.identity.username.is_ok())
    })
}

fn name(process: &ProcessSample) -> Option<&str> {
    process.identity.username.as_ref().unwrap().as_deref()
}

#[test]
fn who_is_root_in_a_namespace_of_its_own_has_the_name_that_root_has_there() {
    if let Some(reason) = forbidden() {
        println!("SKIPPED the user of a real user namespace: {reason}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = "mount --bind \"$1\" /etc/passwd && echo ready && exec sleep 1000";
    let (kept, said) = Kept::ready(
        Command::new("unshare")
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                script,
                "sh",
            ])
            .arg(database(folder.path()))
            .stdin(Stdio::null()),
    );
    assert_eq!(said, "ready", "the namespace could not be furnished");
    let mut scanner = Scanner::live();
    let inside = child_of(&mut scanner, kept.pid());
    assert_eq!(name(&inside), Some("captain"));
    let ourselves = rustix::process::geteuid().as_raw();
    assert_eq!(inside.identity.uid, Ok(ourselves), "its number is the one that this host knows it by");
    let own = scanner.find(std::process::id()).expect("this test runs");
    assert_ne!(name(&own), Some("captain"), "a name of one namespace was given to another's process");
}

/// As a container without root is made: numbers from 100000 on are those from 0 on inside.
#[test]
fn who_is_mapped_to_another_number_has_the_name_of_the_number_inside() {
    if let Some(reason) = forbidden() {
        println!("SKIPPED the user of a mapped number: {reason}");
        return;
    }
    if !is_root() {
        println!("SKIPPED the user of a mapped number: only root may map numbers that are not its own");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let program = format!(
        "import ctypes, os, sys, time\n\
         libc = ctypes.CDLL(None, use_errno=True)\n\
         def done(result): assert result == 0, os.strerror(ctypes.get_errno())\n\
         done(libc.unshare(0x10000000 | 0x00020000))\n\
         print('out', flush=True)\n\
         sys.stdin.readline()\n\
         done(libc.mount(b'none', b'/', None, 0x4000 | 0x40000, None))\n\
         done(libc.mount({:?}.encode(), b'/etc/passwd', None, 0x1000, None))\n\
         os.setuid(33)\n\
         print('x', end='', flush=True)\n\
         time.sleep(1000)\n",
        database(folder.path())
    );
    let (mut kept, _) = python(&program);
    fs::write(format!("/proc/{}/uid_map", kept.pid()), "0 100000 65536\n").expect("root may map");
    kept.0.stdin.as_mut().unwrap().write_all(b"go\n").unwrap();
    std::io::Read::read_exact(kept.0.stdout.as_mut().unwrap(), &mut [0]).expect("it is furnished");
    let mut scanner = Scanner::live();
    let inside = scanner
        .until("a name", |scanner| scanner.find(kept.pid()).filter(|now| now.identity.username.is_ok()));
    assert_eq!((inside.identity.uid, name(&inside)), (Ok(100_033), Some("sailor")));
}
