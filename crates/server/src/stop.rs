//! How the news that the server stops reaches whoever works for it.

use tokio::sync::watch;

/// Ends when the server is told to stop, or nobody is left to tell it.
pub(crate) async fn told(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}
