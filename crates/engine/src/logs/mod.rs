//! Logs for many viewers: one reader a log however many look at it, and a bound on everything.
//!
//! Here: the threads that follow logs (`feed`), what of them is kept (`ring`), who is told what
//! (`viewer`), and reading on threads that may wait for a disk. Not here: how a log is read (`host`), and
//! how it is shown.

mod desk;
mod feed;
mod machine;
mod ring;
mod source;
mod viewer;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use domain::log::{Kind, Level, Line, Notice, Source, Trouble};
use tokio::sync::Semaphore;

use desk::Desk;
use feed::{Feed, Key};

pub use host::logs::{LogOptions, Origin};
pub use machine::of_machine;
pub use source::{Batch, Follow, Log, Sources, Tail};
pub use viewer::Viewer;

/// Reads of logs at once. One that hangs on a broken disk keeps its place, and the threads beyond are left to others.
const READERS: usize = 4;
/// How long a read may wait for its place.
const QUEUE: Duration = Duration::from_secs(5);
/// Lines that can be asked for at once.
pub const MOST_LINES: usize = ring::KEPT_LINES;

/// Why logs are not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogError {
    /// No log has that id.
    Unknown,
    /// It cannot be read now.
    Trouble(Kind, Trouble),
    /// The mark is none of this log.
    BadMark,
    /// As many logs are followed as can be.
    TooMany,
    /// Too many reads wait already.
    Busy,
    /// No log is read any more.
    Stopped,
    /// The reader has a defect, named in the log.
    Broken,
}

impl std::fmt::Display for LogError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("no log has that id, see the list of logs"),
            Self::Trouble(_, trouble) => write!(f, "the log cannot be read ({})", trouble.word()),
            Self::BadMark => f.write_str("the mark is none of this log, ask for its tail again"),
            Self::TooMany => {
                write!(f, "{} logs are followed already, stop following one", desk::MOST_FOLLOWED)
            }
            Self::Busy => f.write_str("logs are being read slowly, ask again in a moment"),
            Self::Broken => f.write_str("the reader of logs failed, its log says where"),
            Self::Stopped => f.write_str("logs are not read any more, ask again after the restart"),
        }
    }
}

impl std::error::Error for LogError {}

/// Lines that came together.
#[derive(Debug, Default)]
pub struct Lines {
    lines: Vec<Line>,
    before: Option<String>,
    encoded: OnceLock<Vec<u8>>,
}

impl Lines {
    fn new(lines: Vec<Line>, before: Option<String>) -> Self {
        Self { lines, before, encoded: OnceLock::new() }
    }

    /// What [`Logs::earlier`] takes for the lines before these. Not known of the lines that a viewer begins with.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// The lines as `encode` writes them, made at the first use and then shared by all viewers: there is one
    /// way to encode them.
    pub fn encoded(&self, encode: impl FnOnce(&Self) -> Vec<u8>) -> &[u8] {
        self.encoded.get_or_init(|| encode(self))
    }
}

impl std::ops::Deref for Lines {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        &self.lines
    }
}

/// What a viewer is told.
#[derive(Clone, Debug)]
pub enum News {
    /// Lines, oldest first.
    Lines(Arc<Lines>),
    /// Something else.
    Notice(Notice),
}

/// The logs of one machine. Cheap to clone.
#[derive(Clone)]
pub struct Logs {
    sources: Arc<RwLock<Arc<dyn Sources>>>,
    desk: Arc<Desk>,
    readers: Arc<Semaphore>,
    user: Arc<str>,
}

impl std::fmt::Debug for Logs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logs").field("desk", &self.desk).finish_non_exhaustive()
    }
}

impl Logs {
    /// Logs out of `sources`, read with the rights of `user`.
    #[must_use]
    pub fn new(sources: Arc<dyn Sources>, user: &str) -> Self {
        Self {
            sources: Arc::new(RwLock::new(sources)),
            desk: Arc::default(),
            readers: Arc::new(Semaphore::new(READERS)),
            user: user.into(),
        }
    }

