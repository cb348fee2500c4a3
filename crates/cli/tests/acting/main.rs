//! `end`, `pause`, `resume` and `cleanup` on real processes. Root, because they belong to others.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../house/mod.rs"]
mod house;
#[path = "../terminal/mod.rs"]
mod terminal;

mod asking;
mod ending;
mod group;
mod interrupted;
mod pausing;
mod refused;
mod shown;
mod victim;
mod waking;
