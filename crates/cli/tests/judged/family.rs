//! A family of processes is one application: a real nginx with sixty workers, with every socket attributed to all of
//! those that hold it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::plant::Plant;
use crate::server::{LIMIT, Server, has, is_red};

/// Where packages put it.
const NGINX: &str = "/usr/sbin/nginx";
const WORKERS: usize = 60;

/// The installed one before one that was only unpacked.
fn nginx() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let unpacked = std::env::split_paths(&path).map(|folder| folder.join("nginx"));
    std::iter::once(PathBuf::from(NGINX)).chain(unpacked).find(|file| file.is_file())
}

/// A port that nobody has, on every address; low, where no short-lived socket is given one.
fn free_ports() -> impl Iterator<Item = u16> {
    (21_600..21_690).filter(|port| {
        TcpListener::bind(("0.0.0.0", *port)).is_ok() && TcpListener::bind(("::", *port)).is_ok()
    })
}

fn configuration(folder: &Path, four: u16, both: u16) -> String {
    let place = folder.display();
    let (on, root) = ("reuseport", "return 204;");
    format!(
        "worker_processes {WORKERS};\npid {place}/pid;\nerror_log {place}/error.log;\ndaemon off;\n\
         events {{ worker_connections 16; }}\n\
         http {{\n access_log off;\n client_body_temp_path {place};\n proxy_temp_path {place};\n fastcgi_temp_path {place};\n\
         uwsgi_temp_path {place};\n scgi_temp_path {place};\n\
         server {{ listen 127.0.0.1:{four} {on}; listen [::]:{both} ipv6only=off; {root} }}\n}}\n"
    )
}

#[test]
fn sixty_workers_are_one_application_and_each_has_every_socket_of_it() {
    let Some(program) = nginx() else {
        println!("SKIPPED sixty workers of nginx: it is not installed");
        return;
    };
    let at_its_place = program == Path::new(NGINX);
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let ports: Vec<u16> = free_ports().take(2).collect();
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, configuration(folder.path(), ports[0], ports[1])).unwrap();
    let nginx = Plant::other(&program, |command: &mut Command| {
        command.arg("-c").arg(&file).stderr(Stdio::inherit());
    });
    let begun = std::time::Instant::now();
    let family = loop {
        let of_it = |process: &Value| process["pid"] == nginx.pid() || process["ppid"] == nginx.pid();
        let family: Vec<Value> = server.processes().into_iter().filter(of_it).collect();
        let settled = |process: &Value| {
            process["verdict"].is_string()
                && process["ports"].as_array().is_some_and(|ports| ports.len() == 2)
                && (at_its_place || has(process, "NAME_PATH_MISMATCH"))
        };
        if family.len() == WORKERS + 1 && family.iter().all(settled) {
            break family;
        }
        assert!(
            begun.elapsed() < LIMIT,
            "{} of the family: {:#}",
            family.len(),
            family.last().unwrap_or(&Value::Null)
        );
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    for member in &family {
        // From anywhere else it is one that only says so, and goes by its file.
        assert_eq!(member["app"].as_str(), if at_its_place { Some("nginx") } else { program.to_str() });
        assert_eq!(member["container"], family[0]["container"]);
        assert_eq!(is_red(member), !at_its_place, "{member:#}");
        assert!(!at_its_place || member["verdict"] == "safe", "{member:#}");
        let sockets = member["sockets"].as_array().unwrap();
        let mut shown: Vec<(String, String, u64)> = sockets
            .iter()
            .map(|socket| {
                let text = |key: &str| socket[key].as_str().unwrap().to_owned();
                (text("proto") + " " + &text("address"), text("exposure"), socket["port"].as_u64().unwrap())
            })
            .collect();
        shown.sort();
        assert_eq!(
            shown,
            [
                ("tcp 127.0.0.1".to_owned(), "loopback".to_owned(), u64::from(ports[0])),
                ("tcp6 ::".to_owned(), "public".to_owned(), u64::from(ports[1])),
            ]
        );
    }
}
