//! One connection to the bus, from the first question to the moment when it is lost. It sleeps until systemd
//! tells of a change; changes that come together are published together.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::service::{Manager, Table};
use futures_util::StreamExt as _;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use zbus::names::OwnedUniqueName;
use zbus::{Error, Message, MessageStream, fdo};

use super::book::{Book, Kind, Questions};
use super::bus::{self, Bus, Interface, Signal};
use super::memory::Memory;
use crate::logs::Logs;
use crate::parse::unit::Draft;
use crate::services::Board;

/// Changes within this time are one change.
const TOGETHER: Duration = Duration::from_millis(200);

/// Time between two rounds of asking everything: installing packages reloads systemd many times.
const EVERYTHING: Duration = Duration::from_secs(1);

/// Time between two readings of memory.
const MEMORY: Duration = Duration::from_secs(10);

/// Every so many readings of memory systemd is asked whether it is still there: a bus that hangs tells nothing.
const PINGS: u32 = 3;

/// Why a session is over.
#[derive(Debug)]
pub(super) struct End {
    /// The bus does not let us in.
    pub(super) denied: bool,
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        let denied = match &error {
            Error::InputOutput(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
            Error::FDO(error) => matches!(**error, fdo::Error::AccessDenied(_) | fdo::Error::AuthFailed(_)),
            _ => false,
        };
        Self { denied }
    }
}

/// A connection, and what is known through it.
pub(super) struct Session {
    bus: Bus,
    wanted: watch::Receiver<Arc<[String]>>,
    board: Arc<Board>,
    memory: Memory,
    journal: bool,
    ears: Ears,
}

/// What listens, apart from what asks: both go on at once.
struct Ears {
    signals: MessageStream,
    owners: MessageStream,
    owner: Option<OwnedUniqueName>,
    /// systemd is another one than the one that was asked to send signals.
    stranger: bool,
    book: Book,
}

impl Session {
    /// Connects, asks to be told of changes, and asks for everything.
    ///
    /// # Errors
    /// [`End`] if there is no bus, or no systemd on it.
    pub(super) async fn open(
        socket: &Path,
        wanted: watch::Receiver<Arc<[String]>>,
        board: Arc<Board>,
        memory: Memory,
        journal: bool,
    ) -> Result<Self, End> {
        let bus = Bus::connect(socket).await?;
        let (signals, owners) = (bus.signals().await?, bus.owners().await?);
        let owner = Some(bus.owner().await?);
        let mut book = Book::default();
        book.want(&wanted.borrow());
        let ears = Ears { signals, owners, owner, stranger: false, book };
        bus.subscribe().await?;
        Ok(Self { bus, wanted, board, memory, journal, ears })
    }

    /// Listens until the connection is lost. `Ok` when nobody wants anything any more.
    pub(super) async fn listen(&mut self) -> Result<(), End> {
        let mut settle = Some(Instant::now());
        let mut everything = Instant::now();
        let mut measure = Instant::now() + MEMORY;
        let mut measured = 0;
        loop {
            let due = settle.unwrap_or(measure).min(measure);
            tokio::select! {
                heard = self.ears.hear() => heard?,
                changed = self.wanted.changed() => match changed {
                    Ok(()) => self.ears.book.want(&self.wanted.borrow_and_update()),
                    Err(_) => return Ok(()),
                },
                () = sleep_until(due) => {}
            }
            let now = Instant::now();
            if now >= measure {
                measure = now + MEMORY;
                measured += 1;
                self.ears.book.measure(&self.memory);
                if measured % PINGS == 0 {
                    let bus = self.bus.clone();
                    self.ears.meanwhile(async move { bus.ping().await }).await??;
                }
            }
            if !self.ears.has_something_new() {
                settle = None;
                continue;
            }
            match settle {
                None => settle = Some(now + TOGETHER),
                Some(due) if now >= due => {
                    let all = self.ears.book.asks_everything();
                    if all && now < everything {
                        settle = Some(everything);
                        continue;
                    }
                    self.settle().await?;
                    if all {
                        everything = Instant::now() + EVERYTHING;
                    }
                    settle = None;
                }
                Some(_) => {}
            }
        }
    }

    /// Asks what has to be asked, and publishes.
    async fn settle(&mut self) -> Result<(), End> {
        if std::mem::take(&mut self.ears.stranger) {
            let bus = self.bus.clone();
            self.ears.meanwhile(async move { bus.subscribe().await }).await??;
        }
        let questions = self.ears.book.questions();
        if questions.all {
            self.ask_everything().await?;
        } else {
            self.ask(questions).await?;
        }
        self.ears.book.answered();
        self.publish(true);
        Ok(())
    }

