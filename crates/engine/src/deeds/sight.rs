//! What the desk sees of the machine from snapshot to snapshot: who is there, who went, who took whose place.
//!
//! A thread of its own takes every snapshot, so that a deed can wait for the next one, and so that a parent that
//! starts an application again is remembered. Everything it remembers is bounded.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::decide::Mark;
use domain::process::{Identity, ProcessSample};
use domain::snapshot::Process;
use domain::{ProcessKey, Snapshot};

/// Processes that went are told apart from those that never were as long as they stand here.
const REMEMBERED: usize = 8_192;
/// One that appears within this time after another went takes its place.
const AT_ONCE: Duration = Duration::from_secs(5);
/// Departures that may still have a successor.
const DEPARTURES: usize = 1_024;
/// Parents that were seen starting an application again.
const RESTARTS: usize = 256;
/// Keys that two processes had.
const SHARED: usize = 256;
/// Ended processes whose return is waited for.
const VIGILS: usize = 256;

/// Where a process had its place: a successor is found by it.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) key: ProcessKey,
    mark: Mark,
    pub(super) identity: Arc<Identity>,
    pub(super) parent: Option<ProcessKey>,
}

/// One that took the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Successor {
    pub(super) key: ProcessKey,
    /// Who started it. Hostile text.
    pub(super) by: String,
}

/// Somebody waits for an ended process to come back.
#[derive(Clone)]
pub(super) struct Vigil {
    pub(super) post: Post,
    pub(super) actor: store::Actor,
    pub(super) until: Instant,
    /// No successor started before: [`newest_start`] of the list in which it was missed.
    pub(super) since: u64,
}

/// A process that went.
struct Departure {
    seen: Instant,
    post: Post,
    /// No successor started before: [`newest_start`] of the last list in which it was.
    since: u64,
}

#[derive(Default)]
pub(super) struct Sight {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    newest: Option<Seen>,
    /// The newest in which processes could be read.
    listed: Option<Arc<Snapshot>>,
    gone: VecDeque<ProcessKey>,
    /// Keys that two processes had: a pid was used again within the same clock tick.
    shared: VecDeque<ProcessKey>,
    departures: VecDeque<Departure>,
    restarts: VecDeque<(ProcessKey, Arc<Identity>)>,
    vigils: Vec<Vigil>,
}

/// A snapshot, and when its reading began.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) begun: Instant,
}

impl Post {
    /// Where this process of the snapshot has its place.
    pub(super) fn of(process: &Process, snapshot: &Snapshot) -> Self {
        let parent = snapshot.process_by_pid(process.sample.ppid).map(|parent| parent.sample.key);
        let ProcessSample { key, mark, .. } = process.sample;
        Self { key, mark, identity: Arc::clone(&process.sample.identity), parent }
    }

    /// That process in a snapshot, and not another one that has its key.
    pub(super) fn within<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Process> {
        snapshot.process(self.key).filter(|process| is_one(self.mark, process.sample.mark))
    }

    /// Whether `other` is the same application in the same place, but not the same process. A parent may start many of
    /// them: only one with the same arguments is taken for its successor, not one that happens to begin just then.
    fn is_succeeded_by(&self, other: &Self) -> bool {
        let (own, its) = (&self.identity, &other.identity);
        let from_parent = self.parent.is_some() && self.parent == other.parent && own.cmdline == its.cmdline;
        let in_service = service(own).is_some_and(|unit| service(its) == Some(unit));
        self.key != other.key && (from_parent || in_service) && same_application(own, its)
    }
}

impl Sight {
    /// Takes a snapshot; answers who came back of those for whom somebody waits.
    pub(super) fn take(&self, snapshot: &Arc<Snapshot>) -> Vec<(Vigil, Successor)> {
        let now = Instant::now();
        let begun = now.checked_sub(snapshot.monitor.tick).unwrap_or(now);
        let mut state = self.state();
        let back = state.compare(snapshot, now);
        state.newest = Some(Seen { snapshot: Arc::clone(snapshot), begun });
        drop(state);
        self.news.notify_all();
        back
    }

    /// Whether that process was ever seen: it is in the last list, or went since.
    pub(super) fn has_seen(&self, key: ProcessKey) -> bool {
        let state = self.state();
        let listed = state.listed.as_ref().is_some_and(|listed| listed.process(key).is_some());
        listed || state.gone.contains(&key)
    }

    /// Whether this key alone does not say which process is meant.
    pub(super) fn is_shared(&self, key: ProcessKey) -> bool {
        self.state().shared.contains(&key)
    }

    /// Those who wait look again, although there is nothing new to see.
    pub(super) fn wake(&self) {
        let _state = self.state();
        self.news.notify_all();
    }

    /// Whether this parent was seen starting that application again.
    pub(super) fn restarts(&self, parent: ProcessKey, identity: &Identity) -> bool {
        let state = self.state();
        state.restarts.iter().any(|(who, what)| *who == parent && same_application(what, identity))
    }

    /// Waits for the return of an ended process that `after` does not have; answers who is back already.
    pub(super) fn wait_for_return(&self, vigil: Vigil, after: &Snapshot) -> Option<Successor> {
        let mut state = self.state();
        let now = Instant::now();
        if let Some(successor) =
            state.listed.as_ref().and_then(|newest| successor(&vigil.post, after, newest))
        {
            return Some(successor);
        }
        state.vigils.retain(|vigil| vigil.until > now);
        if state.vigils.len() == VIGILS {
            state.vigils.remove(0);
        }
        state.vigils.push(vigil);
        None
    }

