//! One file per resource, as below `/api/v1`.

mod access;
mod compression;
mod healthz;
mod history;
mod judgement;
mod live;
mod logs;
mod metrics;
mod page;
mod policies;
mod processes;
mod rules;
mod services;
mod snapshot;
mod totp;
