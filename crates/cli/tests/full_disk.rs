//! A disk that is full: what is refused, what goes on, and that nothing which was acknowledged is lost. On a real
//! file system of sixteen megabytes in namespaces of the test's own. Attack 30.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use house::{House, json, said};

const PASSWORD: &str = "correct horse battery";

/// A process, ended with the test.
struct Kept(Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn first_line(stream: impl std::io::Read) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

/// The small disk, there as long as somebody lives in its namespaces.
struct Disk {
    inhabitant: Kept,
    folder: PathBuf,
}

impl Disk {
    /// `Err` tells why this system makes none.
    fn new(house: &House) -> Result<Self, String> {
        let folder = house.path("disk");
        std::fs::create_dir(&folder).unwrap();
        let script = "mount -t tmpfs -o size=16m,mode=700 none \"$1\" && echo ready && exec sleep 1000";
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]).arg(&folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut inhabitant = Kept(command.spawn().map_err(|error| format!("unshare: {error}"))?);
        if first_line(inhabitant.0.stdout.take().unwrap()) == "ready" {
            return Ok(Self { inhabitant, folder });
        }
        let mut reason = String::new();
        inhabitant.0.stderr.take().unwrap().read_to_string(&mut reason).unwrap();
        Err(reason.trim().to_owned())
    }

    /// The program, where the disk is.
    fn program(&self, house: &House, args: &[&str]) -> Command {
        let plain = house.command(&[]);
        let mut command = Command::new("nsenter");
        command.args(["--user", "--mount", "--preserve-credentials", "--target"]);
        command.arg(self.inhabitant.0.id().to_string()).arg(plain.get_program()).args(args);
        command.arg("--state-dir").arg(self.folder.join("state")).env_clear().stdin(Stdio::null());
        command.envs(plain.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.current_dir(plain.get_current_dir().unwrap_or(Path::new("/")));
        command
    }

    fn filler(&self) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.inhabitant.0.id()));
        root.join(self.folder.strip_prefix("/").unwrap()).join("filler")
    }

    fn fill(&self) {
        let mut filler = std::fs::File::create(self.filler()).unwrap();
        let full = std::iter::repeat_with(|| filler.write_all(&[0; 4096])).find_map(Result::err).unwrap();
        assert_eq!(full.kind(), ErrorKind::StorageFull);
    }

    fn empty(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

/// A running server on the disk, its log gathered in the background.
struct Server {
    child: Kept,
    address: String,
    log: std::sync::Arc<std::sync::Mutex<String>>,
}

impl Server {
    fn start(house: &House, disk: &Disk) -> Self {
        let mut command = disk.program(house, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = Kept(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let mut lines = BufReader::new(child.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        let listens = lines.find(|line| line.contains("listening on http://")).unwrap();
        let address = listens.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        let log = std::sync::Arc::<std::sync::Mutex<String>>::default();
        let heard = std::sync::Arc::clone(&log);
        std::thread::spawn(move || lines.for_each(|line| *heard.lock().unwrap() += &(line + "\n")));
        Self { child, address, log }
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n{headers}\r\n{body}",
            self.address
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        Answer { status: text.split(' ').nth(1).unwrap().parse().unwrap(), text }
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, &format!("Cookie: {cookie}\r\n"), "")
    }

    fn log_in(&self) -> Answer {
        let body = format!("{{\"username\":\"boss\",\"password\":\"{PASSWORD}\"}}");
        self.ask("POST", "/api/v1/session", "", &body)
    }
}

struct Answer {
    status: u16,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    fn json(&self) -> serde_json::Value {
        json(self.text.split("\r\n\r\n").nth(1).unwrap())
    }
}

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_loses_nothing_it_acknowledged() {
    let house = House::new();
    let disk = match Disk::new(&house) {
        Ok(disk) => disk,
        Err(reason) => {
            println!("SKIPPED a disk that is full: no namespaces for a small disk ({reason})");
            return;
        }
    };
    let add_user = |name: &str| {
        let mut command = disk.program(&house, &["user", "add", name, "--role", "admin", "--password-stdin"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that refuses before it reads closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(PASSWORD.as_bytes());
        said(child.wait_with_output().unwrap())
    };
    let added = add_user("boss");
    assert_eq!(added.code, 0, "{}", added.err);
    let mut server = Server::start(&house, &disk);
    let mut acknowledged = vec![server.log_in().cookie()];

    disk.fill();
    // The database has some room of its own left: what it takes into that is acknowledged and must stay.
    let refused = loop {
        let answer = server.log_in();
        if answer.status != 200 {
            break answer;
        }
        acknowledged.push(answer.cookie());
        assert!(acknowledged.len() < 200, "the disk is full and takes on and on");
    };
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(refused.json()["code"], "store_unavailable");
    assert!(refused.header("set-cookie").is_none() && refused.header("retry-after").is_some());
    let token = server.ask(
        "POST",
        "/api/v1/tokens",
        &format!("Cookie: {}\r\nOrigin: http://{}\r\n", acknowledged[0], server.address),
        "{\"name\":\"ci\",\"role\":\"viewer\"}",
    );
    assert_eq!(token.status, 503, "{}", token.text);
    // Another program may find room that the database kept for itself; what it takes into that must stay too.
    let mut kims = Vec::new();
    let denied = loop {
        let name = format!("kim{}", kims.len());
        let added = add_user(&name);
        if added.code != 0 {
            break added;
        }
        kims.push(name);
        assert!(kims.len() < 100, "the disk is full and takes on and on");
    };
    assert_eq!(denied.code, 5, "{}", denied.err);
    assert!(denied.err.contains("its disk is full; free some space"), "{}", denied.err);
    let log = server.log.lock().unwrap().clone();
    assert!(log.contains("its disk is full; free some space"), "{log}");

    // What needs no writing goes on.
    assert_eq!(server.ask("GET", "/healthz", "", "").status, 200);
    for cookie in &acknowledged {
        assert_eq!(server.get("/api/v1/snapshot", cookie).status, 200);
    }

    // It does not even get to say good-bye.
    server.child.0.kill().unwrap();
    server.child.0.wait().unwrap();
    disk.empty();
    let server = Server::start(&house, &disk);
    for (number, cookie) in acknowledged.iter().enumerate() {
        assert_eq!(
            server.get("/api/v1/me", cookie).status,
            200,
            "log-in {number} of {} is lost",
            acknowledged.len()
        );
    }
    let audit = server.get("/api/v1/audit?limit=500", &acknowledged[0]).json();
    let entries = audit["audit"].as_array().unwrap();
    let log_ins =
        entries.iter().filter(|entry| entry["action"] == "log_in" && entry["outcome"] == "ok").count();
    assert_eq!(log_ins, acknowledged.len(), "log-ins in the audit are not those that were acknowledged");
    let tokens = server.get("/api/v1/tokens", &acknowledged[0]).json();
    assert!(!tokens.to_string().contains("\"ci\""), "a token that was refused exists: {tokens}");
    let users = server.get("/api/v1/users", &acknowledged[0]).json();
    let named = |name: &String| {
        users["users"].as_array().unwrap().iter().any(|user| user["name"].as_str() == Some(name))
    };
    assert!(kims.iter().all(named), "of {kims:?} not all are there: {users}");
    assert!(!named(&format!("kim{}", kims.len())), "a user that was refused exists: {users}");
    assert_eq!(server.log_in().status, 200, "with room again everything works again");
}