    /// All units; what is shown first is published first.
    async fn ask_everything(&mut self) -> Result<(), End> {
        let bus = self.bus.clone();
        let listed = self.ears.meanwhile(async move { bus.list().await }).await??;
        let listed: Vec<Draft> = listed.into_iter().filter(|draft| self.ears.book.matters(draft)).collect();
        let (shown, others): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|draft| self.ears.book.is_shown(draft));
        let candidates = self.ears.book.candidates().clone();
        let bus = self.bus.clone();
        let asking = async move {
            let mut drafts = Vec::new();
            for draft in shown {
                drafts.push(detailed(&bus, draft).await?);
            }
            for name in candidates {
                if !drafts.iter().any(|draft| draft.is_called(&name))
                    && let Some(draft) = looked_up(&bus, &name).await?
                {
                    drafts.push(draft);
                }
            }
            Ok::<_, Error>(drafts)
        };
        let drafts = self.ears.meanwhile(asking).await??;
        self.ears.book.clear();
        // Sockets, paths and timers have no details of their own.
        let (triggers, services): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|draft| Kind::of(draft.id()) == Kind::Trigger);
        drafts.into_iter().chain(triggers).for_each(|draft| self.ears.book.put(draft));
        services.iter().for_each(|draft| self.ears.book.put_unless_known(draft.clone()));
        self.publish(false);
        let bus = self.bus.clone();
        let asking = async move {
            let mut drafts = Vec::new();
            for draft in services {
                drafts.push(detailed(&bus, draft).await?);
            }
            Ok::<_, Error>(drafts)
        };
        let drafts = self.ears.meanwhile(asking).await??;
        drafts.into_iter().for_each(|draft| self.ears.book.put(draft));
        Ok(())
    }

    async fn ask(&mut self, questions: Questions) -> Result<(), End> {
        let bus = self.bus.clone();
        let asking = async move {
            let mut drafts = Vec::new();
            for unit in questions.units {
                drafts.push(detailed(&bus, Draft::listed(&unit, "", "", "", "")).await?);
            }
            for name in questions.names {
                drafts.extend(looked_up(&bus, &name).await?);
            }
            Ok::<_, Error>(drafts)
        };
        let drafts = self.ears.meanwhile(asking).await??;
        drafts.into_iter().for_each(|draft| self.ears.book.put(draft));
        Ok(())
    }

    /// `whole`: nothing more is being asked.
    fn publish(&mut self, whole: bool) {
        let journal = self.journal;
        let units = self.ears.book.publish(|unit| journal.then(|| Logs::unit_id(unit)));
        let wanted = Arc::clone(&self.wanted.borrow());
        self.board.put(Table { wanted, manager: Manager::Systemd(units) }, whole);
    }
}

/// A unit with all details that its kind has. One that systemd does not know any more stays as it is.
async fn detailed(bus: &Bus, mut draft: Draft) -> Result<Draft, Error> {
    let unit = draft.id().to_owned();
    tolerate(bus.details(&mut draft, &unit, Interface::Unit).await)?;
    if Kind::of(&unit) == Kind::Service {
        tolerate(bus.details(&mut draft, &unit, Interface::Service).await)?;
    }
    Ok(draft)
}

/// A wanted name that no loaded unit has; nothing where no such unit exists.
async fn looked_up(bus: &Bus, name: &str) -> Result<Option<Draft>, Error> {
    match bus.look_up(name).await {
        Ok(draft) => Ok(draft),
        Err(error) => tolerate(Err(error)).map(|()| None),
    }
}

/// A no of systemd is an answer. A no of the bus, as while systemd executes itself anew, is none: the session
/// ends, instead of claiming that a unit is missing.
fn tolerate(answer: Result<(), Error>) -> Result<(), Error> {
    match answer {
        Err(Error::MethodError(name, ..)) if name.as_str().starts_with("org.freedesktop.systemd1.") => Ok(()),
        Err(Error::FDO(error)) if is_of_the_object(&error) => Ok(()),
        other => other,
    }
}

fn is_of_the_object(error: &fdo::Error) -> bool {
    use fdo::Error as No;
    matches!(
        error,
        No::UnknownObject(_) | No::UnknownMethod(_) | No::UnknownInterface(_) | No::InvalidArgs(_)
    )
}

impl Ears {
    fn has_something_new(&self) -> bool {
        self.stranger || self.book.has_questions() || self.book.has_news()
    }

    /// Takes the next thing that is told.
    async fn hear(&mut self) -> Result<(), End> {
        tokio::select! {
            signal = self.signals.next() => match signal {
                Some(message) => self.take(&message?),
                None => return Err(End { denied: false }),
            },
            owner = self.owners.next() => match owner {
                Some(message) => self.meet(&message?),
                None => return Err(End { denied: false }),
            },
        }
        Ok(())
    }

    /// Does something while listening: answers wait behind signals that nobody takes.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T, End> {
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                heard = self.hear() => heard?,
            }
        }
    }

    fn take(&mut self, message: &Message) {
        if !self.owner.as_ref().is_some_and(|owner| bus::is_from(message, owner)) {
            return;
        }
        match bus::signal(message) {
            Some(Signal::Loaded(unit)) => self.book.loaded(&unit),
            Some(Signal::Unloaded(unit)) => self.book.unloaded(&unit),
            Some(Signal::Reloaded) => self.book.doubt(),
            None => bus::changed(message, |unit, facts| self.book.told(unit, facts)),
        }
    }

    /// systemd was executed anew, or connected to the bus again: it has to be asked for signals again.
    fn meet(&mut self, message: &Message) {
        if let Some(owner) = bus::new_owner(message) {
            self.stranger = owner.is_some();
            self.book.doubt();
            self.owner = owner;
        }
    }
}
