//! What the audit knows of pauses that end by themselves: an intent to pause says when, so that whoever comes after this
//! program can keep the promise. A pause is over once somebody paused or resumed the process after it.

use std::collections::HashSet;
use std::time::Duration;

use domain::ProcessKey;
use domain::time::Wall;
use store::{Actor, AuditAbout, AuditRow, Entry, LocalStore, Outcome, StoreError};

use super::trail::{BOOT, END_WAKE, Program, intent_of, program_of};
use super::types::Fate;

/// Pages that are looked back.
const PAGES: usize = 10;
const PAGE: usize = 1_000;

const PAUSE: &str = "pause";
const RESUME: &str = "resume";
/// Why nobody had to wake it.
const RESUMED_ALREADY: &str = "resumed_already";

/// How the row of its pause is named.
const PAUSED_BY: &str = "pause ";
/// How the parts of an intent begin.
const AFTER: &str = "wakes after ";
const NUMBER: &str = "number ";
/// Another program than the one that paused it wakes it.
const ELSEWHERE: &str = "elsewhere";

/// A pause that ends by itself, and that nobody has ended yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    /// The row of the audit that announced the pause: it is told from others by it.
    pub pause: u64,
    /// Who stands still.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
    /// Who paused it.
    pub actor: Actor,
    /// Since when.
    pub since: Wall,
    /// For how long.
    pub lasts: Duration,
    /// A program of its own was left behind to wake it.
    pub elsewhere: bool,
    /// The program that paused it.
    pub(super) program: Option<Program>,
    /// It is known what came of it.
    pub(super) told: bool,
    pub(super) same: Same,
}

/// What tells a process from another with its key, beside that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Same {
    /// In which boot it was seen.
    pub(super) boot: Option<String>,
    /// The number of its pidfd, where there is one.
    pub(super) number: Option<u64>,
}

impl Same {
    /// Whether nothing that is known of both tells them apart.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        fn may<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        may(self.boot.as_ref(), other.boot.as_ref()) && may(self.number.as_ref(), other.number.as_ref())
    }
}

impl Wake {
    /// How long it still stands. The clock of the wall may have been put back: never longer than it was to.
    #[must_use]
    pub fn left(&self, now: Wall) -> Duration {
        self.lasts.saturating_sub(self.passed(now))
    }

    /// How long ago it was announced.
    pub(super) fn passed(&self, now: Wall) -> Duration {
        Duration::from_nanos(u64::try_from(now.0.saturating_sub(self.since.0)).unwrap_or(0))
    }

    /// When it is to wake.
    pub(super) fn until(&self) -> Wall {
        Wall(self.since.0.saturating_add(i64::try_from(self.lasts.as_nanos()).unwrap_or(i64::MAX)))
    }

    fn of(row: &AuditRow, key: ProcessKey) -> Option<Self> {
        let mut wake = Self {
            pause: row.id,
            key,
            name: row.name.clone().unwrap_or_default(),
            actor: row.actor.clone(),
            since: row.at,
            lasts: Duration::ZERO,
            elsewhere: false,
            program: row.reason.as_deref().and_then(program_of),
            told: false,
            same: Same::default(),
        };
        let mut lasts = None;
        for part in row.reason.as_deref()?.split(", ") {
            if let Some(after) = part.strip_prefix(AFTER) {
                let seconds: f64 = after.strip_suffix(" s")?.parse().ok()?;
                lasts = Duration::try_from_secs_f64(seconds).ok();
            } else if let Some(boot) = part.strip_prefix(BOOT) {
                wake.same.boot = Some(boot.to_owned());
            } else if let Some(number) = part.strip_prefix(NUMBER) {
                wake.same.number = number.parse().ok();
            } else if part == ELSEWHERE {
                wake.elsewhere = true;
            }
        }
        Some(Self { lasts: lasts?, ..wake })
    }
}

/// What an intent to pause says of its end, beside its boot, which every intent says.
pub(super) fn announced(lasts: Duration, elsewhere: bool, same: &Same) -> String {
    let mut parts = vec![format!("{AFTER}{} s", lasts.as_secs_f64())];
    parts.extend(same.number.map(|number| format!("{NUMBER}{number}")));
    parts.extend(elsewhere.then(|| ELSEWHERE.to_owned()));
    parts.join(", ")
}

/// The pauses of the audit that are to end by themselves and that nobody ended, the newest first.
///
/// # Errors
/// What the audit says.
pub fn wakes(audit: &dyn LocalStore) -> Result<Vec<Wake>, StoreError> {
    since(audit, 0)
}

