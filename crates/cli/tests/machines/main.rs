//! The program on Debian machines with a real systemd: one with cgroup version 1 (and the v2 tree beside it),
//! one with version 2 alone. What it says is held against systemctl, ps, ss, free and df of that machine.
//!
//! Where such machines cannot be had (no root, no packages) every test says `SKIPPED machines` and why. How a
//! machine is made is in `tests/machines/machine.sh`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

/// Tests of one name for both kinds of machine.
macro_rules! on_both {
    ($($check:ident)+) => {
        mod version_one {
            $(#[test] fn $check() { crate::machine::on(crate::machine::Kind::VersionOne, super::$check); })+
        }
        mod version_two {
            $(#[test] fn $check() { crate::machine::on(crate::machine::Kind::VersionTwo, super::$check); })+
        }
    };
}

mod journal;
mod left_alone;
mod machine;
mod ordinary_user;
mod outside;
mod peers;
mod processes;
mod resources;
mod server;
mod service;
mod services;
