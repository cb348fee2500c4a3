//! The end of a pause without a server: another run of this program stays behind and lets the process go on. It belongs
//! to these pauses alone, and the audit tells it what they are.

use std::io::{self, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::ProcessKey;
use engine::deeds::{self, Fate, Found, Witness, note_resumed, wakes};
use tokio::runtime::Runtime;

use super::desk::Desk;
use super::signals::Signals;
use crate::args;
use crate::commands::access;
use crate::config::Loaded;
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// How often it is looked whether they still stand.
const LOOK: Duration = Duration::from_secs(1);
/// How soon it is tried again to wake one that could not be.
const RETRY: Duration = Duration::from_secs(30);

/// Leaves it behind for everybody who was paused; its pid, if anybody was.
pub(super) fn later(desk: &Desk, outcome: &deeds::Outcome, loaded: &Loaded) -> io::Result<Option<u32>> {
    let members = outcome.members.iter().filter_map(|member| member.as_ref().ok());
    let paused = std::iter::once(outcome).chain(members).filter(|one| one.result == Fate::Paused);
    let paused: Vec<ProcessKey> = paused.map(|one| one.key).collect();
    if paused.is_empty() {
        return Ok(None);
    }
    let pauses = desk.wakes().map_err(io::Error::other)?;
    let mut command = Command::new("/proc/self/exe");
    command.arg("wake");
    command.args(pauses.iter().filter(|wake| paused.contains(&wake.key)).map(|wake| wake.pause.to_string()));
    // The same folder, environment and files: it acts on the same store.
    command.arg("--state-dir").arg(access::state_dir(loaded));
    if let Some(file) = &loaded.file {
        command.arg("--config").arg(file);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Ctrl-C on this terminal is not meant for it.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    // Told to go before it listens, it would wake nobody: nobody hears of it before.
    let word = child.stdout.take().map(|mut stdout| stdout.read_exact(&mut [0]));
    match word {
        Some(Ok(())) => Ok(Some(child.id())),
        _ => Err(io::Error::other(child.wait()?.to_string())),
    }
}

/// Says who stays behind, or that nobody does.
pub(super) fn tell(
    waker: io::Result<Option<u32>>,
    outcome: &deeds::Outcome,
    out: &Output,
) -> Result<(), Failure> {
    match waker {
        Ok(Some(pid)) => out.say(&out.words.text("acting-waker", &[("pid", (&pid.to_string()).into())])),
        Ok(None) => {}
        Err(error) => {
            let (pid, cause) = (outcome.key.pid.to_string(), error.to_string());
            let said = [("pid", (&pid).into()), ("cause", (&cause).into())];
            return Err(Failure::new(Exit::Failed, out.words.text("acting-no-waker", &said)));
        }
    }
    Ok(())
}

/// One that is waited for.
struct Waiting {
    wake: deeds::Wake,
    due: Instant,
    witness: Witness,
    /// That it may not be woken was written down already.
    refused: bool,
}

/// `wake`: stays until the pauses that these rows of the audit announced are over. A signal ends them at once: nobody stands
/// still for ever because this was told to go.
pub(crate) fn run(options: &args::Wake, loaded: &Loaded, out: &Output) -> Outcome {
    let words = out.words;
    let broken = |error: io::Error| Failure::new(Exit::Failed, error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(broken)?;
    let mut signals = Signals::listen(&runtime).map_err(broken)?;
    let mut waiting = announced(options, loaded, out)?;
    // To whoever left it behind.
    let _ = writeln!(io::stdout());
    let mut told = None;
    while !waiting.is_empty() {
        let due = |one: &Waiting, told: Option<i32>| told.is_some() || one.due <= Instant::now();
        if !waiting.iter().any(|one| due(one, told)) {
            told = pause(&runtime, &mut signals);
            waiting.retain_mut(|one| stands(one, loaded, out));
            continue;
        }
        let desk = Desk::open(loaded, words)?;
        waiting.retain_mut(|one| {
            if !due(one, told) {
                return true;
            }
            let refused = desk.end_pause(&one.wake, one.refused).is_err();
            one.refused |= refused;
            one.due = Instant::now() + RETRY;
            refused
        });
        if told.is_some() {
            break;
        }
    }
    Ok(if waiting.is_empty() { Exit::Done } else { Exit::Failed })
}

/// What the audit says of these pauses.
fn announced(options: &args::Wake, loaded: &Loaded, out: &Output) -> Result<Vec<Waiting>, Failure> {
    let Ok(store) = access::reading(loaded, out.words)? else { return Ok(Vec::new()) };
    let all = wakes(&store).map_err(|error| access::refused(&error, out.words))?;
    let (now, wall) = (Instant::now(), host::clock::wall());
    let mine = all.into_iter().filter(|wake| options.pauses.contains(&wake.pause));
    let waiting = mine.map(|wake| Waiting {
        due: now + wake.left(wall),
        witness: Witness::of_old(now),
        refused: false,
        wake,
    });
    Ok(waiting.collect())
}

/// A while, or until a signal comes.
fn pause(runtime: &Runtime, signals: &mut Signals) -> Option<i32> {
    runtime.block_on(async {
        tokio::select! {
            signal = signals.next() => Some(signal),
            () = tokio::time::sleep(LOOK) => None,
        }
    })
}

/// Whether it still stands because of its pause.
fn stands(one: &mut Waiting, loaded: &Loaded, out: &Output) -> bool {
    let roots = host::Roots::default();
    if host::linux::closeup::state_now(&roots, one.wake.key).is_none() {
        return false;
    }
    if one.witness.look(&roots, one.wake.key) == Found::Still {
        return true;
    }
    // Where that cannot be written down, whoever looks next finds out in the same way.
    let _ = access::changing(loaded, out.words).map(|store| note_resumed(&store, &one.wake));
    false
}
