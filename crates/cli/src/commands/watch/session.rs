//! One sitting at the console: keys, looks at the machine, signals and the size of the window, and what is drawn
//! because of them.

use std::io;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::time::Duration;

use domain::Snapshot;
use domain::step::State;
use host::Sampler;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustix::process::{Signal as Raise, kill_current_process_group};
use rustix::termios::tcgetwinsize;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::input::Key;
use super::keys::action;
use super::model::{Model, Wish};
use super::screen::{Drawn, Screen, Written};
use super::view::{self, Look};
use super::{feed, keyboard, terminal};

/// Keys that may wait; a held key is not lost, a stuck one fills nothing.
const WAITING_KEYS: usize = 256;
/// From this age on values are called old.
const STALE: Duration = Duration::from_millis(3500);
/// The size of a terminal that does not know its own.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Somebody quit, or a signal asked for it.
    Quit,
    /// There is nobody to look any more.
    TerminalGone,
    /// Nobody looks at the machine any more.
    NoFeed,
}

/// Runs until somebody quits. The terminal is as it was found when it returns.
///
/// # Errors
/// That of setting up the terminal, the signals or the threads.
pub(super) fn run(look: Look, model: Model, sampler: Sampler, state: State) -> io::Result<End> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let end = runtime.block_on(sit(look, model, sampler, state));
    // The threads wait in system calls; they end with the program.
    runtime.shutdown_background();
    end
}

async fn sit(look: Look, model: Model, sampler: Sampler, state: State) -> io::Result<End> {
    // Before the terminal is taken: from then on every signal has to put it back.
    let Signals { mut ends, mut stop, mut go_on, mut size } = Signals::listen()?;
    let (to_keys, mut keys) = mpsc::channel(WAITING_KEYS);
    let (to_written, mut written) = mpsc::channel::<Written>(4);
    let (to_feed, mut snapshots) = watch::channel(None);
    let screen = Screen::new(io::stdout().as_fd().try_clone_to_owned()?, to_written)?;
    terminal::guard_against_panics();
    let _leaving = terminal::Leaving;
    terminal::enter(io::stdin(), io::stdout())?;
    keyboard::start(io::stdin().as_fd().try_clone_to_owned()?, to_keys)?;
    feed::start(sampler, state, to_feed)?;

    let mut console = Console { look, model, screen, stale: false, dirty: false };
    let mut old_at = Instant::now() + STALE;
    console.draw();
    loop {
        let drawn = tokio::select! {
            biased;
            () = any(&mut ends) => return Ok(End::Quit),
            _ = stop.recv() => { console.suspend()?; console.draw() }
            _ = go_on.recv() => { console.resume()?; console.draw() }
            _ = size.recv() => console.draw(),
            key = keys.recv() => {
                let Some(key) = key else { return Ok(End::TerminalGone) };
                if console.press(&key)? || console.press_all(&mut keys)? {
                    return Ok(End::Quit);
                }
                console.draw()
            }
            changed = snapshots.changed() => {
                if changed.is_err() {
                    return Ok(End::NoFeed);
                }
                let newest: Option<Arc<Snapshot>> = snapshots.borrow_and_update().clone();
                old_at = Instant::now() + STALE;
                console.stale = false;
                newest.into_iter().for_each(|snapshot| console.model.take(snapshot));
                console.draw()
            }
            taken = written.recv() => match taken {
                Some(Ok(())) => console.taken(),
                Some(Err(_)) | None => Drawn::Lost,
            },
            () = sleep_until(old_at), if !console.stale => {
                console.stale = true;
                console.draw()
            }
        };
        if drawn == Drawn::Lost {
            return Ok(End::TerminalGone);
        }
    }
}

struct Console {
    look: Look,
    model: Model,
    screen: Screen,
    /// The newest values are older than they should be.
    stale: bool,
    /// Something changed that is not on its way to the terminal yet.
    dirty: bool,
}

impl Console {
    /// Does what a key asks for; true when that is to quit.
    fn press(&mut self, key: &Key) -> io::Result<bool> {
        let wish = action(key, self.model.focus()).and_then(|action| self.model.act(action));
        match wish {
            Some(Wish::Quit) => return Ok(true),
            // Whoever runs with us in the foreground stops too; we hear of it as a signal.
            Some(Wish::Suspend) => kill_current_process_group(Raise::TSTP)?,
            Some(Wish::Repaint) => self.screen.forget(),
            None => {}
        }
        Ok(false)
    }

    /// The keys that wait already: they are one frame.
    fn press_all(&mut self, keys: &mut mpsc::Receiver<Key>) -> io::Result<bool> {
        while let Ok(key) = keys.try_recv() {
            if self.press(&key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn draw(&mut self) -> Drawn {
        let (columns, rows) = size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = view::draw(&mut buffer, &self.look, &mut self.model, self.stale);
        let drawn = self.screen.show(buffer, cursor);
        self.dirty = drawn == Drawn::Busy;
        drawn
    }

    /// The line has taken a frame: what changed meanwhile is the next one.
    fn taken(&mut self) -> Drawn {
        self.screen.taken();
        if self.dirty { self.draw() } else { Drawn::Done }
    }

    /// Gives the terminal back and stops, as every program does at Ctrl-Z.
    fn suspend(&mut self) -> io::Result<()> {
        terminal::leave();
        host::job::stop()?;
        self.screen.forget();
        terminal::enter(io::stdin(), io::stdout())
    }

    /// Goes on after somebody stopped us: whoever had the terminal meanwhile left it as they liked.
    fn resume(&mut self) -> io::Result<()> {
        self.screen.forget();
        terminal::renew()
    }
}

/// Columns and rows of the window.
fn size() -> (u16, u16) {
    let asked = tcgetwinsize(io::stdout()).ok().filter(|size| size.ws_col > 0 && size.ws_row > 0);
    asked.map_or(USUAL_SIZE, |size| (size.ws_col, size.ws_row))
}

/// The signals that have to do with the terminal.
struct Signals {
    ends: [Signal; 4],
    stop: Signal,
    go_on: Signal,
    size: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        let tstp = SignalKind::from_raw(Raise::TSTP.as_raw());
        let cont = SignalKind::from_raw(Raise::CONT.as_raw());
        let ends =
            [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup(), SignalKind::quit()];
        let [terminate, interrupt, hangup, quit] = ends.map(signal);
        Ok(Self {
            ends: [terminate?, interrupt?, hangup?, quit?],
            stop: signal(tstp)?,
            go_on: signal(cont)?,
            size: signal(SignalKind::window_change())?,
        })
    }
}

/// One of these has come.
async fn any([a, b, c, d]: &mut [Signal; 4]) {
    tokio::select! {
        _ = a.recv() => {}
        _ = b.recv() => {}
        _ = c.recv() => {}
        _ = d.recv() => {}
    }
}
