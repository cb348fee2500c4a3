//! Accepts connections and serves requests on them until the server stops.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use engine::deeds::Connection;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Service;

use super::Listeners;
use super::census::Census;
use super::patient::Patient;
use crate::http::client::Peer;
use crate::settings::{Limits, Reload};
use crate::stop::told;

/// Time for requests in flight to end after the server was told to stop.
const LAST_WORDS: Duration = Duration::from_millis(1500);
/// Bytes that the kernel may keep for a client that does not take them.
const SEND_BUFFER: usize = 128 * 1024;
/// Pause after the system refused to accept a connection, as when descriptors run out: trying at once would spin.
const BREATH: Duration = Duration::from_millis(100);

/// What every connection needs.
#[derive(Clone)]
struct House<S> {
    service: S,
    limits: Limits,
    reload: Reload,
    census: Arc<Census>,
    stopping: watch::Receiver<bool>,
}

/// Serves `service` on all listeners until `stopping` turns true, then lets requests in flight end.
pub(crate) async fn serve<S>(
    listeners: Listeners,
    service: S,
    limits: Limits,
    reload: Reload,
    stopping: watch::Receiver<bool>,
) where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let census = Arc::new(Census::new(limits.connections, limits.connections_per_address));
    let house = House { service, limits, reload, census, stopping };
    let mut doors = JoinSet::new();
    for listener in listeners.tcp {
        doors.spawn(accept(listener, house.clone()));
    }
    for (listener, file) in listeners.unix {
        let house = house.clone();
        doors.spawn(async move {
            accept(listener, house).await;
            drop(file);
        });
    }
    while let Some(ended) = doors.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a listener failed");
        }
    }
}

/// What clients come in by.
trait Door: Send + Sync + 'static {
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next client, its stream made ready.
    fn next(&self) -> impl Future<Output = io::Result<(Self::Stream, Guest)>> + Send;
}

/// Who came in.
#[derive(Clone, Copy)]
struct Guest {
    peer: Peer,
    /// How: whoever ends processes is not to end what stands between.
    connection: Connection,
}

impl Door for TcpListener {
    type Stream = TcpStream;

    async fn next(&self) -> io::Result<(TcpStream, Guest)> {
        let (stream, address) = self.accept().await?;
        let connection = Connection::Tcp { peer: address, local: stream.local_addr()?, client: None };
        // Events are small and should not wait for more of them (tcp(7), TCP_NODELAY).
        let _ = stream.set_nodelay(true);
        // Left alone the kernel would keep megabytes for each viewer that does not read (tcp(7), tcp_wmem).
        let _ = set_socket_send_buffer_size(&stream, SEND_BUFFER);
        Ok((stream, Guest { peer: Peer::Tcp(address), connection }))
    }
}

impl Door for UnixListener {
    type Stream = UnixStream;

    async fn next(&self) -> io::Result<(UnixStream, Guest)> {
        let (stream, _) = self.accept().await?;
        // A process outside of this pid namespace has no number here (unix(7), SO_PEERCRED), and cannot be ended from here.
        let pid = stream.peer_cred()?.pid().and_then(|pid| u32::try_from(pid).ok()).unwrap_or(0);
        Ok((stream, Guest { peer: Peer::Unix, connection: Connection::Unix { pid } }))
    }
}

async fn accept<S>(door: impl Door, house: House<S>)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let mut connections = JoinSet::new();
    let mut stopping = house.stopping.clone();
    loop {
        tokio::select! {
            () = told(&mut stopping) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            came = door.next() => match came {
                Ok((stream, guest)) => enter(&mut connections, &house, stream, guest),
                Err(error) => breathe(&error).await,
            },
        }
    }
    drop(door);
    last_words(connections).await;
}

async fn breathe(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(BREATH).await;
}

async fn last_words(mut connections: JoinSet<()>) {
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_WORDS, all).await.is_err() {
        tracing::info!("some requests did not end in time, their connections are closed");
    }
}

fn enter<S, T>(connections: &mut JoinSet<()>, house: &House<S>, stream: T, guest: Guest)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let peer = guest.peer;
    // A proxy and this machine itself speak for many.
    let alone = peer
        .address()
        .filter(|address| !address.is_loopback() && !house.reload.current().trusts(Some(*address)));
    let Some(counted) = house.census.enter(alone) else {
        if let Some(count) = house.census.refused(std::time::Instant::now()) {
            tracing::warn!(?peer, count, "too many connections, new ones are closed");
        }
        return;
    };
    let house = house.clone();
    connections.spawn(async move {
        converse(house, stream, guest).await;
        drop(counted);
    });
}

async fn converse<S, T>(house: House<S>, stream: T, guest: Guest)
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let House { service, limits, mut stopping, .. } = house;
    let Guest { peer, connection: way } = guest;
    let answer = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(way);
        // A fresh clone of a router is always ready (axum, `Router` as a service).
        service.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_headers(limits.headers * 4)
        .max_buf_size(limits.head_bytes)
        .half_close(false)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.write_timeout)), answer);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = told(&mut stopping) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(?peer, %error, "a connection ended early");
    }
}
