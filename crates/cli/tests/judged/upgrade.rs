//! After an upgrade: what was replaced on disk is to be restarted, stays as it was, and is not what was deleted.

use std::path::Path;
use std::process::Command;

use crate::plant::{Plant, folder, possible};
use crate::server::{Server, found, has, is_red, is_settled};

/// As a package manager does it: another file, renamed over the old one.
fn replace(path: &Path) {
    let new = path.with_extension("dpkg-new");
    std::fs::copy(path, &new).unwrap();
    std::fs::rename(new, path).unwrap();
}

#[test]
fn a_replaced_executable_needs_a_restart_and_is_neither_deleted_nor_a_danger() {
    if !possible() {
        return;
    }
    let (server, place) = (Server::start(), folder());
    let path = place.path().join("daemon");
    let plant = Plant::at(&path, &["listen"]);
    let before = server.until(plant.pid(), "the daemon", is_settled);
    replace(&path);
    let told =
        server.until(plant.pid(), "NEEDS_RESTART", |told| has(told, "NEEDS_RESTART") && is_settled(told));
    assert!(!has(&told, "DELETED_EXE"), "{told:#}");
    assert_eq!(told["verdict"], before["verdict"], "{told:#}");
    assert_eq!(found(&told, "NEEDS_RESTART").unwrap()["severity"], "info");
    std::fs::remove_file(&path).unwrap();
    let told = server.finding(plant.pid(), "DELETED_EXE");
    assert!(is_red(&told) && !has(&told, "NEEDS_RESTART"), "{told:#}");
}

#[test]
fn a_replaced_library_needs_a_restart_too() {
    if !possible() {
        return;
    }
    let place = folder();
    if place.path().starts_with("/tmp") {
        println!(
            "SKIPPED a replaced library: what is mapped from /tmp is no package's, and this was built there"
        );
        return;
    }
    let server = Server::start();
    let library = place.path().join("libupgraded.so");
    std::fs::copy(crate::plant::library(), &library).unwrap();
    // Mapped by what it links with, not preloaded: that would be another finding.
    let program = place.path().join("daemon");
    let linked = Command::new("cc")
        .args(["-Wl,--no-as-needed", "-x", "c", "-", "-o"])
        .arg(&program)
        .arg("-x")
        .arg("none")
        .arg(&library)
        .arg(format!("-Wl,-rpath,{}", place.path().display()))
        .stdin(std::process::Stdio::piped())
        .spawn();
    let mut linked = linked.unwrap();
    std::io::Write::write_all(
        &mut linked.stdin.take().unwrap(),
        b"#include <unistd.h>\nint main(void) { while (1) pause(); }\n",
    )
    .unwrap();
    assert!(linked.wait().unwrap().success());
    let plant = Plant::other(&program, |_| {});
    let before = server.until(plant.pid(), "the daemon", is_settled);
    assert!(!has(&before, "NEEDS_RESTART"));
    replace(&library);
    let told =
        server.until(plant.pid(), "NEEDS_RESTART", |told| has(told, "NEEDS_RESTART") && is_settled(told));
    let evidence = found(&told, "NEEDS_RESTART").unwrap()["evidence"].as_str().unwrap();
    assert!(evidence.contains("libupgraded.so"), "{evidence}");
    assert_eq!(told["verdict"], before["verdict"], "{told:#}");
}
