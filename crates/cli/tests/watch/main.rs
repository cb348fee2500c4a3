//! `ps --watch` on a real terminal: tmux gives it one, presses its keys, resizes it and takes it away.
//!
//! Where there is no tmux every test says `SKIPPED watch` and why.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod keys;
mod line;
mod many;
mod restored;
mod tmux;
