//! What ending a process would cost, and through whom a question came, held against the running kernel with children,
//! connections and terminals that are made for it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod processes_support;

use std::fs;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use domain::plan::{CloseLook, Restarter};
use domain::supervisor::Supervisor;
use domain::{Gap, ProcessKey};
use host::Roots;
use host::linux::closeup::{Connection, close_look, state_now, way_in};
use processes_support::{Kept, copy_program, is_root, python, until};

fn key(pid: u32) -> ProcessKey {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    let started = stat.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().parse().unwrap();
    ProcessKey { pid, started }
}

fn closely(pid: u32) -> CloseLook {
    in_time(|| close_look(&Roots::default(), key(pid)))
}

/// A look in which nothing came late: what may block is given up after a second, also on a machine that is busy.
fn in_time(look: impl Fn() -> CloseLook) -> CloseLook {
    const LATE: [Gap; 2] = [Gap::failed("sum up its memory"), Gap::failed("read who restarts it")];
    let late = |gap: Option<&Gap>| gap.is_some_and(|gap| LATE.contains(gap));
    let is_whole =
        |look: &CloseLook| !late(look.frees_bytes.as_ref().err()) && !late(look.restarter.as_ref().err());
    until("a look in time", || Some(look()).filter(is_whole))
}

fn signal(name: &str, pid: u32) {
    assert!(Command::new("kill").args([name, &pid.to_string()]).status().unwrap().success());
}

#[test]
fn files_that_are_written_are_told_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("read"), "").unwrap();
    assert!(Command::new("mkfifo").arg(path("fifo")).status().unwrap().success());
    let program = format!(
        "import os, sys\n\
         os.chdir({:?})\n\
         kept = [open('written', 'w'), open('appended', 'a'), open('both', 'w+'), open('written', 'a')]\n\
         kept += [open('read'), open('/dev/null', 'w'), open(b'new\\nline\\xff', 'wb'), open('deleted', 'w')]\n\
         os.remove('deleted')\n\
         fds = [os.memfd_create('in memory'), os.open('fifo', os.O_RDWR), os.open('.', os.O_TMPFILE | os.O_RDWR)]\n\
         print('ready', flush=True)\n\
         sys.stdin.read()\n",
        folder.path()
    );
    let (kept, _) = python(&program);
    let told = closely(kept.pid()).files_for_writing.expect("they may be seen");
    assert!(told.complete);
    let told = told.paths;
    let named = |name: &str| told.iter().any(|file| *file == path(name));
    for name in ["written", "appended", "both", "new\nline\u{fffd}", "deleted (deleted)"] {
        assert!(named(name), "{name} in {told:?}");
    }
    assert!(!named("read") && !named("fifo"), "{told:?}");
    assert!(!told.iter().any(|file| file.contains("memory") || file.starts_with("/dev/")), "{told:?}");
    assert_eq!(told.len(), 6, "each once, and one without a name: {told:?}");
}

#[test]
fn that_more_files_are_open_than_are_told_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (files, complete) in [(500, true), (501, false)] {
        let program = format!(
            "import os, sys\nos.chdir({:?})\nkept = [open(f'{{i}}', 'w') for i in range({files})]\n\
             print('ready', flush=True)\nsys.stdin.read()\n",
            folder.path()
        );
        let (kept, _) = python(&program);
        let told = closely(kept.pid()).files_for_writing.expect("they may be seen");
        assert_eq!((told.paths.len(), told.complete), (500, complete), "{files}");
    }
}

#[test]
fn memory_is_told_that_is_its_own_and_not_what_it_shares() {
    let (big, _) = python(
        "import sys; x = bytes(1 << 26).replace(b'\\0', b'1'); print('ready', flush=True); sys.stdin.read()",
    );
    let frees = closely(big.pid()).frees_bytes.expect("it may be seen");
    assert!((1 << 26..1 << 28).contains(&frees), "{frees}");
    let small = Kept::start(Command::new("sleep").arg("1000"));
    let frees =
        until("its program", || closely(small.pid()).frees_bytes.ok().filter(|bytes| *bytes < 1 << 23));
    assert!(frees > 0);
}

