//! From a credential to a caller, cheaply for every request, and for as long as a stream is open.

use std::future::Future;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::time::{Mono, Wall};
use lru::LruCache;
use store::SecretHash;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::access::{Inner, SESSION_IDLE};
use super::clock::{after, before};
use super::secret::{hash_of_random, hash_of_token};
use super::{Access, AuthError, Caller, Credential, Peer, Via};

/// What was read from the store is believed for so long, and only while its revision stands.
const BELIEVED: Duration = Duration::from_secs(1);
/// An open stream asks the store itself only so often, to note that it is in use; of a change of the
/// revision it is told.
const STREAM_BELIEVED: Duration = Duration::from_secs(30);
/// How often the lookout asks for the revision on behalf of all open streams. With [`GLANCE`] less than 2 s.
const LOOKS: Duration = Duration::from_secs(1);
/// A wall clock that goes so much further than time itself was set.
const SET: Duration = Duration::from_millis(500);
/// Open streams share one look at the revision for so long.
const GLANCE: Duration = Duration::from_millis(250);
/// Use is noted when the last note is older than this.
const COARSE: Duration = Duration::from_secs(60);
/// A session from further in the future than this is none: the clock was far off when it began.
const CLOCK_OFF: Duration = Duration::from_secs(24 * 3600);

/// How many callers are remembered at once.
const REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1_023);

#[derive(Clone)]
struct Believed {
    caller: Caller,
    revision: u64,
    at: Mono,
}

/// What was read from the store a moment ago, keyed by kind and hash of the credential.
pub(crate) struct Credentials {
    believed: Mutex<LruCache<(Via, SecretHash), Believed>>,
    /// When the revision was last read for open streams, and what it was. One of them reads, the others
    /// wait for it.
    glance: tokio::sync::Mutex<Option<(Mono, u64)>>,
    /// Tells open streams to look at their credential. One task asks for all of them: a timer in each would
    /// wake as many tasks a second as there are viewers, mostly for nothing.
    news: watch::Sender<()>,
    /// Whether that task runs.
    lookout: Mutex<bool>,
}

impl Credentials {
    pub(crate) fn new() -> Self {
        Self {
            believed: Mutex::new(LruCache::sparse(REMEMBERED)),
            glance: tokio::sync::Mutex::new(None),
            news: watch::Sender::new(()),
            lookout: Mutex::new(false),
        }
    }

    fn lookout(&self) -> MutexGuard<'_, bool> {
        self.lookout.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recall(&self, key: (Via, SecretHash), revision: u64, now: Mono, within: Duration) -> Option<Caller> {
        let mut believed = self.believed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = believed.get(&key)?;
        let fresh = known.revision == revision && is_within(known.at, now, within);
        fresh.then(|| known.caller.clone())
    }

    fn keep(&self, caller: &Caller, revision: u64, at: Mono) {
        let mut believed = self.believed.lock().unwrap_or_else(PoisonError::into_inner);
        believed.put((caller.via, caller.id), Believed { caller: caller.clone(), revision, at });
    }
}

fn is_within(earlier: Mono, now: Mono, duration: Duration) -> bool {
    u128::from(now.0.saturating_sub(earlier.0)) < duration.as_nanos()
}

impl Access {
    /// Who sends this credential. A wrong token counts as a guess of its address; a stale cookie does not,
    /// since every browser has one after a month.
    ///
    /// # Errors
    /// [`AuthError::Unauthenticated`], [`AuthError::TooMany`] for wrong tokens, or the store cannot be used.
    pub async fn authenticate(&self, credential: Credential<'_>, peer: Peer) -> Result<Caller, AuthError> {
        let key = match credential {
            Credential::Cookie(id) => hash_of_random(id).map(|hash| (Via::Session, hash)),
            Credential::Bearer(token) => hash_of_token(token).map(|hash| (Via::Token, hash)),
        };
        let is_token = matches!(credential, Credential::Bearer(_));
        self.with_store(move |inner| {
            match key.map(|key| inner.look_up(key)).transpose()?.unwrap_or(Found::Unknown) {
                Found::Alive(caller) => Ok(caller),
                Found::Dead => Err(AuthError::Unauthenticated),
                Found::Unknown => {
                    if is_token {
                        inner.guessed(peer, "token", "unknown_token")?;
                    }
                    Err(AuthError::Unauthenticated)
                }
            }
        })
        .await
    }

    /// Is the caller still who it was when let in? For open streams; many may ask at once. A store that
    /// cannot be read answers no.
    pub async fn revalidate(&self, caller: &Caller) -> bool {
        let inner = &*self.inner;
        if caller.expires_at.is_some_and(|end| inner.clock.wall() >= end) {
            return false;
        }
        let Some(revision) = self.glance().await else { return false };
        let key = (caller.via, caller.id);
        let known = inner.credentials.recall(key, revision, inner.clock.mono(), STREAM_BELIEVED);
        let now = match known {
            Some(known) => known,
            None => match self.with_store(move |inner| inner.look_up(key)).await {
                Ok(Found::Alive(now)) => now,
                _ => return false,
            },
        };
        now == *caller
    }

    /// Ends when the caller's credential dies: its password, role or token changed, it was removed, revoked
    /// or signed out, or its time is up. Within 2 s, whichever process did it.
    pub fn watch(&self, caller: &Caller) -> impl Future<Output = ()> + Send + use<> {
        let (access, caller) = (self.clone(), caller.clone());
        async move {
            loop {
                // Before the look, so that no news is missed between the two.
                let mut news = access.on_the_lookout();
                if !access.revalidate(&caller).await {
                    return;
                }
                let left = caller.expires_at.map(|end| until(access.inner.clock.wall(), end));
                let patience = left.map_or(STREAM_BELIEVED, |left| left.min(STREAM_BELIEVED));
                // News, or time to look without any: both are answered by the next look.
                let _ = timeout(patience, news.changed()).await;
            }
        }
    }

