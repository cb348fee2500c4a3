//! Judgements from tick to tick: each process is judged again only when something that its rules read
//! has changed (DESIGN §1). Here also: what rules know of the past ([`Trend`], restarts of units).

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::catalogue::{Known, Platform};
use crate::dictionary::Dictionary;
use crate::gap::Reading;
use crate::judge::{Judgement, judge, recognise};
use crate::key::ProcessKey;
use crate::process::Identity;
use crate::rules::{Trend, World};
use crate::service::Services;
use crate::snapshot::Process;
use crate::socket::Socket;
use crate::standing::Standing;
use crate::time::Mono;
use crate::verdict::Mode;

/// Percent of one core from which a process counts as busy without a pause.
const BUSY: f64 = 90.0;
/// Busy seconds that are told, and in steps of how many: a rule that speaks need not be asked every second.
const BUSY_TOLD: u64 = 300;
const BUSY_STEP: u64 = 60;
/// How far growth of memory is looked back on, seconds.
const WINDOW: u64 = 3600;
/// Growth is told in steps of this many bytes, and from this long, seconds.
const GROWTH_STEP: u64 = 16 << 20;
const GROWTH_TOLD: u64 = 1800;
/// Restarts older than this are forgotten, seconds.
const RESTARTS_WITHIN: u64 = 600;
/// From this share of RAM the whole percent is part of what is judged.
const MEMORY_TOLD: f64 = 20.0;

/// What judging rests on besides the processes themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Premises {
    /// Where the operating system keeps programs (configuration key `standard_paths`).
    pub standard_paths: Vec<String>,
    /// This program, which knows itself from any path (DESIGN §3.4).
    pub own_pid: Option<u32>,
    /// The system whose catalogue applies.
    pub platform: Platform,
}

impl Default for Premises {
    fn default() -> Self {
        let paths = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt", "/snap", "/nix/store"];
        Self {
            standard_paths: paths.map(str::to_owned).to_vec(),
            own_pid: None,
            platform: if cfg!(windows) { Platform::Windows } else { Platform::Linux },
        }
    }
}

/// A process judged in both modes.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// By what is expected of each program.
    pub contextual: Judgement,
    /// By the five plain rules alone.
    pub strict: Judgement,
}

impl Judged {
    /// The judgement of a mode.
    #[must_use]
    pub const fn of(&self, mode: Mode) -> &Judgement {
        match mode {
            Mode::Contextual => &self.contextual,
            Mode::Strict => &self.strict,
        }
    }
}

/// The judgement cache.
#[derive(Clone, Debug)]
pub struct Judging {
    premises: Premises,
    /// By ascending pid.
    kept: Vec<Kept>,
    /// The buffer of the tick before, to be filled again.
    spare: Vec<Kept>,
    restarts: Restarts,
    world: World,
}

impl Default for Judging {
    fn default() -> Self {
        Self::new(Premises::default())
    }
}

impl Judging {
    /// With these premises, and nothing judged yet.
    #[must_use]
    pub fn new(premises: Premises) -> Self {
        let world = World { standard_paths: premises.standard_paths.clone(), ..World::default() };
        Self { premises, kept: Vec::new(), spare: Vec::new(), restarts: Restarts::default(), world }
    }

    /// Takes other premises: everything is judged anew with the next tick.
    pub fn rest_on(&mut self, premises: Premises) {
        self.world.standard_paths.clone_from(&premises.standard_paths);
        self.premises = premises;
        self.forget();
    }

    /// Takes what operators wrote: everything is judged anew with the next tick, if they wrote something else.
    pub fn know(&mut self, dictionary: Arc<Dictionary>) {
        if self.world.dictionary != dictionary {
            self.world.dictionary = dictionary;
            self.forget();
        }
    }

    fn forget(&mut self) {
        for kept in &mut self.kept {
            kept.judged = None;
        }
    }