#[test]
fn the_first_one_of_a_pid_namespace_is_known() {
    let mut command = Command::new("unshare");
    command.args(["--pid", "--fork", "--kill-child", "sh", "-c", "echo ready; exec sleep 1000"]);
    let (outside, said) = Kept::ready(command.stderr(Stdio::null()));
    if said != "ready" {
        println!("SKIPPED the first one of a pid namespace: none can be made here");
        return;
    }
    let children = format!("/proc/{0}/task/{0}/children", outside.pid());
    let inside = fs::read_to_string(children).unwrap().trim().parse().expect("a pid");
    assert_eq!(closely(inside).init_of_namespace, Ok(true));
    assert_eq!(closely(outside.pid()).init_of_namespace, Ok(false));
}

#[test]
fn a_state_is_told_of_the_one_that_is_meant_only() {
    let mut kept = Kept::start(Command::new("sleep").arg("1000"));
    let meant = key(kept.pid());
    let state = || state_now(&Roots::default(), meant);
    signal("-STOP", meant.pid);
    until("stopped", || (state() == Some('T')).then_some(()));
    let other = ProcessKey { started: meant.started + 1, ..meant };
    assert_eq!(state_now(&Roots::default(), other), None);
    assert_eq!(close_look(&Roots::default(), other).frees_bytes, Err(Gap::Gone));
    kept.0.kill().unwrap();
    until("a zombie", || (state() == Some('Z')).then_some(()));
    let zombie = closely(meant.pid);
    assert!(zombie.frees_bytes.is_err(), "it has none any more, which is not the same as nothing");
    kept.0.wait().unwrap();
    assert_eq!(state(), None);
    assert_eq!(close_look(&Roots::default(), meant).files_for_writing, Err(Gap::Gone));
}

#[test]
fn a_service_of_a_user_that_restarts_is_told() {
    let unit = format!("server-monitor-test-{}.service", std::process::id());
    let group = Path::new("/sys/fs/cgroup/systemd/user.slice/user-1000.slice/user@1000.service").join(&unit);
    let folder = tempfile::tempdir().unwrap();
    let roots = Roots { proc: "/proc".into(), ..Roots::below(folder.path()) };
    let units = folder.path().join("etc/systemd/user");
    fs::create_dir_all(&units).unwrap();
    fs::write(folder.path().join("etc/passwd"), "ann:x:1000:1000::/home/ann:/bin/sh\n").unwrap();
    let kept = Kept::start(Command::new("sleep").arg("1000"));
    if !Path::new("/sys/fs/cgroup/systemd/cgroup.procs").exists() || fs::create_dir_all(&group).is_err() {
        println!("SKIPPED a service of a user: no cgroup can be made here");
        return;
    }
    fs::write(group.join("cgroup.procs"), kept.pid().to_string()).unwrap();
    let told = || in_time(|| close_look(&roots, key(kept.pid()))).restarter;
    let nowhere = told();
    fs::write(units.join(&unit), "[Service]\nRestart=always\n").unwrap();
    let always = told();
    fs::write(units.join(&unit), "[Service]\nExecStart=/x\n").unwrap();
    let never = told();
    drop(kept);
    until("an empty cgroup", || fs::remove_dir(&group).ok());
    for above in group.ancestors().skip(1).take(3) {
        let _ = fs::remove_dir(above);
    }
    assert!(matches!(nowhere, Err(Gap::Failed(_))), "{nowhere:?}");
    let supervisor = Supervisor::SystemdOfUser;
    assert_eq!(always, Ok(Some(Restarter::Service { supervisor, name: unit })));
    assert_eq!(never, Ok(None));
}

