//! One file per resource, as below `/api/v1`.

mod access;
mod actions;
mod autopilot;
mod cleanup;
mod compression;
mod deeds;
mod elsewhere;
mod ends;
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
