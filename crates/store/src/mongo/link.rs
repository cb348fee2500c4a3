//! The way to the database: a runtime of its own for the driver, which is started with the first question, and a
//! limit for every question. What is asked is no matter here.
//!
//! The driver has no limit for an answer of its own (`socketTimeoutMS` is not supported), so every question has
//! one here: a server that hangs must not keep a decision waiting.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use mongodb::bson::RawDocumentBuf;
use mongodb::options::{
    ClientOptions, ConnectionString, HostInfo, ReadConcern, ReadPreference, SelectionCriteria, WriteConcern,
};
use mongodb::{Client, Collection, Database};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use super::REMOVED;
use super::fault::Fault;
use crate::{RemoteFault, StoreError};

/// How long a question that a decision waits for may take.
pub(super) const SHORT: Duration = Duration::from_secs(5);
/// How long a change of many documents, or reading all of them, may take.
pub(super) const LONG: Duration = Duration::from_secs(30);
/// How long the driver looks for a server that can be asked.
const SELECTION: Duration = Duration::from_secs(3);
/// How long it takes to connect to one.
const CONNECT: Duration = Duration::from_secs(2);
/// Connections at once: decisions, a page, a writer, the copy of the audit, the watchers.
const CONNECTIONS: u32 = 10;

/// The collections, as long as there is a client.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) client: Client,
    pub(super) database: Database,
    /// The documents.
    pub(super) held: Collection<RawDocumentBuf>,
    /// The keys of policies that were removed.
    pub(super) removed: Collection<RawDocumentBuf>,
}

/// The database, whatever is asked of it.
struct Source {
    wanted: ConnectionString,
    database: String,
    client: OnceCell<Client>,
}

impl Source {
    /// The first call makes the client, which looks a `mongodb+srv` name up.
    async fn client(&self) -> Result<&Client, Fault> {
        self.client.get_or_try_init(|| self.connect()).await
    }

    async fn connect(&self) -> Result<Client, Fault> {
        let mut options = ClientOptions::parse(self.wanted.clone()).await?;
        options.app_name = options.app_name.or_else(|| Some("server-monitor".to_owned()));
        options.server_selection_timeout = Some(SELECTION);
        options.connect_timeout = Some(CONNECT);
        options.max_pool_size = Some(CONNECTIONS);
        // What was tightened a moment ago must be seen: only the primary knows.
        options.selection_criteria = Some(SelectionCriteria::ReadPreference(ReadPreference::Primary));
        options.read_concern = Some(ReadConcern::local());
        options.write_concern = Some(WriteConcern::majority());
        Ok(Client::with_options(options)?)
    }
}

/// What all questions about one kind of documents share.
pub(super) struct Shared {
    source: Arc<Source>,
    collection: String,
    /// How the last question ended, whoever asked it.
    last: Mutex<Option<Fault>>,
}

impl Shared {
    fn new(source: Arc<Source>, collection: &str) -> Arc<Self> {
        Arc::new(Self { source, collection: collection.to_owned(), last: Mutex::new(None) })
    }

    /// The collections.
    pub(super) async fn place(&self) -> Result<Place, Fault> {
        let client = self.source.client().await?.clone();
        let database = client.database(&self.source.database);
        let held = database.collection(&self.collection);
        let removed = database.collection(&format!("{}{REMOVED}", self.collection));
        Ok(Place { client, database, held, removed })
    }

    /// Notes how a question ended.
    pub(super) fn note<T>(&self, done: &Result<T, Fault>) {
        let trouble = match done {
            Ok(_) => None,
            // The database answers: what it does not like is the asker's trouble alone.
            Err(fault) if matches!(fault.kind, RemoteFault::Conflict | RemoteFault::Other) => return,
            Err(fault) => Some(fault.clone()),
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// Why the database could not be asked the last time.
    pub(super) fn trouble(&self) -> Option<Fault> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The threads of the driver, as long as somebody has a link.
struct Threads(Option<Runtime>);

impl Drop for Threads {
    /// Without waiting: who drops the last link may itself run on a runtime.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// The way to the documents of one collection.
pub(super) struct Link {
    shared: Arc<Shared>,
    threads: Arc<Threads>,
    address: String,
}

impl Link {
    /// A link that nothing was asked through yet; nothing is connected.
    pub(super) fn new(url: &str, database: &str, collection: &str) -> Result<Self, StoreError> {
        let unclear = |shown: &str| Fault::new(RemoteFault::Address, "").at(shown);
        let wanted = ConnectionString::parse(url).map_err(|_| unclear(SCHEME))?;
        let address = address(&wanted);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(2)
            .thread_name("policies")
            .enable_all()
            .build()
            .map_err(|error| Fault::new(RemoteFault::Other, &error.to_string()).at(&address))?;
        let source = Arc::new(Source { wanted, database: database.to_owned(), client: OnceCell::new() });
        let threads = Arc::new(Threads(Some(runtime)));
        Ok(Self { shared: Shared::new(source, collection), threads, address })
    }

    /// The same way to other documents. What ails one kind is no trouble of the other.
    pub(super) fn beside(&self, collection: &str) -> Self {
        let shared = Shared::new(Arc::clone(&self.shared.source), collection);
        Self { shared, threads: Arc::clone(&self.threads), address: self.address.clone() }
    }

    /// Where it leads: hosts alone, no names and no passwords.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// What all questions share.
    pub(super) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Asks, and waits for the answer at most `limit`.
    pub(super) fn ask<T, F>(
        &self,
        limit: Duration,
        question: impl FnOnce(Place) -> F + Send + 'static,
    ) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let done = self.answer(limit, question);
        self.shared.note(&done);
        done
    }

    /// The same for a change. That it is not allowed says nothing against reading.
    pub(super) fn change<T, F>(
        &self,
        limit: Duration,
        change: impl FnOnce(Place) -> F + Send + 'static,
    ) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let done = self.answer(limit, change);
        if !matches!(&done, Err(fault) if fault.kind == RemoteFault::Denied) {
            self.shared.note(&done);
        }
        done
    }

    fn answer<T, F>(
        &self,
        limit: Duration,
        question: impl FnOnce(Place) -> F + Send + 'static,
    ) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let (tell, told) = mpsc::sync_channel(1);
        let shared = Arc::clone(&self.shared);
        let answer = async move { question(shared.place().await?).await };
        let task = self.start(async move {
            // Nobody waits any more if the limit passed.
            let _ = tell.send(answer.await);
        });
        let done = match told.recv_timeout(limit) {
            Ok(done) => done,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Fault::new(RemoteFault::TooSlow, "")),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                Err(Fault::new(RemoteFault::Other, "the driver gave up"))
            }
        };
        if let Some(task) = task {
            task.abort();
        }
        done
    }

    /// Leaves a task to the runtime.
    pub(super) fn start(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Option<tokio::task::AbortHandle> {
        self.threads.0.as_ref().map(|runtime| runtime.spawn(task).abort_handle())
    }
}

/// Shown instead of an address that cannot be understood: it may hold a password anywhere.
const SCHEME: &str = "mongodb://…";

fn address(wanted: &ConnectionString) -> String {
    match &wanted.host_info {
        HostInfo::HostIdentifiers(hosts) => {
            let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
            format!("mongodb://{}", hosts.join(","))
        }
        HostInfo::DnsRecord(host) => format!("mongodb+srv://{host}"),
        _ => SCHEME.to_owned(),
    }
}
