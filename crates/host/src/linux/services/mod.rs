//! The thread that watches services: systemd over D-Bus by its signals; where there is no D-Bus, systemctl
//! every ten seconds; where there is no systemd, nothing but the processes tell.
//!
//! One thread, asleep until something is told. Everything that is asked has a time limit, so that a bus or
//! a manager that hangs costs nothing but the truth: what cannot be asked any more becomes a gap.

mod book;
mod bus;
mod memory;
mod session;
mod systemctl;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use domain::Gap;
use domain::service::Manager;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use self::memory::Memory;
use self::session::{End, Session};
use crate::roots::Roots;
use crate::services::Board;

/// How long what was known before the connection was lost is still shown: a bus that is restarted comes back in less.
const STALE: Duration = Duration::from_secs(2);

/// Time between two attempts to reach the bus: doubled each time, up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Time between two looks whether a systemd has appeared.
const NO_SYSTEMD: Duration = Duration::from_secs(30);

/// A session that lasted so long was a good one: after it one tries again at once.
const GOOD: Duration = Duration::from_secs(5);

/// What is wanted, for the thread to see. When the last one is dropped the thread ends.
#[derive(Clone, Debug)]
pub(crate) struct Wanted(Arc<watch::Sender<Arc<[String]>>>);

impl Wanted {
    /// Wants other names.
    pub(crate) fn replace(&self, wanted: Arc<[String]>) {
        self.0.send_replace(wanted);
    }
}

/// Starts the thread.
pub(crate) fn watch(roots: Roots, wanted: Arc<[String]>, board: Arc<Board>) -> Wanted {
    let (sender, receiver) = watch::channel(wanted);
    let watcher = Watcher { roots, wanted: receiver.clone(), board: Arc::clone(&board) };
    let after = Arc::clone(&board);
    let started = std::thread::Builder::new().name("services".to_owned()).spawn(move || {
        if catch_unwind(AssertUnwindSafe(|| watcher.run())).is_err() {
            // Nobody would keep the table up to date any more: better none than an old one.
            let manager = Manager::Unreachable(Gap::failed("watch services: it panicked"));
            after.put_manager(&receiver.borrow(), manager);
        }
    });
    if started.is_err() {
        let manager = Manager::Unreachable(Gap::failed("start the thread that watches services"));
        board.put_manager(&sender.borrow(), manager);
    }
    Wanted(Arc::new(sender))
}

struct Watcher {
    roots: Roots,
    wanted: watch::Receiver<Arc<[String]>>,
    board: Arc<Board>,
}

impl Watcher {
    fn run(self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        match runtime {
            Ok(runtime) => runtime.block_on(self.watch()),
            Err(_) => self.put(Manager::Unreachable(Gap::failed("start to watch services"))),
        }
    }

    fn put(&self, manager: Manager) {
        let wanted = Arc::clone(&self.wanted.borrow());
        self.board.put_manager(&wanted, manager);
    }

    /// Until nobody wants anything any more.
    async fn watch(mut self) {
        let mut pause = SHORTEST_PAUSE;
        // Until when the last word of the bus is still good.
        let mut good_until = Instant::now();
        loop {
            let mut rest = NO_SYSTEMD;
            // sd_booted(3).
            if !self.roots.run.join("systemd/system").is_dir() {
                self.put(Manager::Absent);
            } else {
                let began = Instant::now();
                let denied = match self.attend().await {
                    Ok(()) => return,
                    Err(end) => end.denied,
                };
                if began.elapsed() >= GOOD {
                    pause = SHORTEST_PAUSE;
                    good_until = Instant::now() + STALE;
                }
                if Instant::now() >= good_until {
                    self.put(self.ask_systemctl(denied));
                }
                rest = pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            if !self.pause(rest).await {
                return;
            }
        }
    }

    /// Sleeps until the time is over or other names are wanted. `false` when nobody wants anything any more.
    async fn pause(&mut self, time: Duration) -> bool {
        !matches!(timeout(time, self.wanted.changed()).await, Ok(Err(_)))
    }

    /// Listens to systemd as long as there is a bus. `Ok` when nobody wants anything any more.
    async fn attend(&mut self) -> Result<(), End> {
        let socket = self.roots.run.join("dbus/system_bus_socket");
        let memory = Memory::find(&self.roots);
        let (wanted, board) = (self.wanted.clone(), Arc::clone(&self.board));
        let mut session = Session::open(&socket, wanted, board, memory, has_journal(&self.roots)).await?;
        session.listen().await
    }

    fn ask_systemctl(&self, denied: bool) -> Manager {
        let wanted = Arc::clone(&self.wanted.borrow());
        match systemctl::units(&self.roots, &wanted) {
            Ok(units) => Manager::Systemd(units),
            Err(gap) => Manager::Unreachable(if denied { Gap::Denied } else { gap }),
        }
    }
}

/// Whether a journal is kept, in which units have their logs.
fn has_journal(roots: &Roots) -> bool {
    roots.run.join("systemd/journal").is_dir()
}