    /// Judges the processes of a tick, which are sorted by pid.
    pub fn judge(&mut self, processes: &mut [Process], at: Mono, services: Option<&Arc<Services>>) {
        self.look_around(processes, at, services);
        let mut fresh = std::mem::take(&mut self.spare);
        fresh.reserve(processes.len());
        let mut old = self.kept.drain(..).peekable();
        for process in processes.iter() {
            let key = process.sample.key;
            while old.next_if(|kept| kept.key.pid < key.pid).is_some() {}
            let mut kept = old.next_if(|kept| kept.key == key).unwrap_or_else(|| Kept::new(process, at));
            kept.watch(process, at);
            if let Some(trend) = kept.trend(process, at) {
                self.world.trends.insert(key, trend);
            }
            fresh.push(kept);
        }
        drop(old);
        for (process, kept) in processes.iter_mut().zip(&mut fresh) {
            process.judged = Ok(kept.judged(process, &self.premises, &self.world));
        }
        self.spare = std::mem::replace(&mut self.kept, fresh);
    }

    fn look_around(&mut self, processes: &[Process], at: Mono, services: Option<&Arc<Services>>) {
        self.world.trends.clear();
        self.world.zombies.clear();
        for zombie in processes.iter().filter(|process| process.sample.is_zombie()) {
            *self.world.zombies.entry(zombie.sample.ppid).or_default() += 1;
        }
        if let Some(services) = services {
            self.restarts.watch(services, at);
        }
        self.restarts.recent(at, &mut self.world.restarts);
    }
}

/// What a judgement was made of. While it is the same, so is the judgement.
#[derive(Clone, Debug)]
struct Basis {
    identity: Arc<Identity>,
    sockets: Reading<Arc<[Socket]>>,
    standing: Arc<Standing>,
    memory: u8,
    busy: u64,
    growth: u64,
    zombies: u32,
    restarts: u32,
}

impl Basis {
    fn same(&self, other: &Self) -> bool {
        let sockets = match (&self.sockets, &other.sockets) {
            (Ok(one), Ok(two)) => Arc::ptr_eq(one, two) || one == two,
            (Err(one), Err(two)) => one == two,
            _ => false,
        };
        sockets
            && (Arc::ptr_eq(&self.identity, &other.identity) || self.identity == other.identity)
            && (Arc::ptr_eq(&self.standing, &other.standing) || self.standing == other.standing)
            && (self.memory, self.busy, self.growth, self.zombies, self.restarts)
                == (other.memory, other.busy, other.growth, other.zombies, other.restarts)
    }
}

/// One process from tick to tick.
#[derive(Clone, Debug)]
struct Kept {
    key: ProcessKey,
    busy_since: Option<Mono>,
    /// Resident bytes at the begin of the window and half a window later.
    base: (Mono, u64),
    middle: (Mono, u64),
    peak: u64,
    catalogue: Option<Known>,
    judged: Option<(Basis, Arc<Judged>)>,
}

impl Kept {
    fn new(process: &Process, at: Mono) -> Self {
        let begin = (at, process.sample.rss_bytes);
        Self {
            key: process.sample.key,
            busy_since: None,
            base: begin,
            middle: begin,
            peak: begin.1,
            catalogue: None,
            judged: None,
        }
    }

    /// Takes note of how it goes on.
    fn watch(&mut self, process: &Process, at: Mono) {
        match process.cpu_percent {
            Ok(percent) if percent >= BUSY => self.busy_since = self.busy_since.or(Some(at)),
            Ok(_) => self.busy_since = None,
            // What could not be read neither begins nor ends anything.
            Err(_) => {}
        }
        let rss = process.sample.rss_bytes;
        self.peak = self.peak.max(rss);
        if rss < self.peak - self.peak / 20 {
            (self.base, self.middle, self.peak) = ((at, rss), (at, rss), rss);
        }
        if seconds(self.middle.0, at) >= WINDOW / 2 {
            if seconds(self.base.0, at) >= WINDOW {
                self.base = self.middle;
            }
            self.middle = (at, rss);
        }
    }

    /// What is worth telling of it; none for nearly all.
    fn trend(&self, process: &Process, at: Mono) -> Option<Trend> {
        let busy_s = self.busy_since.map_or(0, |since| seconds(since, at));
        let over_s = seconds(self.base.0, at);
        let grown = process.sample.rss_bytes.saturating_sub(self.base.1);
        let grew = over_s >= GROWTH_TOLD && grown >= GROWTH_STEP;
        (busy_s >= BUSY_TOLD || grew).then_some(Trend {
            busy_s,
            rss_before: self.base.1,
            over_s,
            only_grew: grew,
        })
    }

