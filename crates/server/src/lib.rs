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

/// Plans that are made at once. Each reads the process and the policies; while a database hangs each takes a thread.
const PLANS_AT_ONCE: usize = 16;
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
    let app = App {
        settings: Arc::new(settings),
        reload: reload.clone(),
        engine: engine.clone(),
        logs: logs.clone(),
        deeds: deeds.clone(),
        planning: Arc::new(Semaphore::new(PLANS_AT_ONCE)),
        policies,
        autopilot,
        access,
        hub: Arc::clone(&hub),
        shutdown: stopping.clone(),
        openapi: Bytes::new(),
    };
    let following = tokio::spawn(hub.follow(engine));
    let serving = listen::serve(listeners, service(app), limits, reload, stopping);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => {}
        () = shutdown => {
            stop.send_replace(true);
            logs.stop();
            // Whoever waits for a process to end is told how it stands before the connection is closed.
            let settled = tokio::task::spawn_blocking(move || deeds.stop(LAST_DEEDS));
            let (_, settled) = tokio::join!(&mut serving, settled);
            if let Err(error) = settled {
                tracing::error!(%error, "what was being ended could not be settled");
            }
        }
    }
    following.abort();
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
