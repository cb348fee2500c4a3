//! Sockets and connections: where the server listens, what one connection may take, and how all of it ends.

mod bind;
mod census;
mod patient;
mod serve;
mod unix;

pub use bind::{BindError, Listeners, PortOwner, bind};
pub(crate) use serve::serve;
