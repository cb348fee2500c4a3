//! What server-monitor knows and decides.
//!
//! Everything here is pure: no I/O, no clock, no async, no serialisation of other layers. Time is an
//! argument. What was read from the machine is a [`Sample`]; what follows from two of them is a
//! [`Snapshot`]; what the program does next is the answer of [`step()`].

pub mod access;
pub mod autopilot;
pub mod catalogue;
pub mod chain;
pub mod cleanup;
pub mod decide;
pub mod dictionary;
pub mod finding;
pub mod gap;
pub mod history;
pub mod idle;
pub mod judge;
pub mod judging;
pub mod key;
pub mod log;
pub mod mask;
pub mod package;
pub mod plan;
pub mod policy;
pub mod process;
pub mod rates;
pub mod rules;
pub mod sample;
pub mod service;
pub mod snapshot;
pub mod socket;
pub mod standing;
pub mod step;
pub mod supervisor;
#[cfg(test)]
mod testing;
pub mod text;
pub mod time;
pub mod verdict;

pub use access::Role;
pub use gap::{Cause, Gap, Reading};
pub use judging::{Judged, Premises};
pub use key::ProcessKey;
pub use sample::Sample;
pub use snapshot::Snapshot;
pub use step::step;
