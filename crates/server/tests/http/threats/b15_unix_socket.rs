//! B15: the unix socket, who may use it, and what lies in its place.

use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use domain::Role;
use server::{BindError, Limits, Listen, LiveSettings, Settings, TrustedProxy};

use crate::house::{House, Plan, TICK, call_unix};

fn settings(path: &Path) -> Settings {
    Settings {
        listen: vec![Listen::Unix(path.to_owned())],
        socket_gid: None,
        limits: Limits::default(),
        tick: TICK,
        live: LiveSettings::default(),
    }
}

fn bind(path: &Path) -> Result<server::Listeners, BindError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(server::bind(&settings(path), &|_| None))
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("monitor.sock");
    (folder, path)
}

fn get(path: &Path, target: &str, more: &str) -> crate::house::Answer {
    call_unix(
        path,
        format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n").as_bytes(),
    )
}

#[test]
fn the_socket_is_for_owner_and_group_and_gone_after_the_stop() {
    let (_folder, path) = folder();
    let mut house = House::with(Plan { listen: vec![Listen::Unix(path.clone())], ..Plan::default() });
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);
    assert_eq!(get(&path, "/healthz", "").status, 200);
    assert_eq!(
        get(&path, "/api/v1/snapshot", "").status,
        401,
        "who can open the socket is not let in for that"
    );
    let token = house.token(Role::Viewer);
    assert_eq!(get(&path, "/api/v1/snapshot", &format!("Authorization: Bearer {token}\r\n")).status, 200);
    house.stop();
    assert!(!path.exists());
}

#[test]
fn the_socket_never_exists_with_a_wider_mode() {
    let (_folder, path) = folder();
    let watched = path.clone();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let watcher = std::thread::spawn(move || {
        let mut widest = 0;
        while let Err(std::sync::mpsc::TryRecvError::Empty) = stopped.try_recv() {
            if let Ok(found) = std::fs::symlink_metadata(&watched) {
                widest |= found.mode() & 0o777;
            }
        }
        widest
    });
    for _ in 0..200 {
        drop(bind(&path).unwrap());
    }
    drop(stop);
    assert_eq!(watcher.join().unwrap() & !0o660, 0);
}

#[test]
fn a_dead_servers_socket_is_replaced_and_a_living_ones_is_not() {
    let (_folder, path) = folder();
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists(), "a dead server leaves its socket");
    let living = bind(&path).unwrap();
    assert!(matches!(bind(&path), Err(BindError::SocketInUse { .. })));
    assert!(std::fs::metadata(&path).unwrap().file_type().is_socket());
    drop(living);
}

#[test]
fn what_is_no_socket_is_never_removed() {
    let (folder, path) = folder();
    let target = folder.path().join("precious");
    std::fs::write(&target, "precious").unwrap();
    std::fs::write(&path, "a file").unwrap();
    assert!(matches!(bind(&path), Err(BindError::NoSocket { .. })));
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&target, &path).unwrap();
    assert!(matches!(bind(&path), Err(BindError::NoSocket { .. })));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "precious");
    let error = bind(Path::new("/nonexistent/folder/monitor.sock")).unwrap_err().to_string();
    assert!(error.starts_with("cannot make the socket /nonexistent/folder/monitor.sock"), "{error}");
}

#[test]
fn anothers_socket_is_not_removed_at_the_stop() {
    let (_folder, path) = folder();
    let ours = bind(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let _theirs = UnixListener::bind(&path).unwrap();
    drop(ours);
    assert!(path.exists());
}

#[test]
fn forwarding_headers_on_the_socket_count_only_if_the_configuration_says_so() {
    for (trusted, expected) in
        [(vec![], "<base href=\"/\">"), (vec![TrustedProxy::Unix], "<base href=\"/mon/\">")]
    {
        let (_folder, path) = folder();
        let live = LiveSettings { trusted_proxies: trusted, ..LiveSettings::default() };
        let _house = House::with(Plan { listen: vec![Listen::Unix(path.clone())], live, ..Plan::default() });
        assert!(get(&path, "/", "X-Forwarded-Prefix: /mon\r\n").text().contains(expected));
    }
}

#[test]
fn a_taken_port_is_reported_with_its_owner() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let settings = Settings { listen: vec![Listen::Tcp(address)], ..settings(Path::new("/x")) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime
        .block_on(server::bind(&settings, &|asked| Some(format!("nginx (pid 812) on {asked}"))))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{address} is taken by nginx (pid 812) on {address}, choose another with --listen or stop that process"
        )
    );
}
