//! Ctrl-C, SIGTERM and a terminal that goes away, while somebody is asked or something is done: they are heard instead
//! of ending the program at once, so that no KILL is sent after them and what came of it is told.

use std::io;

use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that mean "enough".
pub(super) struct Signals {
    heard: Vec<(i32, Signal)>,
}

impl Signals {
    /// From now on they are heard.
    ///
    /// # Errors
    /// The system's error, if it takes no handler.
    pub(super) fn listen(runtime: &Runtime) -> io::Result<Self> {
        let _inside = runtime.enter();
        let ignored = ignored();
        let kinds =
            [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup(), SignalKind::quit()];
        // One that whoever started us had ignored, as nohup does, stays so.
        let ours = kinds.into_iter().filter(|kind| ignored & bit(kind.as_raw_value()) == 0);
        let heard = ours.map(|kind| Ok((kind.as_raw_value(), signal(kind)?))).collect::<io::Result<_>>()?;
        Ok(Self { heard })
    }

    /// The next one; never, if none is heard.
    pub(super) async fn next(&mut self) -> i32 {
        let all = &mut self.heard;
        std::future::poll_fn(|context| {
            for (number, signal) in all.iter_mut() {
                if signal.poll_recv(context).is_ready() {
                    return std::task::Poll::Ready(*number);
                }
            }
            std::task::Poll::Pending
        })
        .await
    }
}

/// The signals that this program was started with as ignored (`SigIgn` of proc_pid_status(5)), a bit for each.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    mask(&status)
}

fn mask(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

const fn bit(signal: i32) -> u64 {
    1 << (signal - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nohup_ignores_is_seen() {
        let nohup = mask("SigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n");
        assert_ne!(nohup & bit(SignalKind::hangup().as_raw_value()), 0);
        assert_eq!(nohup & bit(SignalKind::interrupt().as_raw_value()), 0);
        assert_eq!(mask("Name:\tx\n"), 0);
    }
}
