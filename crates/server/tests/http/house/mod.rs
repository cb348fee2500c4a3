//! A whole server on a real socket, fed by invented samples, and the client that talks to it.

mod authenticator;
mod away;
mod client;
mod gate;
mod hands;
mod logs;
mod pet;
mod world;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::Role;
use domain::time::Wall;
use engine::autopilot::{self, Pilot, Switch};
use engine::deeds::{Deeds, Tools};
use engine::logs::Logs;
use engine::policies::Policies;
use server::auth::{Access, By, accounts};
use server::{Deps, Limits, Listen, LiveSettings, Reload, Settings};
use store::{Actor, MemoryStore, Name};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use gate::Gate;

pub use authenticator::Authenticator;
pub use away::Away;
pub use client::{Answer, Event, Request, Stream, call, call_unix};
pub use hands::Hands;
pub use logs::{LOG, Shelf, line};
pub use pet::{Pet, is_root};
pub use world::{Invented, World, process};

/// Time between two ticks of the invented machine.
pub const TICK: Duration = Duration::from_millis(40);
/// How long a test waits for something that has to happen: on a machine on which much else runs, too.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// What a machine on which much else runs may add to any time that we promise.
pub const BUSY: Duration = Duration::from_secs(15);
/// From TERM to KILL where KILL is waited for: longer than it takes to say that TERM was heard.
pub const SOON: Duration = Duration::from_millis(1500);
/// The day on which tests begin.
pub const TODAY: Wall = Wall(1_790_000_000_000_000_000);
/// A password that is accepted.
pub const PASSWORD: &str = "correct horse battery";

/// What can be set before the server starts.
pub struct Plan {
    pub live: LiveSettings,
    pub limits: Limits,
    pub listen: Vec<Listen>,
    pub world: World,
    pub store: Arc<MemoryStore>,
    /// The logs; one empty [`LOG`] without it.
    pub logs: Option<Logs>,
    /// This machine itself is looked at instead of the invented one.
    pub real: bool,
    /// From TERM to KILL: longer than whoever obeys needs, on any machine.
    pub patience: Duration,
    /// The policies; those of the store without it.
    pub policies: Option<Arc<dyn store::PolicyStore>>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            live: LiveSettings::default(),
            limits: Limits::default(),
            listen: vec![Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], 0)))],
            world: World::default(),
            store: Arc::new(MemoryStore::new()),
            logs: None,
            real: false,
            patience: PATIENCE,
            policies: None,
        }
    }
}

/// A running server. Stops when dropped.
pub struct House {
    pub address: SocketAddr,
    pub access: Access,
    pub store: Arc<MemoryStore>,
    pub clock: Arc<Hands>,
    pub reload: Reload,
    pub world: Arc<Mutex<World>>,
    pub logs: Logs,
    stop: Option<oneshot::Sender<()>>,
    stopped: Option<tokio::task::JoinHandle<()>>,
    runtime: Option<Runtime>,
    pilot: Option<Pilot>,
    engine: Option<engine::Engine>,
    gate: Arc<Gate>,
}

impl House {
    pub fn new() -> Self {
        Self::with(Plan::default())
    }

    pub fn with(plan: Plan) -> Self {
        let Plan { live, limits, listen, world, store, logs, real, patience, policies } = plan;
        let logs = logs.unwrap_or_else(|| Shelf::of(&[LOG]).logs());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let world = Arc::new(Mutex::new(world));
        let interval = if real { TICK * 2 } else { TICK };
        let options = engine::Options { interval, ..engine::Options::default() };
        let gate = Arc::new(Gate::default());
        let engine = if real {
            let about =
                host::SamplerOptions { surroundings: Duration::ZERO, ..host::SamplerOptions::default() };
            engine::Engine::start(host::Sampler::new(host::Roots::default(), about).unwrap(), options)
        } else {
            engine::Engine::start(Invented::new(world.clone(), gate.clone()), options)
        };
        let engine = engine.unwrap();
        let clock = Arc::new(Hands::new());
        let access = Access::new(store.clone(), clock.clone());
        let settings = Settings { listen, socket_gid: None, limits, tick: TICK, live: live.clone() };
        let reload = Reload::new(live);
        let listeners = runtime.block_on(server::bind(&settings, &|_| None)).unwrap();
        let address = listeners.addresses().first().copied().unwrap_or(SocketAddr::from(([127, 0, 0, 1], 1)));
        let policies_answer = policies.is_none();
        let policies = Policies::watch(policies.unwrap_or_else(|| store.clone()));
        let known = policies.clone();
        let deeds = Deeds::open(Tools {
            roots: host::Roots::default(),
            snapshots: engine.handle().snapshots(),
            policies: policies.clone(),
            audit: store.clone(),
            patience,
        })
        .unwrap();
        let pilot = Pilot::start(autopilot::Tools {
            snapshots: engine.handle().snapshots(),
            deeds: deeds.clone(),
            audit: store.clone(),
            switch: Switch::new(store.clone(), None),
        })
        .unwrap();
        let deps = Deps {
            engine: engine.handle(),
            logs: logs.clone(),
            deeds,
            policies,
            autopilot: pilot.handle(),
            access: Arc::new(access.clone()),
            settings,
            reload: reload.clone(),
            boot: "0a1b2c3d".to_owned(),
        };
        let (stop, told) = oneshot::channel();
        let stopped = runtime.spawn(server::run(listeners, deps, async move {
            let _ = told.await;
        }));
        let house = Self {
            address,
            access,
            store,
            clock,
            reload,
            world,
            logs,
            stop: Some(stop),
            stopped: Some(stopped),
            runtime: Some(runtime),
            pilot: Some(pilot),
            engine: Some(engine),
            gate,
        };
        let mut snapshots = house.engine.as_ref().unwrap().handle().snapshots();
        // Two ticks, so that rates are known.
        let ready =
            snapshots.wait_for(|snapshot| snapshot.as_ref().is_some_and(|snapshot| snapshot.seq >= 2));
        house.block(async { tokio::time::timeout(PATIENCE, ready).await.unwrap().map(drop).unwrap() });
        if policies_answer {
            eventually("the policies", || known.known().is_some());
        }
        house
    }

