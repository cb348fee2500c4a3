//! The desk on this machine: real processes of an ordinary user are ended, paused and resumed, or left alone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../host/tests/cgroup_support/mod.rs"]
mod cgroup;

mod aliases;
mod audit;
mod changes;
mod conditions;
mod crowd;
mod ending;
mod group;
mod halting;
mod house;
mod nursery;
mod pet;
mod plan;
mod price;
mod refusals;
mod refused_member;
mod reuse;
mod states;
mod stores;
mod waking;