    /// Under whose name logs are read: whom a way out of a denial has to name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Takes other sources from now on. Who follows a log whose id stands for another one now, or for none,
    /// is told that it has ended. May wait for a disk.
    pub fn replace(&self, sources: Arc<dyn Sources>) {
        *self.sources.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&sources);
        for feed in self.desk.feeds() {
            if sources.find(&feed.key.id).is_none_or(|log| !feed.stands_for(&log.source())) {
                self.desk.forget(&feed);
                feed.end();
            }
        }
    }

    /// The logs that are offered, and how they stand.
    ///
    /// # Errors
    /// [`LogError::Busy`] if too many reads wait already.
    pub async fn list(&self) -> Result<Vec<Source>, LogError> {
        self.read(|sources| Ok(sources.list())).await
    }

    /// The last `lines` lines that are at least as grave as `least`; at most [`MOST_LINES`].
    ///
    /// # Errors
    /// [`LogError`]: there is no such log, it cannot be read, or too many reads wait already.
    pub async fn tail(&self, id: &str, lines: usize, least: Option<Level>) -> Result<Tail, LogError> {
        let id = id.to_owned();
        self.read(move |sources| {
            let log = find(sources, &id)?;
            log.tail(lines.min(MOST_LINES), least).map_err(|trouble| LogError::Trouble(log.kind(), trouble))
        })
        .await
    }

    /// The lines before a mark that [`Self::tail`] gave.
    ///
    /// # Errors
    /// As [`Self::tail`]; [`LogError::BadMark`] if it is no mark of this log.
    pub async fn earlier(
        &self,
        id: &str,
        before: &str,
        lines: usize,
        least: Option<Level>,
    ) -> Result<Tail, LogError> {
        let (id, before) = (id.to_owned(), before.to_owned());
        self.read(move |sources| {
            let log = find(sources, &id)?;
            let tail = log.earlier(&before, lines.min(MOST_LINES), least).ok_or(LogError::BadMark)?;
            tail.map_err(|trouble| LogError::Trouble(log.kind(), trouble))
        })
        .await
    }

    /// Follows a log, beginning with its last `lines` lines; what cannot be read now says so
    /// ([`Viewer::trouble`]) and goes on when it can. All that follow the same lines of a log share one reader; it
    /// ends soon after the last of them.
    ///
    /// # Errors
    /// [`LogError`]: there is no such log, as many are followed as can be, or everything stops.
    pub async fn follow(&self, id: &str, lines: usize, least: Option<Level>) -> Result<Viewer, LogError> {
        let key = Key { id: id.to_owned(), least };
        let seat = if let Some(seat) = self.desk.join(&key) {
            seat
        } else {
            let desk = Arc::clone(&self.desk);
            self.read(move |sources| {
                let log = find(sources, &key.id)?;
                let feed = Feed::new(key, &log.source());
                let starting = Arc::clone(&desk);
                desk.open(feed, |feed| feed::start(starting, feed, log))
            })
            .await?
        };
        Viewer::begin(seat, lines.min(MOST_LINES)).await
    }

    /// Logs that are followed now, counted by their threads.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.desk.threads()
    }

    /// Follows nothing more. Viewers learn that there is no more to come.
    pub fn stop(&self) {
        self.desk.stop();
    }

    /// Waits until all followers have ended, at most `patience`; whether they have. Blocks.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> bool {
        self.desk.wait(patience)
    }

    /// Reads on a thread that may wait for a disk.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Sources) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let place = tokio::time::timeout(QUEUE, Arc::clone(&self.readers).acquire_owned());
        let Ok(Ok(place)) = place.await else { return Err(LogError::Busy) };
        let sources = Arc::clone(&self.sources.read().unwrap_or_else(PoisonError::into_inner));
        let read = tokio::task::spawn_blocking(move || {
            let read = work(&*sources);
            drop(place);
            read
        });
        // A reader that panicked has left its trace in the log; one that was never begun belongs to a runtime that ends.
        read.await
            .unwrap_or_else(|error| Err(if error.is_panic() { LogError::Broken } else { LogError::Stopped }))
    }
}

fn find(sources: &dyn Sources, id: &str) -> Result<Arc<dyn Log>, LogError> {
    sources.find(id).ok_or(LogError::Unknown)
}

/// These locks guard plain data that is whole between any two statements: a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
