//! A real MongoDB for tests, on free ports of this machine alone, gone with the test; and a client of it that is another
//! program, as far as ours can tell. Only tests depend on this crate.
//!
//! Does not belong here: anything that knows what the documents mean, and anything of the product.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test stops where it fails")]

mod cluster;
mod other;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mongodb::bson::{Document, doc};

pub use cluster::Cluster;
pub use mongodb::bson;
pub use other::Other;

/// How long a server may take until it answers.
const READY: Duration = Duration::from_secs(60);
/// The name of every replica set.
const SET: &str = "rs0";
/// The database that the product uses if nothing else is configured.
pub const DATABASE: &str = "process_monitor";
/// The collection of policies that it uses then.
pub const COLLECTION: &str = "known_processes";

/// Which kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One that stands alone: it knows neither transactions nor change streams.
    Alone,
    /// A replica set of one member.
    Set,
    /// One that wants a name and a password.
    Guarded,
}

/// A server, or the place for one.
#[derive(Debug)]
pub struct Mongod {
    child: Option<Child>,
    kind: Kind,
    port: u16,
    dir: tempfile::TempDir,
}

/// Where it was installed, or where `cargo xtask test` unpacked it.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let unpacked =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(target).join("xtask/tools/usr/bin");
    std::env::split_paths(&path)
        .chain([unpacked])
        .map(|folder| folder.join("mongod"))
        .find(|file| file.is_file())
}

impl Mongod {
    /// A place for one; it does not run yet. Says so and answers `None` where there is none to start.
    #[must_use]
    pub fn place(kind: Kind) -> Option<Self> {
        if program().is_none() {
            println!("SKIPPED what needs MongoDB: mongod is not installed (`cargo xtask test` does it)");
            return None;
        }
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        Some(Self { child: None, kind, port, dir: tempfile::tempdir().unwrap() })
    }

    /// One that runs.
    #[must_use]
    pub fn start(kind: Kind) -> Option<Self> {
        let mut server = Self::place(kind)?;
        server.run();
        Some(server)
    }

    /// Starts it, or starts it again with what it kept.
    pub fn run(&mut self) {
        self.spawn();
        if self.kind == Kind::Set {
            self.initiate(vec![doc! { "_id": 0, "host": self.host() }], Document::new());
        }
        self.wait_for("a server that takes writes", |said| {
            said.get_bool("isWritablePrimary").unwrap_or_default()
        });
    }

    /// Starts it and waits for nothing.
    fn spawn(&mut self) {
        let mut command = Command::new(program().unwrap());
        command
            .args(["--dbpath", self.dir.path().to_str().unwrap(), "--bind_ip", "127.0.0.1", "--nounixsocket"])
            .args(["--port", &self.port.to_string(), "--wiredTigerCacheSizeGB", "0.25"])
            .args(["--networkMessageCompressors", "disabled"])
            .args(["--setParameter", "diagnosticDataCollectionEnabled=false"]);
        match self.kind {
            Kind::Alone => {}
            Kind::Set => drop(command.args(["--replSet", SET, "--oplogSize", "64"])),
            Kind::Guarded => drop(command.arg("--auth")),
        }
        self.child = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap());
    }

    /// Makes a set of these members, unless it is one already.
    fn initiate(&self, members: Vec<Document>, settings: Document) {
        self.wait_for("a server", |_| true);
        let config = doc! { "_id": SET, "members": members, "settings": settings };
        match self.itself().admin(doc! { "replSetInitiate": config }) {
            Ok(_) => {}
            Err(error) => assert!(error.to_string().contains("already initialized"), "{error}"),
        }
    }

    fn wait_for(&self, what: &str, is_so: impl Fn(&Document) -> bool) {
        let (since, other) = (Instant::now(), self.itself());
        while !other.admin(doc! { "hello": 1 }).is_ok_and(|said| is_so(&said)) {
            assert!(since.elapsed() < READY, "{what}: not on port {} within {READY:?}", self.port);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it at once, as a crash would.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Its port on this machine.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("mongodb://{}/", self.host())
    }

    /// Another program on it.
    #[must_use]
    pub fn other(&self) -> Other {
        Other::new(&self.url())
    }

    /// A program that asks this very server, whatever set it is part of.
    fn itself(&self) -> Other {
        Other::new(&format!("{}?directConnection=true&serverSelectionTimeoutMS=2000", self.url()))
    }
}

impl Drop for Mongod {
    fn drop(&mut self) {
        self.stop();
    }
}
