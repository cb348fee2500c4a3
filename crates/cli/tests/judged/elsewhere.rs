//! What is made in other namespaces is no better for it: a faked user name, a faked `/proc`, another pid namespace.

use std::process::{Command, Stdio};

use crate::house::{House, said};
use crate::plant::Plant;
use crate::server::{Server, has, is_settled};

/// Why no namespaces can be made here, if none can.
fn forbidden() -> Option<String> {
    let options = ["--user", "--map-root-user", "--mount", "--pid", "--fork", "true"];
    match Command::new("unshare").args(options).output() {
        Ok(output) if output.status.success() && rustix::process::geteuid().is_root() => None,
        Ok(output) if output.status.success() => Some("only root can be somebody else".to_owned()),
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    }
}

/// `sleep` as this user of the host, in a user namespace where it is root, with a user database of its own making.
fn faked(uid: u32, database: &str) -> (Plant, tempfile::TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("passwd");
    std::fs::write(&file, database).unwrap();
    for (path, mode) in [(folder.path(), 0o755), (&*file, 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let script = "mount --bind \"$1\" /etc/passwd && exec sleep 1000";
    let plant = Plant::other("setpriv", |command| {
        command
            .args([
                "--reuid",
                &uid.to_string(),
                "--clear-groups",
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
            ])
            .args(["sh", "-c", script, "sh"])
            .arg(&file);
    });
    (plant, folder)
}

#[test]
fn a_user_name_that_somebody_made_up_changes_no_judgement() {
    if let Some(reason) = forbidden() {
        return println!("SKIPPED made-up user names: {reason}");
    }
    let server = Server::start();
    for (uid, made_up) in [(4711, "root"), (4711, "postgres"), (0, "nobody")] {
        let (plant, _folder) = faked(uid, &format!("{made_up}:x:0:0::/:/bin/sh\n"));
        let asleep = |told: &serde_json::Value| {
            told["name"] == "sleep" && told["username"] == made_up && is_settled(told)
        };
        let told = server.until(plant.pid(), made_up, asleep);
        assert_eq!(told["uid"], uid, "the number is the host's: {told:#}");
        assert_eq!(has(&told, "RUNNING_AS_ROOT"), uid == 0, "{made_up}: {told:#}");
    }
}

#[test]
fn another_pid_namespaces_process_list_is_refused() {
    if let Some(reason) = forbidden() {
        return println!("SKIPPED another pid namespace: {reason}");
    }
    let house = House::new();
    let plain = house.command(&["ps", "--json"]);
    let inside = |before: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(before).arg(plain.get_program()).args(plain.get_args()).stdin(Stdio::null());
        command.env("LANG", "C.UTF-8").env("STATE_DIRECTORY", house.state());
        said(command.output().unwrap())
    };
    // The list of the namespace outside: its numbers are others than those that this program would act on.
    let foreign = inside(&["--pid", "--fork"]);
    assert_eq!((foreign.code, foreign.out.as_str()), (1, ""), "{}", foreign.err);
    assert!(foreign.err.contains("/proc"), "{}", foreign.err);
    // With its own list it sees itself and what else is in there, and nothing of this machine.
    let own = inside(&["--pid", "--fork", "--mount-proc"]);
    assert_eq!(own.code, 0, "{}", own.err);
    assert!(!own.out.contains(&format!("\"pid\":{},", std::process::id())), "{}", own.out);
}

#[test]
fn a_folder_that_only_looks_like_a_process_list_is_refused() {
    if let Some(reason) = forbidden() {
        return println!("SKIPPED a faked process list: {reason}");
    }
    let house = House::new();
    let plain = house.command(&["ps", "--json"]);
    let script = "mount -t tmpfs none /proc && mkdir /proc/1 /proc/self && \
        printf '1 (systemd) S 0 1 1 0' >/proc/1/stat && exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", script, "sh"]).arg(plain.get_program()).args(plain.get_args());
    command.env("STATE_DIRECTORY", house.state()).stdin(Stdio::null());
    let refused = said(command.output().unwrap());
    assert_ne!(refused.code, 0, "{}", refused.out);
    assert_eq!(refused.out, "");
    assert!(refused.err.contains("/proc"), "{}", refused.err);
}
