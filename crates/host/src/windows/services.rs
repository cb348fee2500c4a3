//! Services of Windows: they are not read, and that is said.

use std::sync::Arc;

use domain::service::Manager;

use crate::roots::Roots;
use crate::services::Board;

/// What is wanted; a change is answered at once.
#[derive(Clone)]
pub(crate) struct Wanted(Arc<Board>);

impl Wanted {
    /// Wants other names.
    pub(crate) fn replace(&self, wanted: Arc<[String]>) {
        self.0.put_manager(&wanted, Manager::Unsupported);
    }
}

/// Puts up that services are unsupported.
pub(crate) fn watch(_roots: Roots, wanted: Arc<[String]>, board: Arc<Board>) -> Wanted {
    let watch = Wanted(board);
    watch.replace(wanted);
    watch
}
