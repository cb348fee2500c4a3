//! Everything of server-monitor that faces a network: HTTP, the live stream, access control.
//!
//! The doors: [`bind`] takes the addresses, [`run`] serves on them until it is told to stop. What the
//! machine does is asked from [`engine::Handle`]; who may do what is [`auth`]'s; nothing here reads the
//! operating system but its own sockets.

pub mod auth;
mod http;
mod listen;
mod live;
mod settings;
mod stop;
mod thresholds;

pub use http::dto;
pub use http::error::Code;
pub use http::registry::{Access, RouteInfo, all as routes};
pub use listen::{BindError, Listeners, PortOwner, bind};
pub use settings::{
    BadBasePath, BasePath, Limits, Listen, LiveSettings, Reload, Settings, TrustedProxy, needs_restart,
};
pub use thresholds::{GaugeThresholds, Thresholds};

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use bytes::Bytes;
use http::state::App;
use live::Hub;
use tokio::sync::{Semaphore, watch};
use tower::Layer;

/// Requests that may wait at once for what may never answer, a database or the files of a process: each takes one of the
/// few threads on which log-ins and all else that blocks is done.
const WAITING_AT_ONCE: usize = 3;
/// Time for processes that are being ended when the server was told to stop.
const LAST_DEEDS: Duration = Duration::from_secs(1);

/// What the server works with.
pub struct Deps {
    /// The running engine.
    pub engine: engine::Handle,
    /// The logs of this machine. They are told to stop with the server.
    pub logs: engine::logs::Logs,
    /// Where processes are ended, paused and resumed.
    pub deeds: engine::deeds::Deeds,
    /// What is said about the names of processes.
    pub policies: engine::policies::Policies,
    /// The rules that act without an operator.
    pub autopilot: engine::autopilot::Handle,
    /// Users, sessions, tokens and audit.
    pub access: Arc<auth::Access>,
    /// What holds until the next start.
    pub settings: Settings,
    /// What can change meanwhile; the caller keeps a clone to change it.
    pub reload: Reload,
    /// Random name of this run, as eight hexadecimal digits: ids of the live stream begin with it.
    pub boot: String,
}

/// Serves on `listeners` until `shutdown` ends. Then streams get a last word, requests in flight have
/// 1.5 s, and sockets are removed.
pub async fn run(listeners: Listeners, deps: Deps, shutdown: impl Future<Output = ()> + Send) {
    let Deps { engine, logs, deeds, policies, autopilot, access, settings, reload, boot } = deps;
    let (stop, stopping) = watch::channel(false);
    let hub = Arc::new(Hub::new(&boot, reload.clone(), settings.limits, deeds.clone()));
    let limits = settings.limits;
    let audited = auth::Access::clone(&access).watch_audit();
    let app = App {
        settings: Arc::new(settings),
        reload: reload.clone(),
        engine: engine.clone(),
        logs: logs.clone(),
        deeds: deeds.clone(),
        waiting: Arc::new(Semaphore::new(WAITING_AT_ONCE)),
        policies,
        autopilot,
        access,
        hub: Arc::clone(&hub),
        shutdown: stopping.clone(),
        openapi: Bytes::new(),
    };
    let following = tokio::spawn(hub.follow(engine));
    let watching = tokio::spawn(audited);
    let serving = listen::serve(listeners, service(app), limits, reload, stopping);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => {}
        () = shutdown => {
            stop.send_replace(true);
            logs.stop();
            // Whoever waits for a process to end is told how it stands before the connection is closed.
            let (_, ()) = tokio::join!(&mut serving, settle(deeds));
        }
    }
    following.abort();
    watching.abort();
}

/// Stops what is being done to processes. On a thread of its own: all others may be waiting for a database.
async fn settle(deeds: engine::deeds::Deeds) {
    let (settled, done) = tokio::sync::oneshot::channel();
    let stopping = std::thread::Builder::new().name("deeds-stop".to_owned()).spawn(move || {
        deeds.stop(LAST_DEEDS);
        let _ = settled.send(());
    });
    if let Err(error) = stopping {
        tracing::error!(%error, "what was being ended could not be settled");
    } else if done.await.is_err() {
        tracing::error!("what was being ended could not be settled");
    }
}

/// The whole application as a service: the front before the router, so that nothing is routed unchecked.
fn service(
    app: App,
) -> impl tower::Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ Send
+ 'static {
    let (router, api) = http::registry::mount(&app);
    let openapi = Bytes::from(encode(&http::openapi::complete(api)));
    let app = App { openapi, ..app };
    from_fn_with_state(app.clone(), http::front::front).layer(router.with_state(app))
}

/// The OpenAPI document as the server answers it, for `docs/openapi.json`.
#[must_use]
pub fn openapi_json() -> String {
    let mut text = encode(&http::openapi::complete(http::registry::describe()));
    text.push('\n');
    text
}

fn encode(api: &utoipa::openapi::OpenApi) -> String {
    api.to_pretty_json().unwrap_or_else(|error| {
        tracing::error!(%error, "the OpenAPI document could not be encoded");
        String::new()
    })
}
