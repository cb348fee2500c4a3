//! One file per command. Each takes what was typed and writes its result; what it needs from the
//! machine or the store it asks of the other crates.

pub(crate) mod acting;
pub(crate) mod audit;
pub(crate) mod autopilot;
pub(crate) mod bench;
pub(crate) mod cleanup;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod explain;
pub(crate) mod logs;
pub(crate) mod policy;
mod premises;
pub(crate) mod ps;
pub(crate) mod rules;
pub(crate) mod serve;
pub(crate) mod services;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod user;

mod access;
mod nginx;
mod password;
mod sampling;
mod sources;
#[cfg(test)]
mod testing;
mod told;
mod watch;
