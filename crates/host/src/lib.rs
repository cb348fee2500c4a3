//! The only crate that touches the operating system, and the only one with `unsafe`.
//!
//! Here: reading counters and levels into a [`domain::Sample`]. Not here: rates, judgements and
//! everything else that follows from what was read (`domain`), and when a sample is taken (`engine`).
//!
//! A system is its list of collectors: a subject that is not in the list reads
//! [`domain::Gap::Unsupported`]. Parsers are functions on bytes in [`parse`] and compile everywhere.

pub mod alloc;
pub mod clock;
mod collector;
mod effort;
mod error;
#[cfg(unix)]
pub mod job;
#[cfg(target_os = "linux")]
pub mod logs;
mod pace;
mod package;
pub mod parse;
mod port_owner;
mod privileges;
mod roots;
mod sampler;
mod services;
#[cfg(test)]
mod testing;

#[cfg(target_os = "linux")]
pub mod linux;
#[cfg(windows)]
pub mod windows;

#[cfg(target_os = "linux")]
pub(crate) use linux as system;
#[cfg(windows)]
pub(crate) use windows as system;

pub use error::HostError;
pub use package::package_of;
pub use port_owner::port_owner;
pub use privileges::{MissingPrivilege, privileges};
pub use roots::Roots;
pub use sampler::{Sampler, SamplerOptions};
pub use services::Services;
