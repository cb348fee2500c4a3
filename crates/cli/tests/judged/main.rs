//! The running server on real processes: what intruders do is planted beside it, harmlessly, and it is asked over HTTP.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../house/mod.rs"]
mod house;

mod elsewhere;
mod family;
mod hostile;
mod plant;
mod planted;
mod redis;
mod server;
mod upgrade;
