//! Reading logs of the running system through the door of `host::logs`: files that grow, rotate, are cut, denied or
//! no files at all, and a journal.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod follow;
mod journal;
mod refused;
mod rights;
mod storm;
mod support;
mod table;
mod tail;
