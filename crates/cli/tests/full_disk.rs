//! A disk that is full: what is refused, what goes on, and that nothing which was acknowledged is lost. On a real
//! file system of sixteen megabytes in namespaces of the test's own. Attack 30.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod house;
mod serving;

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use house::{House, Said, json, said};
use serving::{Answer, Kept, PASSWORD, Server, Sleeper, is_root, until};

fn first_line(stream: impl std::io::Read) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

/// The namespaces that it takes. Root needs no users of its own, and could end nobody from among them.
fn spaces(of_users: &[&'static str]) -> Vec<&'static str> {
    if rustix::process::geteuid().is_root() {
        vec!["--mount"]
    } else {
        [&["--user", "--mount"], of_users].concat()
    }
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
        command.args(spaces(&["--map-root-user"])).args(["sh", "-c", script, "sh"]).arg(&folder);
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
        command
            .args(spaces(&["--preserve-credentials"]))
            .arg("--target")
            .arg(self.inhabitant.0.id().to_string())
            .arg(plain.get_program())
            .args(args);
        command.arg("--state-dir").arg(self.folder.join("state")).env_clear().stdin(Stdio::null());
        command.envs(plain.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.current_dir(plain.get_current_dir().unwrap_or(Path::new("/")));
        command
    }

    fn serve(&self, house: &House) -> Server {
        Server::start(self.program(house, &["serve", "--listen", "127.0.0.1:0"]))
    }

    fn run(&self, house: &House, args: &[&str]) -> Said {
        said(self.program(house, args).output().unwrap())
    }

    fn add_user(&self, house: &House, name: &str) -> Said {
        let mut command = self.program(house, &["user", "add", name, "--role", "admin", "--password-stdin"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that refuses before it reads closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(PASSWORD.as_bytes());
        said(child.wait_with_output().unwrap())
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

/// The disk, or why there is none.
fn disk(house: &House) -> Option<Disk> {
    let disk = Disk::new(house);
    if let Err(reason) = &disk {
        println!("SKIPPED a disk that is full: no namespaces for a small disk ({reason})");
    }
    disk.ok()
}

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_loses_nothing_it_acknowledged() {
    let house = House::new();
    let Some(disk) = disk(&house) else { return };
    let add_user = |name: &str| disk.add_user(&house, name);
    let added = add_user("boss");
    assert_eq!(added.code, 0, "{}", added.err);
    let server = disk.serve(&house);
    let mut acknowledged = vec![server.log_in().cookie()];
    server.has_looked(&acknowledged[0]);

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
    let token =
        server.send("POST", "/api/v1/tokens", &acknowledged[0], "{\"name\":\"ci\",\"role\":\"viewer\"}");
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
    until("a word in the log", || server.log().contains("its disk is full; free some space"));

    // What needs no writing goes on.
    assert_eq!(server.ask("GET", "/healthz", "", "").status, 200);
    for cookie in &acknowledged {
        assert_eq!(server.get("/api/v1/snapshot", cookie).status, 200);
    }

    // It does not even get to say good-bye.
    server.kill();
    disk.empty();
    let server = disk.serve(&house);
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

/// What cannot be recorded is not done, by any door; with room again it is done, without a new start.
#[test]
fn on_a_full_disk_nothing_is_ended_and_with_room_again_it_is() {
    if !is_root("ending processes beside a full disk") {
        return;
    }
    let house = House::new();
    let Some(disk) = disk(&house) else { return };
    assert_eq!(disk.add_user(&house, "boss").code, 0);
    let server = disk.serve(&house);
    let cookie = server.log_in().cookie();
    let policy = |name: &str| {
        let body = format!(
            "{{\"name\":\"{name}\",\"platform\":\"linux\",\"category\":\"general\",\"policy\":{{\"terminatable\":false}}}}"
        );
        server.send("POST", "/api/v1/policies", &cookie, &body)
    };
    let mut written = vec!["kept0".to_owned()];
    assert_eq!(policy("kept0").status, 201);
    let sleeper = Sleeper::new();
    let key = server.endable(sleeper.pid, &cookie);

    disk.fill();
    let refused = loop {
        let name = format!("kept{}", written.len());
        let answer = policy(&name);
        if answer.status != 201 {
            break (name, answer);
        }
        written.push(name);
        assert!(written.len() < 500, "the disk is full and takes on and on");
    };
    assert_eq!(refused.1.code(), (503, "store_unavailable".to_owned()), "{}", refused.1.text);
    let end = |key: &str, deed: &str| {
        server.send("POST", &format!("/api/v1/processes/{key}/{deed}?lang=ko"), &cookie, "{}")
    };
    // An intent takes less than a policy: what finds room is written down, and done.
    let mut ended = Vec::new();
    let unrecorded = loop {
        let sleeper = Sleeper::new();
        let answer = end(&server.endable(sleeper.pid, &cookie), "end");
        if answer.status != 200 {
            assert_eq!(answer.code(), (503, "audit_unavailable".to_owned()), "{}", answer.text);
            break sleeper;
        }
        ended.push(sleeper.pid);
        assert!(ended.len() < 50, "the disk is full and takes on and on");
    };
    assert!(unrecorded.is_untouched());
    for deed in ["end", "pause", "resume"] {
        let answer = end(&key, deed);
        assert_eq!(answer.code(), (503, "audit_unavailable".to_owned()), "{deed}: {}", answer.text);
        assert!(
            answer.json()["title"].as_str().is_some_and(|title| title.contains("감사 기록을 쓸 수 없습니다")),
            "{}",
            answer.text
        );
    }
    let several = server.send("POST", "/api/v1/ends", &cookie, &format!("{{\"keys\":[\"{key}\"]}}"));
    assert_eq!(several.json()["ends"][0]["code"], "audit_unavailable", "{}", several.text);
    let typed = disk.run(&house, &["end", &sleeper.pid.to_string(), "--yes"]);
    assert_eq!(typed.code, 5, "{}\n{}", typed.out, typed.err);
    assert!(sleeper.is_untouched(), "a signal was sent that nobody could write down");
    until("a word in the log", || server.log().contains("its disk is full; free some space"));
    goes_on(&server, &cookie);

    disk.empty();
    let ended = end(&key, "end");
    assert_eq!((ended.status, ended.json()["result"].clone()), (200, "ended".into()), "{}", ended.text);
    assert_eq!(sleeper.signal(), Some(15));
    server.kill();
    let whole = disk.run(&house, &["audit", "--check"]);
    assert_eq!(whole.code, 0, "{}\n{}", whole.out, whole.err);
    let there = disk.run(&house, &["policy", "list", "--json"]);
    let there = json(&there.out);
    let is_there = |name: &String| {
        there["policies"].as_array().unwrap().iter().any(|policy| policy["name"].as_str() == Some(name))
    };
    assert!(written.iter().all(is_there), "of {written:?} not all are there");
    assert!(!is_there(&refused.0), "a policy that was refused is there");
}

/// What needs no writing.
fn goes_on(server: &Server, cookie: &str) {
    let reads = [
        "/",
        "/healthz",
        "/api/v1/snapshot",
        "/api/v1/processes",
        "/api/v1/policies",
        "/api/v1/audit?limit=5",
    ];
    for path in reads {
        let answer: Answer = server.get(path, cookie);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
}
