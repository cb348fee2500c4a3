//! The house rules, each as a test. `cargo xtask tidy` runs only these.
//!
//! Belongs here: what can be seen by looking at the files. Does not: what a compiler or a linter already says.

// The rule that lifts these in tests knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrows;
mod commands;
mod files;
mod locks;
mod rust;
mod wording;
mod words;
