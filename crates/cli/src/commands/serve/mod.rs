//! `serve`: the engine and the server, wired together and to the signals of the system.

mod copying;
mod logging;
mod notify;
mod port;
mod reload;
mod settings;

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use domain::text::visible;
use engine::Engine;
use engine::autopilot::{self, Pilot, Switch};
use engine::deeds::{Deeds, Tools};
use engine::logs::Logs;
use engine::policies::Policies;
use server::auth::{Access, SystemClock};
use server::{BindError, Deps, Listeners, Reload};
use store::{LocalStore, SqliteStore, StateDir};
use tokio::signal::unix::{SignalKind, signal};
use words::Words;

use super::policy::{self, Remote, Stores};
use super::{access, premises, sampling, sources};
use crate::config::{Config, Environment, Given, Loaded};
use crate::exit::Exit;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Threads that answer. The work is one scan and one encoding a second; more threads would only be more memory.
const WORKERS: usize = 2;
/// Threads for what waits for the disk or hashes a password (two at once).
const BLOCKING_WORKERS: usize = 8;
/// Stack of each of them.
const STACK_BYTES: usize = 512 * 1024;
/// How long the engine may take to finish a tick when everything stops: the server has had its 1.5 s.
const LAST_TICK: Duration = Duration::from_millis(300);
/// From TERM to KILL.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long deeds that are under way may take to be written down as interrupted.
const LAST_DEEDS: Duration = Duration::from_millis(600);
/// How long followers of logs may take to hear of it. They are told when the server is, so that most of it has passed.
const LAST_LOOK: Duration = Duration::from_millis(600);

/// Runs until SIGTERM or SIGINT.
pub(crate) fn run(given: &Given, loaded: &Loaded, environment: &Environment, out: &mut Output) -> Outcome {
    let log = logging::start(loaded.config.debug);
    let settings = settings::of(loaded, out.words)?;
    let (dir, store) = open_store(loaded, out)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING_WORKERS)
        .thread_stack_size(STACK_BYTES)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    let serving = Serving { loaded, out, log, reload: Reload::new(settings.live.clone()) };
    let done = runtime.block_on(serving.run(settings, (dir, store), Reloading { given, environment }));
    runtime.shutdown_timeout(LAST_TICK);
    done
}

/// The state directory and the store in it.
type Store = (Arc<StateDir>, Arc<SqliteStore>);

/// What is read again at SIGHUP.
struct Reloading<'a> {
    given: &'a Given,
    environment: &'a Environment,
}

struct Serving<'a> {
    loaded: &'a Loaded,
    out: &'a mut Output,
    log: logging::Log,
    reload: Reload,
}

impl Serving<'_> {
    async fn run(self, settings: server::Settings, (dir, store): Store, again: Reloading<'_>) -> Outcome {
        let words = self.out.words;
        // Before anything else: a signal that comes during the start must stop it too.
        let broken = |error: std::io::Error| Failure::new(Exit::Failed, error.to_string());
        let mut terminate = signal(SignalKind::terminate()).map_err(broken)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(broken)?;
        let mut hang_up = signal(SignalKind::hangup()).map_err(broken)?;

        let listeners = server::bind(&settings, &port::owner)
            .await
            .map_err(|error| Failure::new(bind_exit(&error), port::say(&error, words)))?;
        let services = sampling::services(&self.loaded.config);
        let engine = Engine::start(sampling::sampler_of(&services)?, self.judging()).map_err(broken)?;
        let logs = sources::logs(&self.loaded.config);
        let Stores { policies, rules, remote } = open_stores(self.loaded, &store, words)?;
        let _copying = remote.map(|remote| copying::start(remote.copy, words)).transpose().map_err(broken)?;
        let policies = Policies::watch(policies);
        policies.teach(engine.handle());
        let audit: Arc<dyn LocalStore> = Arc::clone(&store) as Arc<dyn LocalStore>;
        let deeds = Deeds::open(Tools {
            roots: host::Roots::default(),
            snapshots: engine.handle().snapshots(),
            policies: policies.clone(),
            audit: Arc::clone(&audit),
            patience: PATIENCE,
        })
        .map_err(|error| access::refused(&error, words))?;
        deeds.take_up_pauses();
        let pilot = Pilot::start(autopilot::Tools {
            snapshots: engine.handle().snapshots(),
            deeds: deeds.clone(),
            audit: Arc::clone(&audit),
            switch: Switch::new(rules, Some(dir)),
        })
        .map_err(broken)?;
        let access = Arc::new(Access::new(audit, Arc::new(SystemClock::new())));
        greet(&access, &listeners, &self.loaded.config, self.out).await?;
        let boot = getrandom::u32().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        let deps = Deps {
            engine: engine.handle(),
            logs: logs.clone(),
            deeds: deeds.clone(),
            policies,
            autopilot: pilot.handle(),
            access,
            settings,
            reload: self.reload.clone(),
            boot: format!("{boot:08x}"),
        };
        notify::say("READY=1");
        let stop = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping");
            notify::say("STOPPING=1");
        };
        let handle = engine.handle();
        let mut watcher = reload::Watcher::new(
            self.loaded,
            self.reload,
            handle.clone(),
            logs.clone(),
            services,
            self.log,
            words,
        );
        let serving = server::run(listeners, deps, stop);
        tokio::pin!(serving);
        loop {
            tokio::select! {
                () = &mut serving => break,
                // Without it the page would show the last second for ever: better to end and be started again.
                () = handle.ended() => {
                    // What was paused for a time must not stand still for ever.
                    deeds.stop(LAST_DEEDS);
                    return Err(Failure::new(Exit::Failed, words.text("serve-engine-ended", &[])));
                }
                _ = hang_up.recv() => watcher.reload(again.given, again.environment),
            }
        }
        // First of all who acts by itself: nothing new is begun while the rest ends.
        drop(pilot);
        end(engine, &logs);
        Ok(Exit::Done)
    }
}

