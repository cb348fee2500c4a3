//! Ctrl-C and SIGTERM while something goes on for ever: both mean "enough", and that is success.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

/// How long the command may take to notice. One that is stuck in a pipe that nobody reads never would.
const GRACE: Duration = Duration::from_secs(1);

/// Whether somebody had enough.
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on the two signals do not kill the program, but are noticed.
    ///
    /// # Errors
    /// The system's error, if it takes no handler or gives no thread.
    pub(super) fn watch() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (mut interrupt, mut terminate) = {
            let _inside = runtime.enter();
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
        };
        let came = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&came);
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            });
            told.store(true, Ordering::Relaxed);
            std::thread::sleep(GRACE);
            std::process::exit(0);
        })?;
        Ok(Self(came))
    }

    /// Whether one came.
    pub(super) fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