/// The same of those that begin with this row or later.
pub(super) fn since(audit: &dyn LocalStore, least: u64) -> Result<Vec<Wake>, StoreError> {
    let actions = [PAUSE, RESUME, END_WAKE].map(str::to_owned).into();
    let about = AuditAbout { actions, ..AuditAbout::default() };
    let (mut story, mut before) = (Story::default(), None);
    for _ in 0..PAGES {
        let rows = audit.audit_about(&about, before, PAGE)?;
        rows.iter().take_while(|row| row.id >= least).for_each(|row| story.tell(row));
        match rows.last() {
            Some(last) if rows.len() == PAGE && last.id >= least => before = Some(last.id),
            _ => break,
        }
    }
    Ok(story.wakes)
}

/// The audit, told from its newest row on.
#[derive(Default)]
struct Story {
    wakes: Vec<Wake>,
    /// Processes that somebody paused or resumed later.
    over: HashSet<ProcessKey>,
    /// Intents to pause of which nothing came.
    nothing: HashSet<u64>,
    /// Intents to pause of which it is known what came of them.
    told: HashSet<u64>,
    /// Pauses that were over before anybody had to end them.
    ended: HashSet<u64>,
}

impl Story {
    /// Only the newest pause of a process is one that may have to be ended.
    fn paused(&mut self, row: &AuditRow, key: ProcessKey) {
        let newest = !self.nothing.contains(&row.id) && self.over.insert(key);
        if newest && !self.ended.contains(&row.id) {
            let told = self.told.contains(&row.id);
            self.wakes.extend(Wake::of(row, key).map(|wake| Wake { told, ..wake }));
        }
    }

    fn tell(&mut self, row: &AuditRow) {
        let Some(key) = row.key.as_deref().and_then(|key| key.parse::<ProcessKey>().ok()) else { return };
        let of = row.reason.as_deref().and_then(intent_of);
        match (row.action.as_str(), row.outcome) {
            (PAUSE, Outcome::Intended) => self.paused(row, key),
            // One whose program ended before it knew may well stand still.
            (PAUSE, Outcome::Refused | Outcome::Failed)
                if row.code.as_deref() != Some(Fate::Interrupted.word()) =>
            {
                self.nothing.extend(of);
            }
            (PAUSE, Outcome::Ok | Outcome::Failed) => self.told.extend(of),
            // Noticed late: somebody may have paused it again before.
            (END_WAKE, Outcome::Ok) if row.code.as_deref() == Some(RESUMED_ALREADY) => {
                self.ended.extend(
                    row.reason.as_deref().and_then(|of| of.strip_prefix(PAUSED_BY)?.parse::<u64>().ok()),
                );
            }
            (RESUME | END_WAKE, Outcome::Ok) => {
                self.over.insert(key);
            }
            _ => {}
        }
    }
}

/// Writes down that a pause is over without anybody having been woken: somebody let the process go on before, and not here.
///
/// # Errors
/// What the audit says.
pub fn note_resumed(audit: &dyn LocalStore, wake: &Wake) -> Result<(), StoreError> {
    if !since(audit, wake.pause)?.iter().any(|open| open.pause == wake.pause) {
        return Ok(());
    }
    let entry = Entry::new(host::clock::wall(), wake.actor.clone(), END_WAKE)
        .key(&wake.key.to_string())
        .name(&wake.name)
        .code(RESUMED_ALREADY)
        .reason(&of_pause(wake.pause));
    audit.append(entry).map(drop)
}

