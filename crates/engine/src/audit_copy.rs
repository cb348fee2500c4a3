//! Copying the audit to a database that is somewhere else (DESIGN §5.1), on a thread of its own: no deed waits for it, and
//! nothing hangs on whether it works. It goes on by itself from where the database says it stopped, whether that was a
//! moment ago or last month.
//!
//! Here: when it is tried. Not here: what is copied and how (`store`), the wording of what is told.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use store::{Copied, StoreError};

/// Between two looks for something new.
const BEAT: Duration = Duration::from_secs(1);
/// Between two steps while there is more: a backlog must not take the database from others.
const BREATH: Duration = Duration::from_millis(50);
/// Between two attempts after one that failed: doubled each time.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// What a person may want to know of it.
#[derive(Debug)]
pub enum Told<'a> {
    /// It does not work now. Said once for each cause, not at every attempt.
    Stuck(&'a StoreError),
    /// It works again.
    Going,
    /// There are rows of this audit in the database that are not in the audit any more.
    Strayed,
}

/// A copy that is kept up to date. Dropping it ends it.
#[derive(Debug)]
pub struct AuditCopying {
    _ends: SyncSender<()>,
}

impl AuditCopying {
    /// Begins: `step` copies the next rows, `tell` is called with what a person may want to know. Both run on its thread.
    ///
    /// # Errors
    /// There can be no more threads.
    pub fn start(
        step: impl FnMut() -> Result<Copied, StoreError> + Send + 'static,
        tell: impl FnMut(Told<'_>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (ends, ended) = sync_channel(0);
        // Not waited for at the end: it may hang in the network, and what it is doing can be done again.
        thread::Builder::new().name("audit-copy".to_owned()).spawn(move || run(step, tell, &ended))?;
        Ok(Self { _ends: ends })
    }
}

fn run(
    mut step: impl FnMut() -> Result<Copied, StoreError>,
    mut tell: impl FnMut(Told<'_>),
    ended: &Receiver<()>,
) {
    let mut pause = BACK_OFF.0;
    let mut stuck: Option<String> = None;
    loop {
        let wait = match step() {
            Ok(Copied { rows, strayed }) => {
                if stuck.take().is_some() {
                    tell(Told::Going);
                }
                if strayed {
                    tell(Told::Strayed);
                }
                pause = BACK_OFF.0;
                if rows == 0 { BEAT } else { BREATH }
            }
            Err(error) => {
                let why = error.to_string();
                if stuck.as_ref() != Some(&why) {
                    tell(Told::Stuck(&error));
                    stuck = Some(why);
                }
                let wait = pause;
                pause = (pause * 2).min(BACK_OFF.1);
                wait
            }
        };
        if ended.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    fn away(path: &str) -> Result<Copied, StoreError> {
        Err(StoreError::NoSpace { path: path.into() })
    }

    #[test]
    fn a_cause_is_told_once_and_so_is_that_it_goes_on() {
        let mut steps = vec![
            Ok(Copied::default()),
            Ok(Copied { rows: 1, strayed: true }),
            away("b"),
            away("a"),
            away("a"),
            Ok(Copied { rows: 500, strayed: false }),
        ];
        let (say, said) = channel();
        let (asked, asks) = channel();
        let step = move || {
            asked.send(()).unwrap();
            steps.pop().unwrap_or_else(|| Ok(Copied::default()))
        };
        let tell = move |told: Told<'_>| {
            let word = match told {
                Told::Stuck(error) => format!("stuck: {error}").chars().take(8).collect(),
                Told::Going => "going".to_owned(),
                Told::Strayed => "strayed".to_owned(),
            };
            say.send(word).unwrap();
        };
        let copying = AuditCopying::start(step, tell).unwrap();
        let limit = Duration::from_secs(60);
        let told: Vec<String> = (0..4).map(|_| said.recv_timeout(limit).unwrap()).collect();
        assert_eq!(told, ["stuck: a", "stuck: b", "going", "strayed"]);
        // Nobody is told anything more, and it ends when it is let go.
        drop(copying);
        while asks.recv_timeout(limit).is_ok() {}
        assert_eq!(said.try_iter().count(), 0);
    }
}
