//! A real MongoDB for a test, on a free port of this machine alone, gone with the test; and a client of it that is
//! another program, as far as the store can tell.
#![allow(dead_code, reason = "each test program uses its part")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mongodb::bson::{Document, RawDocumentBuf, doc};
use mongodb::{Client, Collection};
use store::{LocalStore, MemoryStore, MongoStore};
use tokio::runtime::Runtime;

/// How long a server may take until it answers.
const READY: Duration = Duration::from_secs(60);
pub(crate) const DATABASE: &str = "process_monitor";
pub(crate) const COLLECTION: &str = "known_processes";

/// Which kind of server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One that stands alone: it knows neither transactions nor change streams.
    Alone,
    /// A replica set of one member.
    Set,
    /// One that wants a name and a password.
    Guarded,
}

/// A running server.
pub(crate) struct Mongod {
    child: Option<Child>,
    kind: Kind,
    pub(crate) port: u16,
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
    /// Starts one; says so and answers `None` where there is none to start.
    pub(crate) fn start(kind: Kind) -> Option<Self> {
        if program().is_none() {
            println!("SKIPPED policies in MongoDB: mongod is not installed (`cargo xtask test` does it)");
            return None;
        }
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut server = Self { child: None, kind, port, dir: tempfile::tempdir().unwrap() };
        server.run();
        Some(server)
    }

    /// Starts it, or starts it again with what it kept.
    pub(crate) fn run(&mut self) {
        let mut command = Command::new(program().unwrap());
        command
            .args(["--dbpath", self.dir.path().to_str().unwrap(), "--bind_ip", "127.0.0.1", "--nounixsocket"])
            .args(["--port", &self.port.to_string(), "--wiredTigerCacheSizeGB", "0.25"])
            .args(["--networkMessageCompressors", "disabled"])
            .args(["--setParameter", "diagnosticDataCollectionEnabled=false"]);
        match self.kind {
            Kind::Alone => {}
            Kind::Set => drop(command.args(["--replSet", "rs0", "--oplogSize", "64"])),
            Kind::Guarded => drop(command.arg("--auth")),
        }
        self.child = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap());
        let since = Instant::now();
        let other = Other::new(&format!("{}?directConnection=true", self.url()));
        let mut initiated = self.kind != Kind::Set;
        loop {
            assert!(since.elapsed() < READY, "mongod on port {} does not get ready", self.port);
            if !initiated {
                let member = doc! { "_id": 0, "host": format!("127.0.0.1:{}", self.port) };
                let command = doc! { "replSetInitiate": { "_id": "rs0", "members": [member] } };
                // A set that is started again has been initiated.
                initiated = match other.admin(command) {
                    Ok(_) => true,
                    Err(error) => error.to_string().contains("already initialized"),
                };
            }
            if other
                .admin(doc! { "hello": 1 })
                .is_ok_and(|said| said.get_bool("isWritablePrimary").unwrap_or_default())
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("mongodb://127.0.0.1:{}/", self.port)
    }

    /// Another program on it.
    pub(crate) fn other(&self) -> Other {
        Other::new(&self.url())
    }

    /// A store on it, and the audit of its changes.
    pub(crate) fn store(&self) -> (MongoStore, Arc<MemoryStore>) {
        open(&self.url())
    }
}

impl Drop for Mongod {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A store at that address, and the audit of its changes.
pub(crate) fn open(url: &str) -> (MongoStore, Arc<MemoryStore>) {
    let audit = Arc::new(MemoryStore::new());
    let local = Arc::clone(&audit) as Arc<dyn LocalStore>;
    (MongoStore::open(url, DATABASE, COLLECTION, local).unwrap(), audit)
}

/// Another program that uses the same database.
pub(crate) struct Other {
    runtime: Runtime,
    client: Client,
}

impl Other {
    pub(crate) fn new(url: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let client = runtime.block_on(Client::with_uri_str(url)).unwrap();
        Self { runtime, client }
    }

    pub(crate) fn admin(&self, command: Document) -> mongodb::error::Result<Document> {
        let database = self.client.database("admin");
        self.runtime.block_on(async { database.run_command(command).await })
    }

    fn held(&self) -> Collection<RawDocumentBuf> {
        self.client.database(DATABASE).collection(COLLECTION)
    }

    pub(crate) fn insert(&self, document: impl TryInto<RawDocumentBuf, Error: std::fmt::Debug>) {
        let document = document.try_into().unwrap();
        self.runtime.block_on(async { self.held().insert_one(document).await }).unwrap();
    }

    pub(crate) fn update(&self, filter: Document, change: Document) {
        let done = self.runtime.block_on(async { self.held().update_one(filter, change).await }).unwrap();
        assert_eq!(done.matched_count, 1);
    }

    pub(crate) fn one(&self, name: &str) -> Document {
        let found = self.runtime.block_on(async { self.held().find_one(doc! { "name": name }).await });
        Document::try_from(&*found.unwrap().unwrap()).unwrap()
    }

    pub(crate) fn count(&self) -> u64 {
        self.runtime.block_on(async { self.held().count_documents(doc! {}).await }).unwrap()
    }
}
