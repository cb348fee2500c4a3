//! Recorded servers and the exact verdicts on them, in both modes. Each recording was made on a real Debian machine by
//! `cargo xtask record`; each table of verdicts was read by a person, line by line, before it was kept.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the recorder uses the way there")]
mod format;
mod planted;
mod servers;
mod verdicts;
