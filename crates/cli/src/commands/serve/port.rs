//! Which process has a port: for the message that it is taken.

use std::net::SocketAddr;

use domain::socket::Proto;
use domain::text::visible;
use host::{Roots, Sampler, SamplerOptions};

/// The process that listens on `address`, as `nginx (pid 812)`; nothing if its sockets may not be seen.
pub(super) fn owner(address: SocketAddr) -> Option<String> {
    let sample = Sampler::new(Roots::default(), SamplerOptions::default()).ok()?.sample(None);
    let has = |process: &&domain::process::ProcessSample| {
        let sockets = process.sockets.as_deref().unwrap_or_default();
        let tcp = |proto| matches!(proto, Proto::Tcp | Proto::Tcp6);
        sockets
            .iter()
            .any(|socket| socket.port == address.port() && tcp(socket.proto) && socket.netns.is_none())
    };
    let process = sample.processes.as_ref().ok()?.iter().find(has)?;
    Some(format!("{} (pid {})", visible(&process.identity.name), process.key.pid))
}
