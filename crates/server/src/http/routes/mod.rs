//! One file per resource. A handler reads its arguments, asks the engine or [`crate::auth`], and answers;
//! who may call it is in [`super::registry`].

pub(crate) mod audit;
pub(crate) mod autopilot;
pub(crate) mod cleanup;
pub(crate) mod deeds;
pub(crate) mod healthz;
pub(crate) mod history;
pub(crate) mod live;
pub(crate) mod logs;
pub(crate) mod me;
pub(crate) mod metrics;
mod mode;
pub(crate) mod openapi;
pub(crate) mod policies;
pub(crate) mod processes;
pub(crate) mod rules;
pub(crate) mod services;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod snapshot;
pub(crate) mod tokens;
pub(crate) mod totp;
pub(crate) mod users;

use mode::{ModeQuery, configured};
