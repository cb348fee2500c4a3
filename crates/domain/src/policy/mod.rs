//! Policies: what is known of processes by name, and whether one of that name may be ended (M9).
//!
//! A policy is kept as a document that other programs may write too. Here: how a document is read
//! ([`read()`]), which of several is meant ([`lookup`]), what a bare list becomes ([`classify()`]), what an
//! operator changes ([`change`]), and what the program brings along ([`seed`]). Not here: where documents
//! are kept (`store`), files of them, and the decision about one process.

pub mod change;
pub mod classify;
mod hash;
pub mod lookup;
pub mod read;
pub mod record;
pub mod seed;
#[cfg(test)]
mod tests;
pub mod valid;
pub mod value;
mod words;

pub use crate::catalogue::Platform;
pub use change::{Change, Patch, merge};
pub use classify::{Why, classify};
pub use hash::content_hash;
pub use lookup::find;
pub use read::{Document, Fault, Unreadable, read};
pub use record::{Descriptions, Key, Policy, Record};
pub use valid::Invalid;
pub use value::{Map, Value};