    /// A receiver of news, and somebody who sends them.
    fn on_the_lookout(&self) -> watch::Receiver<()> {
        let credentials = &self.inner.credentials;
        let mut running = credentials.lookout();
        if !*running {
            *running = true;
            tokio::spawn(Lookout { access: self.clone(), relieved: false }.stand());
        }
        credentials.news.subscribe()
    }

    /// The store's revision, read at most every [`GLANCE`].
    async fn glance(&self) -> Option<u64> {
        let mut glance = self.inner.credentials.glance.lock().await;
        let now = self.inner.clock.mono();
        if let Some((at, revision)) = *glance
            && is_within(at, now, GLANCE)
        {
            return Some(revision);
        }
        let revision = self.with_store(|inner| Ok(inner.store.revision()?)).await;
        *glance = revision.as_ref().ok().map(|revision| (now, *revision));
        if let Err(error) = &revision {
            tracing::error!(%error, "cannot tell whether credentials still hold; open streams are closed");
        }
        revision.ok()
    }
}

/// Looks for all open streams whether anything changed that could end a credential.
struct Lookout {
    access: Access,
    /// Whether it ended because nobody needed it any more. It has said so then, and another may stand already.
    relieved: bool,
}

impl Lookout {
    /// Until no stream is open.
    async fn stand(mut self) {
        let (inner, began) = (Arc::clone(&self.access.inner), Instant::now());
        // The first look is news in any case: who came before it may believe an older revision than it finds.
        let (mut seen, mut set_by) = (None, i128::from(inner.clock.wall().0));
        loop {
            sleep(LOOKS).await;
            {
                let mut running = inner.credentials.lookout();
                if inner.credentials.news.receiver_count() == 0 {
                    *running = false;
                    self.relieved = true;
                    return;
                }
            }
            let revision = self.access.glance().await;
            // What the wall clock shows beyond the time that has passed changes only when it is set.
            let passed = i128::try_from(began.elapsed().as_nanos()).unwrap_or(i128::MAX);
            let beyond = i128::from(inner.clock.wall().0) - passed;
            let was_set = beyond.abs_diff(set_by) > SET.as_nanos();
            if revision.is_none() || revision != seen || was_set {
                inner.credentials.news.send_replace(());
            }
            (seen, set_by) = (revision, beyond);
        }
    }
}

impl Drop for Lookout {
    /// If it ended by a defect: streams that are open look for themselves, and the first of them sends another one.
    fn drop(&mut self) {
        if self.relieved {
            return;
        }
        *self.access.inner.credentials.lookout() = false;
        self.access.inner.credentials.news.send_replace(());
    }
}

/// Time from one moment to a later one.
fn until(now: Wall, end: Wall) -> Duration {
    Duration::from_nanos(u64::try_from(end.0.saturating_sub(now.0)).unwrap_or(0))
}

/// What stands behind a credential.
enum Found {
    Alive(Caller),
    /// It was good once: expired or revoked.
    Dead,
    /// Nobody has it, or it is so long gone that nothing is known of it.
    Unknown,
}

impl Inner {
    fn look_up(&self, key: (Via, SecretHash)) -> Result<Found, AuthError> {
        let (now, mono) = (self.clock.wall(), self.clock.mono());
        // Read before what it vouches for: a change in between is noticed next time.
        let revision = self.store.revision()?;
        if let Some(caller) = self.credentials.recall(key, revision, mono, BELIEVED)
            && caller.expires_at.is_none_or(|end| now < end)
        {
            return Ok(Found::Alive(caller));
        }
        let found = match key.0 {
            Via::Session => self.look_up_session(&key.1, now)?,
            Via::Token => self.look_up_token(&key.1, now)?,
        };
        if let Found::Alive(caller) = &found {
            self.credentials.keep(caller, revision, mono);
        }
        Ok(found)
    }

    fn look_up_session(&self, id: &SecretHash, now: Wall) -> Result<Found, AuthError> {
        let Some((session, user)) = self.store.session(id)? else { return Ok(Found::Unknown) };
        let over = now >= session.expires_at;
        let idle = now >= after(session.last_seen, SESSION_IDLE);
        let unborn = session.created_at > after(now, CLOCK_OFF);
        if over || idle || unborn {
            return Ok(Found::Dead);
        }
        if is_stale(session.last_seen, now) {
            note(self.store.touch_session(id, now));
        }
        Ok(Found::Alive(Caller {
            name: user.name,
            role: user.role,
            via: Via::Session,
            id: *id,
            expires_at: Some(session.expires_at),
        }))
    }

    fn look_up_token(&self, hash: &SecretHash, now: Wall) -> Result<Found, AuthError> {
        let Some(token) = self.store.token(hash)? else { return Ok(Found::Unknown) };
        if token.revoked_at.is_some() {
            return Ok(Found::Dead);
        }
        if token.last_used_at.is_none_or(|at| is_stale(at, now)) {
            note(self.store.touch_token(hash, now));
        }
        Ok(Found::Alive(Caller {
            name: token.name,
            role: token.role,
            via: Via::Token,
            id: *hash,
            expires_at: None,
        }))
    }
}

/// Noted more than a minute ago, or in a future that a clock set back has taken away.
fn is_stale(noted: Wall, now: Wall) -> bool {
    noted <= before(now, COARSE) || noted >= after(now, COARSE)
}

/// A full disk keeps nobody out who was let in.
pub(crate) fn note<T>(noted: Result<T, store::StoreError>) {
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a credential could not be noted");
    }
}
