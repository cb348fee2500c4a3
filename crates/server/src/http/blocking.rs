//! Work that waits for the disk or takes long, on a thread where it may.

use super::error::{ApiError, Code};

/// Does it there. Whoever hangs up does not stop it.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|stopped| ApiError::new(Code::Internal).because(stopped))
}
