//! What intruders do is danger or urgent, each by its own rule; and the same without the trick is not.

use std::process::Command;

use serde_json::Value;

use crate::plant::{Plant, folder, library, possible};
use crate::server::{Server, found, has, is_red, is_settled};

#[test]
fn a_copy_of_a_program_with_a_kernel_threads_name_is_urgent_and_inherits_nothing() {
    if !possible() {
        return;
    }
    let (server, temporary) = (Server::start(), tempfile::tempdir_in("/tmp").unwrap());
    let miner = Plant::at(&temporary.path().join("sleep"), &["name", "kworker/0:1"]);
    let told = server.finding(miner.pid(), "KERNEL_NAME_IMPOSTOR");
    assert_eq!(told["name"], "kworker/0:1");
    assert_eq!(
        (told["verdict"].as_str(), told["known"].as_bool()),
        (Some("urgent"), Some(false)),
        "{told:#}"
    );
    assert!(has(&told, "RUNS_FROM_TMP"));
    let evidence = found(&told, "KERNEL_NAME_IMPOSTOR").unwrap()["evidence"].as_str().unwrap();
    assert!(evidence.contains(&format!("/proc/{}/comm → kworker/0:1", miner.pid())), "{evidence}");
    assert!(evidence.contains(temporary.path().to_str().unwrap()), "{evidence}");
}

#[test]
fn names_of_servers_from_a_temporary_path_are_urgent_and_get_no_trust() {
    if !possible() {
        return;
    }
    let (server, temporary) = (Server::start(), tempfile::tempdir_in("/tmp").unwrap());
    let planted: Vec<(Plant, &str)> = ["nginx", "systemd", "mysqld", "sshd"]
        .into_iter()
        .map(|name| (Plant::at(&temporary.path().join(name), &["listen"]), name))
        .collect();
    for (plant, name) in &planted {
        let told = server.finding(plant.pid(), "NAME_PATH_MISMATCH");
        assert_eq!(told["name"], *name);
        assert_eq!(
            (told["verdict"].as_str(), told["known"].as_bool()),
            (Some("urgent"), Some(false)),
            "{name}: {told:#}"
        );
    }
}

#[test]
fn an_executable_that_removed_itself_is_red_until_it_has_a_successor() {
    if !possible() {
        return;
    }
    let (server, place) = (Server::start(), folder());
    let path = place.path().join("updater");
    let plant = Plant::at(&path, &["listen"]);
    std::fs::remove_file(&path).unwrap();
    let deleted = |told: &Value| has(told, "DELETED_EXE") && is_settled(told) && !told["ports"].is_null();
    let told = server.until(plant.pid(), "DELETED_EXE", deleted);
    assert!(is_red(&told), "{told:#}");
    assert_eq!(told["ports"][0], plant.port.unwrap());
    assert_eq!((told["exe"].as_str(), told["exe_deleted"].as_bool()), (path.to_str(), Some(true)));
}

#[test]
fn a_program_in_memory_alone_is_red() {
    if !possible() {
        return;
    }
    let server = Server::start();
    let plant = Plant::here(&["memory", "dbus-helper"]);
    let told = server.finding(plant.pid(), "MEMFD_EXE");
    assert!(is_red(&told), "{told:#}");
    assert!(!has(&told, "DELETED_EXE"), "it never had a file: {told:#}");
}

#[test]
fn a_shell_is_red_on_a_connection_and_with_a_waiting_socket_and_green_on_a_pipe() {
    if !possible() {
        return;
    }
    let server = Server::start();
    let master = Plant::here(&["accept"]);
    let port = master.port.unwrap().to_string();
    let reverse = Plant::here(&["reverse", &port, "/bin/sh"]);
    let bound = Plant::here(&["bind", "/bin/sh"]);
    let piped = Plant::other("/bin/sh", |_| {});
    for (plant, how) in [(&reverse, "reverse"), (&bound, "bound")] {
        let told = server.finding(plant.pid(), "SHELL_WITH_SOCKET");
        assert_eq!(told["verdict"], "danger", "{how}: {told:#}");
    }
    assert_eq!(server.finding(bound.pid(), "SHELL_WITH_SOCKET")["ports"][0], bound.port.unwrap());
    let told = server.until(piped.pid(), "the shell on a pipe", is_settled);
    assert!(!has(&told, "SHELL_WITH_SOCKET") && !is_red(&told), "{told:#}");
}

#[test]
fn a_library_in_front_of_all_others_is_red_in_a_program_that_is_known_and_without_it_all_is_green() {
    if !possible() {
        return;
    }
    let server = Server::start();
    let sleep =
        |change: &dyn Fn(&mut Command)| Plant::other("/usr/bin/sleep", |command| change(command.arg("600")));
    let preloaded = sleep(&|command| {
        command.env("LD_PRELOAD", library());
    });
    let plain = sleep(&|_| {});
    let told = server.finding(preloaded.pid(), "PRELOADED");
    assert_eq!((told["verdict"].as_str(), told["known"].as_bool()), (Some("danger"), Some(true)), "{told:#}");
    let message = found(&told, "PRELOADED").unwrap();
    assert_eq!(message["args"]["library"].as_str(), library().to_str());
    let told = server.until(plain.pid(), "a plain sleep", is_settled);
    assert_eq!(told["verdict"], "safe", "{told:#}");
}

#[test]
fn this_program_knows_itself_from_any_path() {
    let server = Server::start();
    let told = server.until(server.pid(), "the server itself", is_settled);
    assert_eq!(told["known"], true);
    assert!(!is_red(&told), "{told:#}");
}
