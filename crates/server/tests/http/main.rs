//! The server through its sockets. `routes` mirrors the URLs, `threats` the classes of attacks that
//! programs of this kind fell to.

// A test binary exports nothing: `pub` here only means "for the other modules".
#![allow(unreachable_pub)]
// A test that panics has found something.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod house;
mod openapi;
mod reload;
mod routes;
mod threats;