#[test]
fn what_a_supervisor_of_root_keeps_is_told_and_what_somebody_else_calls_so_is_not() {
    if !is_root() {
        println!("SKIPPED what a supervisor of root keeps: this user is not root");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let runsv = folder.path().join("runsv");
    copy_program("/bin/bash", &runsv);
    for (uid, told) in [(0, true), (1000, false)] {
        let script = "sleep 1000 & wait";
        let mut command = Command::new(&runsv);
        let mut kept = Kept::start(command.args(["-c", script]).uid(uid).gid(uid).process_group(0));
        let child = || fs::read_to_string(format!("/proc/{0}/task/{0}/children", kept.pid())).ok();
        let child: u32 = until("its child", || child()?.trim().parse().ok());
        until("a program", || (name(child)? == "sleep").then_some(()));
        let found = closely(child).restarter;
        signal("-KILL", child);
        kept.0.wait().unwrap();
        let service = Restarter::Service { supervisor: Supervisor::Runit, name: script.to_owned() };
        assert_eq!(found, Ok(told.then_some(service)), "{uid}");
    }
}

/// What the kernel calls it.
fn name(pid: u32) -> Option<String> {
    Some(fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim_end().to_owned())
}

/// A child of this test that connects and then waits, and this program's end of it.
fn visitor(listener: &TcpListener, to: SocketAddr, shell: &Path) -> (Kept, TcpStream) {
    let script = format!("exec 3<>/dev/tcp/{}/{}; read x", to.ip(), to.port());
    let mut command = Command::new(shell);
    command.args(["-c", &script]).stdin(Stdio::piped());
    let kept = Kept::start(&mut command);
    (kept, listener.accept().expect("a visitor").0)
}

fn way(connection: Connection) -> Vec<u32> {
    way_in(&Roots::default(), connection).expect("a look at everybody")
}

fn tcp(stream: &TcpStream, client: Option<IpAddr>) -> Connection {
    let (peer, local) = (stream.peer_addr().unwrap(), stream.local_addr().unwrap());
    Connection::Tcp { peer, local, client }
}

#[test]
fn the_process_at_the_other_end_and_all_above_it_are_on_the_way() {
    for address in ["127.0.0.1:0", "[::]:0"] {
        let listener = TcpListener::bind(address).unwrap();
        let to = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().unwrap().port()));
        let (kept, stream) = visitor(&listener, to, Path::new("bash"));
        let (stranger, _other) = visitor(&listener, to, Path::new("bash"));
        let found = way(tcp(&stream, Some([127, 0, 0, 1].into())));
        assert!(found.contains(&kept.pid()), "{address}: {} in {found:?}", kept.pid());
        assert!(found.contains(&std::process::id()), "its parent");
        assert!(!found.contains(&stranger.pid()) && !found.contains(&1));
        assert!(found.is_sorted());
    }
}

#[test]
fn a_peer_that_is_not_of_this_machine_is_nobody_here() {
    let far: SocketAddr = "192.0.2.7:50000".parse().unwrap();
    let local = "192.0.2.1:80".parse().unwrap();
    assert_eq!(way(Connection::Tcp { peer: far, local, client: Some(far.ip()) }), []);
    assert_eq!(way(Connection::Unix { pid: 0 }), []);
    assert_eq!(way(Connection::Unix { pid: 1 }), []);
}

/// An address of this machine that is not its loopback, if it has one.
fn own_address() -> Option<IpAddr> {
    // Nothing is sent: the kernel only chooses the address.
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|address| !address.is_loopback() && !address.is_unspecified())
}

