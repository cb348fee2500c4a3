//! Takes the addresses to listen on, or says who has them.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::net::{TcpListener, UnixListener};

use super::unix::{self, SocketFile};
use crate::settings::{Listen, Settings};

/// Tells which process listens on an address, as `nginx (pid 812)`; nothing if it cannot be seen. The
/// server itself does not read the machine.
pub type PortOwner<'a> = &'a dyn Fn(SocketAddr) -> Option<String>;

/// An address could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Somebody listens there.
    #[error("{address} is taken{}, choose another with --listen or stop that process", owner.as_deref().map(|owner| format!(" by {owner}")).unwrap_or_default())]
    Taken {
        /// The address.
        address: SocketAddr,
        /// The process that has it, if it could be seen.
        owner: Option<String>,
    },
    /// The system refuses the address.
    #[error("cannot listen on {address}: {source}, choose another with --listen")]
    Tcp {
        /// The address.
        address: SocketAddr,
        /// Its reason.
        source: io::Error,
    },
    /// A server answers on the socket.
    #[error("{path} is in use by a running server, stop it first or choose another path", path = path.display())]
    SocketInUse {
        /// The socket.
        path: PathBuf,
    },
    /// Something else than a socket lies there.
    #[error("{path} exists and is no socket, remove it or choose another path", path = path.display())]
    NoSocket {
        /// What lies there.
        path: PathBuf,
    },
    /// The system refuses the socket.
    #[error("cannot make the socket {path}: {source}, check its folder and the rights to it", path = path.display())]
    Unix {
        /// The socket.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// There is nothing to listen on.
    #[error("no address to listen on, set listen")]
    Nothing,
}

/// Addresses that were taken. Dropping it gives them back.
#[derive(Debug)]
pub struct Listeners {
    pub(super) tcp: Vec<TcpListener>,
    pub(super) unix: Vec<(UnixListener, SocketFile)>,
}

impl Listeners {
    /// The TCP addresses, with the ports that the system chose.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.tcp.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// The paths of the unix sockets.
    #[must_use]
    pub fn sockets(&self) -> Vec<PathBuf> {
        self.unix.iter().map(|(_, file)| file.path().to_owned()).collect()
    }
}

/// Takes all addresses of `settings`, or none.
///
/// # Errors
/// [`BindError`] for the first one that cannot be taken.
pub async fn bind(settings: &Settings, owner: PortOwner<'_>) -> Result<Listeners, BindError> {
    let mut listeners = Listeners { tcp: Vec::new(), unix: Vec::new() };
    for listen in &settings.listen {
        match listen {
            Listen::Tcp(address) => {
                let listener = TcpListener::bind(address).await.map_err(|source| match source.kind() {
                    io::ErrorKind::AddrInUse => {
                        BindError::Taken { address: *address, owner: owner(*address) }
                    }
                    _ => BindError::Tcp { address: *address, source },
                })?;
                listeners.tcp.push(listener);
            }
            Listen::Unix(path) => listeners.unix.push(unix::bind(path, settings.socket_gid)?),
        }
    }
    if settings.listen.is_empty() { Err(BindError::Nothing) } else { Ok(listeners) }
}