impl Serving<'_> {
    fn judging(&self) -> engine::Options {
        let premises = premises::of(&self.loaded.config);
        engine::Options { premises, ..engine::Options::default() }
    }
}

/// A port below 1024 or the folder of a socket may be denied; everything else is in the way.
fn bind_exit(error: &BindError) -> Exit {
    let (BindError::Tcp { source, .. } | BindError::Unix { source, .. }) = error else { return Exit::Failed };
    if source.kind() == std::io::ErrorKind::PermissionDenied { Exit::Denied } else { Exit::Failed }
}

/// The engine finishes its tick and followers their look, but not for ever: a read that hangs must not keep
/// the program alive.
fn end(engine: Engine, logs: &Logs) {
    let until = Instant::now() + LAST_TICK;
    let (done, waiting) = mpsc::channel();
    std::thread::spawn(move || {
        drop(engine);
        let _ = done.send(());
    });
    if !logs.wait(LAST_LOOK) {
        tracing::warn!("the reader of a log was left unfinished");
    }
    if waiting.recv_timeout(until.saturating_duration_since(Instant::now())).is_err() {
        tracing::warn!("the last tick was left unfinished");
    }
}

fn open_store(loaded: &Loaded, out: &Output) -> Result<Store, Failure> {
    let opened = StateDir::open_or_create(&loaded.config.state_dir)
        .and_then(|dir| SqliteStore::open(&dir).map(|store| (dir, store)));
    let (dir, store) = opened.map_err(|error| access::refused(&error, out.words))?;
    Ok((Arc::new(dir), Arc::new(store)))
}

/// Where policies and rules are kept. A database that is away does not keep the server from starting.
fn open_stores(loaded: &Loaded, local: &Arc<SqliteStore>, words: &'static Words) -> Result<Stores, Failure> {
    let opened = policy::for_server(&loaded.config, local);
    let stores = opened.map_err(|error| access::refused(&error, words))?;
    if let Some(Remote { rules, .. }) = &stores.remote {
        let started = policy::when_reached(Arc::clone(&stores.policies), Arc::clone(rules), words);
        started.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    } else {
        policy::at_start(&*stores.policies, words);
    }
    Ok(stores)
}

/// Says where the server is: the set-up link on a line of its own while there is nobody who could log in.
async fn greet(
    access: &Access,
    listeners: &Listeners,
    config: &Config,
    out: &mut Output,
) -> Result<(), Failure> {
    let words = out.words;
    let token = access.setup_token().await.map_err(|error| access::auth_refused(&error, words))?;
    let addresses = listeners.addresses();
    let base = config.base_path.as_str();
    for address in &addresses {
        tracing::info!(
            "{}",
            words.text("serve-listening", &[("address", (&format!("http://{address}{base}/")).into())])
        );
    }
    for socket in listeners.sockets() {
        let path = visible(&socket.to_string_lossy()).into_owned();
        tracing::info!("{}", words.text("serve-listening", &[("address", (&format!("unix:{path}")).into())]));
    }
    for address in addresses.iter().filter(|address| !address.ip().is_loopback()) {
        let (at, port) = (address.to_string(), address.port().to_string());
        tracing::warn!(
            "{}",
            words.text("serve-no-tls", &[("address", (&at).into()), ("port", (&port).into())])
        );
    }
    match token {
        Some(token) => {
            let origin = addresses
                .first()
                .map_or_else(|| "localhost".to_owned(), |address| reachable(*address).to_string());
            writeln!(out, "http://{origin}{base}/setup#token={}", token.expose())?;
            out.flush()?;
            tracing::info!("{}", words.text("serve-set-up", &[]));
            if addresses.is_empty() {
                tracing::info!("{}", words.text("serve-set-up-socket", &[]));
            }
        }
        None => tracing::info!("{}", words.text("serve-log-in", &[])),
    }
    Ok(())
}

/// An address that a browser on this machine can open: the unspecified one stands for all of them.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        ip if !ip.is_unspecified() => address,
        IpAddr::V4(_) | IpAddr::V6(_) => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), address.port()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_names_an_address_that_can_be_opened_here() {
        for (listens, opens) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "127.0.0.1:80"),
            ("10.0.0.1:80", "10.0.0.1:80"),
            ("[::1]:80", "[::1]:80"),
        ] {
            assert_eq!(reachable(listens.parse().unwrap()).to_string(), opens);
        }
    }
}