#[test]
fn a_secure_shell_from_where_the_asker_sits_is_on_the_way_and_other_visitors_are_not() {
    let Some(client) = own_address() else {
        println!("SKIPPED a secure shell from elsewhere: this machine has no address but its loopback");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let shell = folder.path().join("sshd");
    copy_program("/bin/bash", &shell);
    let listener = TcpListener::bind((client, 0)).unwrap();
    let to = listener.local_addr().unwrap();
    let (session, _session_end) = visitor(&listener, to, &shell);
    let (visitor, _visitor_end) = visitor(&listener, to, Path::new("bash"));
    let page: SocketAddr = (client, 1).into();
    let question = |client| way(Connection::Tcp { peer: page, local: to, client });
    let found = question(Some(client));
    assert!(found.contains(&session.pid()) && !found.contains(&visitor.pid()), "{found:?}");
    assert!(!question(None).contains(&session.pid()), "nobody knows where the asker sits");
    assert!(!question(Some("192.0.2.7".parse().unwrap())).contains(&session.pid()), "somebody else");
}

#[test]
fn what_the_asker_started_it_from_is_on_the_way() {
    let own = way(Connection::Terminal);
    let parent = std::os::unix::process::parent_id();
    assert!(parent <= 1 || own.contains(&parent), "{own:?}");
    assert!(!own.contains(&std::process::id()), "it is itself");
    let outer = Kept::start(Command::new("sh").args(["-c", "sleep 1000; true"]));
    let inner = until("a child", || {
        let children = format!("/proc/{0}/task/{0}/children", outer.pid());
        fs::read_to_string(children).unwrap().trim().parse::<u32>().ok()
    });
    let found = way(Connection::Unix { pid: inner });
    assert!(found.contains(&inner) && found.contains(&outer.pid()) && found.contains(&std::process::id()));
    signal("-KILL", inner);
}

#[test]
fn whoever_is_attached_to_the_terminal_of_the_asker_is_on_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let tmux = |arguments: &[&str]| {
        let output = Command::new("tmux")
            .arg("-S")
            .arg(&socket)
            .args(["-f", "/dev/null"])
            .args(arguments)
            .env_remove("TMUX")
            .output()
            .ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if tmux(&["new-session", "-d", "sleep 1000"]).is_none() {
        println!("SKIPPED a terminal that is kept by another program: tmux does not run here");
        return;
    }
    let number = |format: &str, what: &str| {
        until(what, || tmux(&[what, "-F", format])?.lines().next()?.parse::<u32>().ok())
    };
    let (server, pane) = (number("#{pid}", "list-panes"), number("#{pane_pid}", "list-panes"));
    let attach = format!("tmux -S {} attach", String::from_utf8_lossy(socket.as_os_str().as_bytes()));
    let mut terminal = Command::new("script");
    terminal.args(["-qfc", &attach, "/dev/null"]).env("TERM", "xterm").env_remove("TMUX");
    let terminal = Kept::start(terminal.stdin(Stdio::piped()).stdout(Stdio::null()));
    let client = number("#{client_pid}", "list-clients");
    let stranger = Kept::start(Command::new("sleep").arg("1000"));
    let found = way(Connection::Unix { pid: pane });
    tmux(&["kill-server"]);
    for (pid, what) in [(pane, "pane"), (server, "server"), (client, "client"), (terminal.pid(), "terminal")]
    {
        assert!(found.contains(&pid), "the {what} {pid} in {found:?}");
    }
    assert!(!found.contains(&stranger.pid()));
}

#[test]
fn a_way_that_cannot_be_looked_for_is_not_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::Tcp {
        peer: ([127, 0, 0, 1], 40_000).into(),
        local: ([127, 0, 0, 1], 8000).into(),
        client: None,
    };
    assert!(way_in(&Roots::below(folder.path()), connection).is_err(), "there is no /proc");
    std::fs::create_dir_all(folder.path().join("proc/self/net")).unwrap();
    assert_eq!(way_in(&Roots::below(folder.path()), connection), Ok(Vec::new()), "a machine without TCP");
    std::fs::create_dir(folder.path().join("proc/self/net/tcp")).unwrap();
    assert!(way_in(&Roots::below(folder.path()), connection).is_err(), "the table cannot be read");
}
