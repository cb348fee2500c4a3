//! The desk on this machine: real processes of an ordinary user are ended, paused and resumed, or left alone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
mod ending;
mod group;
mod halting;
mod house;
mod pet;
mod plan;
mod price;
mod refusals;
mod stores;