    fn judged(&mut self, process: &Process, premises: &Premises, world: &World) -> Arc<Judged> {
        let basis = basis(process, world);
        if let Some((old, judged)) = &self.judged
            && old.same(&basis)
        {
            return Arc::clone(judged);
        }
        let known_already = self.judged.as_ref().is_some_and(|(old, _)| old.identity == basis.identity);
        if !known_already {
            self.catalogue = recognise(process, premises.platform);
        }
        let itself = premises.own_pid == Some(self.key.pid);
        let of = |mode| judge(process, self.catalogue.clone(), &process.sample.standing, world, mode, itself);
        let judged = Arc::new(Judged { contextual: of(Mode::Contextual), strict: of(Mode::Strict) });
        self.judged = Some((basis, Arc::clone(&judged)));
        judged
    }
}

fn basis(process: &Process, world: &World) -> Basis {
    let sample = &process.sample;
    let trend = world.trends.get(&sample.key);
    let unit = sample.identity.unit.as_ref().ok().and_then(Option::as_ref);
    Basis {
        identity: Arc::clone(&sample.identity),
        sockets: sample.sockets.clone(),
        standing: Arc::clone(&sample.standing),
        memory: match process.memory_percent {
            Ok(percent) if percent >= MEMORY_TOLD => percent as u8,
            Ok(_) => 0,
            Err(_) => u8::MAX,
        },
        busy: trend.map_or(0, |trend| trend.busy_s / BUSY_STEP),
        growth: trend
            .filter(|trend| trend.only_grew)
            .map_or(0, |trend| sample.rss_bytes.saturating_sub(trend.rss_before) / GROWTH_STEP),
        zombies: world.zombies.get(&sample.key.pid).copied().unwrap_or(0),
        restarts: unit.and_then(|unit| world.restarts.get(unit)).copied().unwrap_or(0),
    }
}

/// How often units were started again by their manager.
#[derive(Clone, Debug, Default)]
struct Restarts {
    /// The table that was looked at last: the same one tells nothing new.
    last: Option<Arc<Services>>,
    /// The counter of each unit as it was seen last.
    counters: HashMap<String, u32>,
    /// When it moved, and by how much. Only units that were restarted stand here.
    moves: HashMap<String, VecDeque<(Mono, u32)>>,
}

impl Restarts {
    fn watch(&mut self, services: &Arc<Services>, at: Mono) {
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, services)) {
            return;
        }
        self.last = Some(Arc::clone(services));
        let all = services.shown().iter().chain(services.others());
        let counted = all.filter_map(|service| Some((service.id.as_str(), service.restarts.ok()?)));
        for (unit, now) in counted {
            match self.counters.get_mut(unit) {
                // A counter that fell was reset by a start of an operator.
                Some(before) if *before != now => {
                    if now > *before {
                        let moves = self.moves.entry(unit.to_owned()).or_default();
                        moves.push_back((at, now - *before));
                    }
                    *before = now;
                }
                Some(_) => {}
                None => {
                    self.counters.insert(unit.to_owned(), now);
                }
            }
        }
    }

    fn recent(&mut self, at: Mono, into: &mut HashMap<String, u32>) {
        into.clear();
        for moves in self.moves.values_mut() {
            while moves.front().is_some_and(|(moved, _)| seconds(*moved, at) > RESTARTS_WITHIN) {
                moves.pop_front();
            }
        }
        self.moves.retain(|_, moves| !moves.is_empty());
        let sums = self.moves.iter().map(|(unit, moves)| {
            (unit.clone(), moves.iter().fold(0_u32, |sum, (_, more)| sum.saturating_add(*more)))
        });
        into.extend(sums);
    }
}

fn seconds(from: Mono, to: Mono) -> u64 {
    to.since(from).map_or(0, |passed| passed.as_secs())
}

#[cfg(test)]
#[path = "judging_tests.rs"]
mod tests;
