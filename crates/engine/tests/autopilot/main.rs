//! The autopilot on this machine: real processes of an ordinary user, a real desk, a store on disk.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

#[path = "../deeds/pet.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pet;

mod acting;
mod holding;
mod house;
mod limits;
mod multiplying;
mod stopping;