    /// The first snapshot of which `enough` says so, or the newest one after `limit`.
    pub(super) fn wait(&self, limit: Duration, enough: impl Fn(&Seen) -> bool) -> Option<Seen> {
        let until = Instant::now() + limit;
        let mut state = self.state();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match &state.newest {
                Some(seen) if left.is_zero() || enough(seen) => return Some(seen.clone()),
                None if left.is_zero() => return None,
                _ => {}
            }
            state = self.news.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn compare(&mut self, snapshot: &Arc<Snapshot>, now: Instant) -> Vec<(Vigil, Successor)> {
        let Ok(processes) = &snapshot.processes else { return Vec::new() };
        let before = self.listed.replace(Arc::clone(snapshot));
        let Some(before) = before else { return Vec::new() };
        let old = before.processes.as_deref().unwrap_or_default();
        for (now, _) in pairs(processes, old)
            .filter(|(now, then)| then.is_some_and(|then| !is_one(then.sample.mark, now.sample.mark)))
        {
            keep(&mut self.shared, now.sample.key, SHARED);
        }
        self.departures.retain(|gone| now.saturating_duration_since(gone.seen) <= AT_ONCE);
        let since = newest_start(&before);
        for (gone, _) in pairs(old, processes).filter(|(_, again)| again.is_none()) {
            keep(&mut self.gone, gone.sample.key, REMEMBERED);
            let post = Post::of(gone, &before);
            keep(&mut self.departures, Departure { seen: now, post, since }, DEPARTURES);
        }
        self.vigils.retain(|vigil| vigil.until > now);
        let mut back = Vec::new();
        for (process, _) in pairs(processes, old).filter(|(now, before)| is_news(now, *before)) {
            let post = Post::of(process, snapshot);
            self.notice_restart(&post);
            let is_back =
                |vigil: &Vigil| post.key.started >= vigil.since && vigil.post.is_succeeded_by(&post);
            let found = self.vigils.iter().position(is_back);
            if let Some(vigil) = found.map(|at| self.vigils.swap_remove(at)) {
                back.push((vigil, Successor { key: post.key, by: starter(&post, snapshot) }));
            }
        }
        back
    }

    /// Pid 1 takes in whoever lost its parent: that it has a process again says nothing about it.
    fn notice_restart(&mut self, post: &Post) {
        let Some(parent) = post.parent.filter(|parent| parent.pid > 1) else { return };
        let known = |(who, what): &(ProcessKey, Arc<Identity>)| {
            *who == parent && same_application(what, &post.identity)
        };
        let succeeds = self.departures.iter().any(|gone| {
            gone.post.parent == Some(parent)
                && post.key.started >= gone.since
                && gone.post.is_succeeded_by(post)
        });
        if succeeds && !self.restarts.iter().any(known) {
            keep(&mut self.restarts, (parent, Arc::clone(&post.identity)), RESTARTS);
        }
    }
}

/// The start of the youngest process of a list, in the kernel's ticks.
pub(super) fn newest_start(snapshot: &Snapshot) -> u64 {
    let processes = snapshot.processes.as_deref().unwrap_or_default();
    processes.iter().map(|process| process.sample.key.started).max().unwrap_or(0)
}

/// Whether two of the same key are one process. A young one may have got old meanwhile; a number stays.
fn is_one(before: Mark, now: Mark) -> bool {
    !matches!((before, now), (Mark::Numbered(before), Mark::Numbered(now)) if before != now)
}

/// One that is new, or became another program: whoever is started anew is first seen as what started it.
fn is_news(process: &Process, before: Option<&Process>) -> bool {
    before.is_none_or(|before| !Arc::ptr_eq(&before.sample.identity, &process.sample.identity))
}

/// Who took the place of `post` between two snapshots: it was not there in the first one.
pub(super) fn successor(post: &Post, before: &Snapshot, after: &Snapshot) -> Option<Successor> {
    let processes = after.processes.as_deref().ok()?;
    let born = processes.iter().filter(|process| before.process(process.sample.key).is_none());
    born.map(|born| Post::of(born, after))
        .find(|born| post.is_succeeded_by(born))
        .map(|born| Successor { by: starter(&born, after), key: born.key })
}

/// Who started it: its service, else its parent.
fn starter(post: &Post, snapshot: &Snapshot) -> String {
    let parent = post.parent.and_then(|parent| snapshot.process(parent));
    match (service(&post.identity), parent) {
        (Some(unit), _) => unit.to_owned(),
        (None, Some(parent)) => parent.sample.identity.name.clone(),
        (None, None) => String::new(),
    }
}

/// The service that it belongs to; a session or a user's manager holds many applications and restarts none.
fn service(identity: &Identity) -> Option<&str> {
    let unit = identity.unit.as_ref().ok()?.as_deref()?;
    (unit.ends_with(".service") && !unit.starts_with("user@")).then_some(unit)
}

/// The same name, file and user.
fn same_application(one: &Identity, other: &Identity) -> bool {
    let path = |identity: &Identity| identity.exe.as_ref().ok().map(|exe| exe.path.clone());
    one.name == other.name && one.uid.is_ok() && one.uid == other.uid && path(one) == path(other)
}

/// The processes of `all` with what they are among `others`; both are sorted by pid.
fn pairs<'a>(
    all: &'a [Process],
    others: &'a [Process],
) -> impl Iterator<Item = (&'a Process, Option<&'a Process>)> {
    let mut others = others.iter().peekable();
    all.iter().map(move |process| {
        let key = process.sample.key;
        while others.next_if(|other| other.sample.key.pid < key.pid).is_some() {}
        (process, others.peek().copied().filter(|other| other.sample.key == key))
    })
}

fn keep<T>(kept: &mut VecDeque<T>, new: T, most: usize) {
    if kept.len() == most {
        kept.pop_front();
    }
    kept.push_back(new);
}
