//! The program behind a real nginx, by the very text that `config nginx` prints: nginx runs as root with
//! workers of its own user, on the ports 80 and 443 of a network of its own (`tests/nginx/front.sh`).
//!
//! Where such a place cannot be had (no root, no nginx) every test says `SKIPPED nginx` and why.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

/// The front of a test, or its end with the reason.
macro_rules! front {
    ($($setup:tt)*) => {
        match crate::front::Front::new() {
            Ok(mut front) => { front.set_up($($setup)*); front }
            Err(reason) => return println!("SKIPPED nginx: {reason}"),
        }
    };
}

mod address;
mod front;
mod life;
mod printed;
mod secrets;
mod streams;
mod tls;
mod unix_socket;