    /// One that looks at this machine itself.
    pub fn real() -> Self {
        Self::with(Plan { real: true, ..Plan::default() })
    }

    /// One that looks at this machine itself and soon loses patience with who does not obey.
    pub fn impatient() -> Self {
        Self::with(Plan { real: true, patience: SOON, ..Plan::default() })
    }

    /// No tick of the invented machine comes any more but by [`Self::step`]; answers the number of the last one.
    pub fn hold(&self) -> u64 {
        self.gate.hold()
    }

    /// One tick more of a machine that is held; answers its number.
    pub fn step(&self) -> u64 {
        self.gate.step()
    }

    /// Ticks come by themselves again.
    pub fn go_on(&self) {
        self.gate.open();
    }

    /// The key of a child, once it is seen as what it is: an exec may be under way.
    pub fn key(&self, pet: &Pet) -> String {
        self.key_of(pet, &pet.comm())
    }

    /// The key of a child, once it is seen as the program of this name.
    pub fn key_of(&self, pet: &Pet, comm: &str) -> String {
        let handle = self.engine.as_ref().unwrap().handle();
        let mut key = None;
        eventually("the child in the list", || {
            let snapshot = handle.latest();
            let process = snapshot.as_ref().and_then(|snapshot| snapshot.process_by_pid(pet.pid));
            let known = process.map(|process| &process.sample).filter(|sample| {
                // Arguments that were not read in time come later, and nobody is ended without them.
                sample.identity.comm == comm && sample.identity.cmdline.is_ok()
            });
            key = known.map(|sample| sample.key.to_string());
            key.is_some()
        });
        let (key, token) = (key.unwrap(), self.token(Role::Viewer));
        let path = format!("/api/v1/processes/{key}");
        eventually("it in the list of the server", || self.get(&path).token(&token).send().status == 200);
        key
    }

    /// Action, outcome and code of every row of the audit about a process, oldest first.
    pub fn told(&self, key: &str) -> Vec<String> {
        use store::LocalStore;
        let rows = self.store.audit(None, 1000).unwrap();
        let about = rows.iter().rev().filter(|row| row.key.as_deref() == Some(key));
        let code = |row: &store::AuditRow| row.code.clone().unwrap_or_else(|| "-".to_owned());
        about.map(|row| format!("{} {} {}", row.action, row.outcome.word(), code(row))).collect()
    }

    pub fn block<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.as_ref().unwrap().block_on(work)
    }

    fn by(&self) -> By {
        By { at: TODAY, actor: Actor::cli("tester"), address: None }
    }

    /// A new token of this role.
    pub fn token(&self, role: Role) -> String {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.named_token(&format!("{role}-{number}"), role)
    }

    pub fn named_token(&self, name: &str, role: Role) -> String {
        accounts::add_token(&*self.store, &self.by(), &name.parse().unwrap(), role)
            .unwrap()
            .expose()
            .to_owned()
    }

    pub fn revoke(&self, name: &str) {
        accounts::revoke_token(&*self.store, &self.by(), &name.parse().unwrap()).unwrap();
    }

    /// A new user with [`PASSWORD`].
    pub fn user(&self, name: &str, role: Role) {
        static HASH: std::sync::OnceLock<store::PasswordHash> = std::sync::OnceLock::new();
        let hash = HASH.get_or_init(|| {
            let typed = server::auth::Password::new(PASSWORD.to_owned());
            server::auth::password::hash_new(&"somebody".parse::<Name>().unwrap(), &typed).unwrap()
        });
        accounts::add_user(&*self.store, &self.by(), &name.parse().unwrap(), role, hash.clone()).unwrap();
    }

    /// Logs in and gives the `Cookie` header of the session.
    pub fn log_in(&self, name: &str) -> String {
        let answer = self
            .post("/api/v1/session")
            .json(&serde_json::json!({"username": name, "password": PASSWORD}))
            .send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.cookie()
    }

    pub fn get(&self, path: &str) -> Request {
        Request::new(self.address, "GET", path)
    }

    pub fn post(&self, path: &str) -> Request {
        Request::new(self.address, "POST", path)
    }

    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(self.address, method, path)
    }

    /// Tells the server to stop and waits until it has; how long that took.
    pub fn stop(&mut self) -> Duration {
        let started = Instant::now();
        self.tell_to_stop();
        let stopped = self.stopped.take().unwrap();
        self.block(async { tokio::time::timeout(PATIENCE, stopped).await.unwrap().unwrap() });
        started.elapsed()
    }

    pub fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.tell_to_stop();
        self.gate.open();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(3));
        }
        drop(self.pilot.take());
        drop(self.engine.take());
    }
}

/// Waits until `what` is true, and fails if it never is.
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "{what} never happened");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Tells a thread of a test to end, also when the test fails: who waits for the thread would wait for ever.
pub struct Ends<'a>(pub &'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
