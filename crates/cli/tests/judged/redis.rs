//! A real redis: safe where it waits for this machine alone, an exposed database where it waits for everybody.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::plant::Plant;
use crate::server::{Server, found, has, is_settled};

const PORT: u16 = 6379;
/// Where it is installed, which is where the catalogue expects it.
const INSTALLED: &str = "/usr/bin/redis-server";
/// Nobody's number: not root's, and of no account.
const ACCOUNT: &str = "4711";
/// What runs its arguments with the unpacked packages over `/usr`, seen by nobody else.
const OVER_USR: &str = "mount -t overlay -o \"lowerdir=$1:/usr\" overlay /usr && shift && exec \"$@\"";

/// Where redis is: installed, or unpacked somewhere on the search path.
fn redis() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let unpacked = std::env::split_paths(&path).map(|folder| folder.join("redis-server"));
    std::iter::once(PathBuf::from(INSTALLED)).chain(unpacked).find(|file| file.is_file())
}

/// Runs what follows with redis at the place where it is installed, under an account of its own.
fn at_its_place(redis: &Path) -> Command {
    let account = ["setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"];
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if redis != Path::new(INSTALLED) {
        // `usr/bin/redis-server` is below the folder that it was unpacked to; its libraries are beside it.
        let layer = redis.ancestors().nth(2).unwrap();
        command.args(["sh", "-c", OVER_USR, "sh"]).arg(layer);
    }
    command.args(account);
    command
}

/// Why it cannot be run here, if it cannot.
fn missing(redis: &Path) -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("only root can run it at its place and as somebody else".to_owned());
    }
    if let Err(error) = TcpListener::bind(("0.0.0.0", PORT)) {
        return Some(format!("port {PORT} is taken: {error}"));
    }
    match at_its_place(redis).args([INSTALLED, "--version"]).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    }
}

/// It keeps nothing on disk, and in its protected mode answers nobody from outside.
fn waiting_on(redis: &Path, addresses: &[&str]) -> Plant {
    let mut plain = at_its_place(redis);
    plain
        .args([INSTALLED, "--port", &PORT.to_string(), "--save", "", "--dir", "/", "--bind"])
        .args(addresses);
    let arguments: Vec<_> = plain.get_args().map(ToOwned::to_owned).collect();
    Plant::other(plain.get_program(), |command| {
        command.args(arguments);
    })
}

/// What is told of it in the configured mode and in the strict one, once its socket is seen.
fn told(server: &Server, redis: &Plant) -> (Value, Value) {
    let waits = |told: &Value| {
        told["name"] == "redis-server"
            && is_settled(told)
            && told["ports"].as_array().is_some_and(|ports| ports.iter().any(|port| *port == PORT))
    };
    let contextual = server.until(redis.pid(), "redis", waits);
    (contextual, server.get(&format!("processes/{}?mode=strict", redis.pid())))
}

#[test]
fn redis_is_safe_on_loopback_and_an_exposed_database_on_every_address() {
    let Some(redis) = redis() else { return println!("SKIPPED a real redis: redis-server is not installed") };
    if let Some(reason) = missing(&redis) {
        return println!("SKIPPED a real redis: {reason}");
    }
    let server = Server::start();

    // As Debian's configuration has it.
    let here = waiting_on(&redis, &["127.0.0.1", "-::1"]);
    let (contextual, strict) = told(&server, &here);
    assert_eq!(contextual["verdict"], "safe", "{contextual:#}");
    assert_eq!(
        (&contextual["known"], &contextual["category"], &contextual["app"]),
        (&Value::from(true), &Value::from("database"), &Value::from("redis")),
        "{contextual:#}"
    );
    for socket in contextual["sockets"].as_array().unwrap() {
        assert_eq!((&socket["port"], &socket["exposure"]), (&PORT.into(), &"loopback".into()), "{socket:#}");
    }
    assert!(!has(&contextual, "EXPOSED_DATABASE"), "{contextual:#}");
    assert_eq!(strict["verdict"], "danger", "{strict:#}");
    drop(here);

    let everywhere = waiting_on(&redis, &["0.0.0.0"]);
    let (contextual, strict) = told(&server, &everywhere);
    let exposed = found(&contextual, "EXPOSED_DATABASE").unwrap_or_else(|| panic!("{contextual:#}"));
    assert_eq!(exposed["severity"], "critical", "{exposed:#}");
    let evidence = exposed["evidence"].as_str().unwrap();
    assert!(evidence.contains(&format!("pid {}", everywhere.pid())), "{evidence}");
    assert!(evidence.contains("tcp 0.0.0.0:6379"), "{evidence}");
    assert_eq!(contextual["verdict"], "danger", "{contextual:#}");
    assert_eq!((&contextual["known"], &contextual["category"]), (&true.into(), &"database".into()));
    assert_eq!(strict["verdict"], "danger", "{strict:#}");
}