/// Which pause is ended.
pub(super) fn of_pause(pause: u64) -> String {
    format!("{PAUSED_BY}{pause}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::MemoryStore;

    fn key(pid: u32) -> ProcessKey {
        ProcessKey { pid, started: 1 }
    }

    fn row(store: &MemoryStore, action: &str, pid: u32, outcome: Outcome, code: &str, reason: &str) -> u64 {
        let entry = Entry::new(Wall(0), Actor::cli("root"), action).key(&key(pid).to_string()).name("x");
        store.append(entry.outcome(outcome).code(code).reason(reason)).expect("a row")
    }

    fn paused(store: &MemoryStore, pid: u32, lasts: &str) -> u64 {
        let intent = row(store, PAUSE, pid, Outcome::Intended, "", &format!("by program 1-1{lasts}"));
        row(store, PAUSE, pid, Outcome::Ok, "paused", &format!("intent {intent}; STOP"));
        intent
    }

    fn open(store: &MemoryStore) -> Vec<u64> {
        wakes(store).expect("the audit").iter().map(|wake| wake.pause).collect()
    }

    #[test]
    fn what_is_announced_is_read_again() {
        let store = MemoryStore::new();
        let same = Same { boot: Some("b-1".to_owned()), number: Some(77) };
        let said = announced(Duration::from_millis(1_500), true, &same);
        let pause = paused(&store, 4, &format!(", boot b-1, plan ab, {said}"));
        let found = wakes(&store).expect("the audit").remove(0);
        assert_eq!((found.pause, found.key, found.elsewhere), (pause, key(4), true));
        assert_eq!((found.lasts, found.name.as_str()), (Duration::from_millis(1_500), "x"));
        let program = Program { key: key(1), boot: Some("b-1".to_owned()) };
        assert_eq!((found.same, found.told, found.program), (same, true, Some(program)));
        assert_eq!(announced(Duration::from_secs(1800), false, &Same::default()), "wakes after 1800 s");
    }

    #[test]
    fn another_boot_or_another_number_is_another_process() {
        let of = |boot: Option<&str>, number| Same { boot: boot.map(str::to_owned), number };
        let one = of(Some("a"), Some(1));
        assert!(one.may_be(&one) && one.may_be(&of(None, None)) && of(None, Some(1)).may_be(&one));
        assert!(!one.may_be(&of(Some("b"), Some(1))) && !one.may_be(&of(Some("a"), Some(2))));
    }

    #[test]
    fn a_pause_lasts_no_longer_than_it_was_to_whatever_the_clock_says() {
        let store = MemoryStore::new();
        paused(&store, 4, ", wakes after 60 s");
        let wake = wakes(&store).expect("the audit").remove(0);
        let at = |seconds: i64| wake.left(Wall(seconds * 1_000_000_000)).as_secs();
        assert_eq!((at(0), at(20), at(60), at(9_999), at(-500)), (60, 40, 0, 0, 60));
    }

    #[test]
    fn a_pause_is_over_once_somebody_paused_or_resumed_the_process_after_it() {
        let store = MemoryStore::new();
        let first = paused(&store, 4, ", wakes after 60 s");
        let other = paused(&store, 5, ", wakes after 60 s");
        assert_eq!(open(&store), [other, first]);
        let second = paused(&store, 4, ", wakes after 9 s");
        assert_eq!(open(&store), [second, other]);
        row(&store, RESUME, 5, Outcome::Ok, "resumed", "intent 99; CONT");
        assert_eq!(open(&store), [second]);
        paused(&store, 4, "");
        assert_eq!(open(&store), [0; 0], "it is kept now");
    }

    #[test]
    fn what_came_to_nothing_ends_no_pause_and_is_none() {
        let store = MemoryStore::new();
        let pause = paused(&store, 4, ", wakes after 60 s");
        let denied = row(&store, PAUSE, 4, Outcome::Intended, "", "by program 1-1, wakes after 7 s");
        row(&store, PAUSE, 4, Outcome::Failed, "denied", &format!("intent {denied}"));
        row(&store, RESUME, 4, Outcome::Refused, "policy_forbids", "because: no");
        row(&store, END_WAKE, 4, Outcome::Intended, "", "by program 1-1, pause 1");
        row(&store, END_WAKE, 4, Outcome::Refused, "policy_forbids", "because: no");
        assert_eq!(open(&store), [pause]);
        let cut = row(&store, PAUSE, 4, Outcome::Intended, "", "by program 1-1, wakes after 7 s");
        row(
            &store,
            PAUSE,
            4,
            Outcome::Failed,
            "interrupted",
            &format!("intent {cut}; intent without outcome"),
        );
        assert_eq!(open(&store), [cut], "it may stand still because of it");
        note_resumed(&store, &wakes(&store).expect("the audit").remove(0)).expect("a row");
        assert_eq!(open(&store), [0; 0]);
    }

    #[test]
    fn that_somebody_let_it_go_on_ends_no_later_pause_and_revives_no_earlier_one() {
        let store = MemoryStore::new();
        paused(&store, 4, ", wakes after 60 s");
        paused(&store, 4, ", wakes after 30 s");
        let old = wakes(&store).expect("the audit").remove(0);
        let new = paused(&store, 4, ", wakes after 9 s");
        note_resumed(&store, &old).expect("nothing to be written");
        assert_eq!(open(&store), [new]);
        // Noticed by two at once: the second one was under way when the pause was still open.
        row(&store, END_WAKE, 4, Outcome::Ok, RESUMED_ALREADY, &of_pause(old.pause));
        assert_eq!(open(&store), [new]);
        note_resumed(&store, &wakes(&store).expect("the audit").remove(0)).expect("a row");
        assert_eq!(open(&store), [0; 0]);
    }

    #[test]
    fn what_others_wrote_there_is_no_time() {
        let store = MemoryStore::new();
        for odd in ["wakes after x s", "wakes after -1 s", "wakes after 1e300 s", "wakes after 5", "wakes"] {
            paused(&store, 4, &format!(", {odd}"));
            assert_eq!(open(&store), [0; 0], "{odd}");
        }
    }
}
