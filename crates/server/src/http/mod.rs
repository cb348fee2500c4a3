//! HTTP: from a parsed request to an answer.
//!
//! A request passes [`front`] (client, host, origin, credential), then the router made of the one table in
//! [`registry`] (role, route, method), then a handler in [`routes`]. Whatever fails on the way is an
//! [`error::ApiError`], worded in [`answer`]. Connections and sockets are [`crate::listen`]'s work.

pub(crate) mod answer;
pub(crate) mod author;
mod blocking;
pub(crate) mod client;
mod compress;
mod cookie;
pub(crate) mod deed_error;
pub mod dto;
pub(crate) mod error;
pub(crate) mod extract;
pub(crate) mod front;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod registry;
mod routes;
pub(crate) mod state;

pub(crate) use blocking::blocking;
