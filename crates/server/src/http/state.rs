//! What every handler can reach.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{Semaphore, watch};

use crate::auth;
use crate::live::Hub;
use crate::settings::{Reload, Settings};

/// The parts of a running server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) settings: Arc<Settings>,
    pub(crate) reload: Reload,
    pub(crate) engine: engine::Handle,
    pub(crate) logs: engine::logs::Logs,
    pub(crate) deeds: engine::deeds::Deeds,
    /// Places for work that may wait for what never answers.
    pub(crate) waiting: Arc<Semaphore>,
    pub(crate) policies: engine::policies::Policies,
    pub(crate) autopilot: engine::autopilot::Handle,
    pub(crate) access: Arc<auth::Access>,
    pub(crate) hub: Arc<Hub>,
    /// Turns true when the server stops; open streams end then.
    pub(crate) shutdown: watch::Receiver<bool>,
    /// The OpenAPI document, encoded once.
    pub(crate) openapi: Bytes,
}
