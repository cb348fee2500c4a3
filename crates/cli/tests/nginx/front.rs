//! A place with the program, nginx before it and a client; gone when dropped, in whatever way the test ends.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/nginx/front.sh");
const BINARY: &str = env!("CARGO_BIN_EXE_server-monitor");
/// What the script answers where a front cannot be had.
const UNAVAILABLE: i32 = 69;
/// How long a test waits for something that has to happen.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

pub(crate) const DOMAIN: &str = "mon.example.org";
pub(crate) const SOCKET: &str = "/run/server-monitor/http.sock";
pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct Front {
    folder: tempfile::TempDir,
    holder: Child,
    pid: String,
    server: Option<Child>,
    /// A token of an admin.
    pub(crate) token: String,
}

impl Front {
    /// An empty place: no configuration, nothing runs.
    pub(crate) fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        // nginx's workers go through it to their temporary files.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let mut talk = tempfile::tempfile().unwrap();
        let mut command = Command::new("sh");
        command.args([SCRIPT, "hold"]).arg(folder.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(talk.try_clone().unwrap());
        let mut holder = command.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let Some(pid) = said.trim().strip_prefix("ready ").map(str::to_owned) else {
            let code = holder.wait().unwrap().code();
            let mut told = String::new();
            talk.rewind().unwrap();
            talk.read_to_string(&mut told).unwrap();
            assert_eq!(code, Some(UNAVAILABLE), "the front did not start:\n{told}");
            return Err(told.lines().last().unwrap_or_default().to_owned());
        };
        Ok(Self { folder, holder, pid, server: None, token: String::new() })
    }

    /// Everything as the printed text says: its keys, its certificate, the program, nginx.
    pub(crate) fn set_up(&mut self, options: &[&str]) {
        let text = self.print(options);
        self.write("etc/nginx/conf.d/server-monitor.conf", &text);
        self.write("etc/server-monitor/config.toml", &keys(&text));
        self.certify(&text);
        let input = format!("{PASSWORD}\n");
        self.monitor(&["user", "add", "kim", "--role", "admin", "--password-stdin"], &input);
        self.token = self.monitor(&["token", "add", "test", "--role", "admin"], "").trim().to_owned();
        self.start_server();
        let started = self.tool(&["nginx"]);
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
    }

    /// What `config nginx` prints. Its talk goes nowhere.
    pub(crate) fn print(&self, options: &[&str]) -> String {
        self.monitor(&[&["config", "nginx"], options].concat(), "")
    }

    /// Makes the certificates that a text names, as certbot would.
    pub(crate) fn certify(&self, text: &str) {
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("ssl_certificate ")) {
            let certificate = line.trim().trim_end_matches(';');
            let folder = certificate.strip_suffix("/fullchain.pem").unwrap();
            let domain = folder.rsplit('/').next().unwrap();
            if self.path(certificate.trim_start_matches('/')).exists() {
                continue;
            }
            fs::create_dir_all(self.path(folder.trim_start_matches('/'))).unwrap();
            let made = self.tool(&[
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-addext",
                &format!("subjectAltName=DNS:{domain}"),
                "-out",
                certificate,
                "-keyout",
                &format!("{folder}/privkey.pem"),
            ]);
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
    }

    /// `nginx -t`: what it says, and whether it accepts.
    pub(crate) fn nginx_accepts(&self) -> (bool, String) {
        let said = self.tool(&["nginx", "-t"]);
        (said.status.success(), String::from_utf8_lossy(&said.stderr).into_owned())
    }

    /// Starts the program and waits until it listens.
    pub(crate) fn start_server(&mut self) {
        let log = fs::File::create(self.path("server.log")).unwrap();
        let out = fs::File::create(self.path("server.out")).unwrap();
        // nsenter stays before it: a signal needs the program's own number.
        let script = "echo $$ >/run/server-monitor.pid; exec \"$0\" serve --debug";
        let mut command = self.inside(&["sh", "-c", script, BINARY]);
        command.stdin(Stdio::null()).stdout(out).stderr(log);
        self.server = Some(command.spawn().unwrap());
        self.wait_for("the server listens", |front| front.read("server.log").contains("listening on"));
    }

    /// Ends the program as a service manager would.
    pub(crate) fn stop_server(&mut self) {
        let told = self.tool(&["sh", "-c", "kill -TERM $(cat /run/server-monitor.pid)"]);
        assert!(told.status.success(), "{told:?}");
        assert_eq!(
            self.server.take().unwrap().wait().unwrap().code(),
            Some(0),
            "{}",
            self.read("server.log")
        );
    }

    /// Runs the program inside; it must succeed.
    pub(crate) fn monitor(&self, arguments: &[&str], input: &str) -> String {
        let mut command = self.inside(&[&[BINARY][..], arguments].concat());
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a tool inside.
    pub(crate) fn tool(&self, command: &[&str]) -> Output {
        self.inside(command).stdin(Stdio::null()).output().unwrap()
    }

    /// A command that enters, with nothing of this machine's configuration.
    pub(crate) fn inside(&self, command: &[&str]) -> Command {
        let mut entering = Command::new("nsenter");
        entering.args(["-t", &self.pid, "-m", "-n", "-p", "--"]).args(command);
        let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/sbin";
        entering.env_clear().env("PATH", path).env("LANG", "C.UTF-8");
        entering.env("STATE_DIRECTORY", self.path("state")).current_dir("/");
        entering
    }

    /// Asks with curl: HTTP/1.1 unless the arguments say another, certificates checked.
    pub(crate) fn curl(&self, arguments: &[&str]) -> Answer {
        let output = self.tool(&[&CURL[..], arguments].concat());
        Answer::read(&output.stdout).unwrap_or_else(|| panic!("{arguments:?}: {output:?}"))
    }

    /// [`Self::curl`] with the token.
    pub(crate) fn curl_in(&self, arguments: &[&str]) -> Answer {
        let bearer = format!("Authorization: Bearer {}", self.token);
        self.curl(&[&["-H", &bearer], arguments].concat())
    }

    /// Tries to log in as kim.
    pub(crate) fn log_in(&self, url: &str, password: &str, more: &[&str]) -> Answer {
        let body = format!(r#"{{"username":"kim","password":"{password}"}}"#);
        self.curl(&[&["-H", "Content-Type: application/json", "--data", &body], more, &[url]].concat())
    }

    /// The newest line of the audit.
    pub(crate) fn audited(&self, url: &str) -> serde_json::Value {
        self.curl_in(&[&format!("{url}api/v1/audit?limit=1")]).json()["audit"][0].clone()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path(name)).unwrap_or_default()).into_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn wait_for(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < LIMIT, "in vain: {what}\n{}", self.read("server.log"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

pub(crate) const CURL: [&str; 7] = [
    "curl",
    "-sS",
    "-i",
    "--http1.1",
    "--cacert",
    "/etc/letsencrypt/live/mon.example.org/fullchain.pem",
    "-m60",
];

/// The keys that a printed text asks for: the only lines of its comments that are indented so and are TOML.
pub(crate) fn keys(text: &str) -> String {
    let copied = text.lines().filter_map(|line| line.strip_prefix("#     "));
    copied.filter(|line| line.contains(" = ")).map(|line| format!("{line}\n")).collect()
}

/// What a server answered, headers in lower case.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Some(Self { status, headers, body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
