//! The loop of the autopilot: looks at each snapshot, acts, keeps what it knows.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::Snapshot;
use domain::autopilot::{Action, Autopilot, Came, Intent, Progress, Rule, RuleMode, Trip};
use store::{Actor, Entry, HeldRule, Outcome, StoreError};

use super::carry::UnderWay;
use super::herald::Herald;
use super::notice::Board;
use super::{News, Notice, Status, Stop, Tools, Wake, hold, lock};

/// How often it is looked whether there is something new.
const PULSE: Duration = Duration::from_millis(200);

/// How often what a rule remembers is kept when only time passed, and after something happened.
const KEEP_EVERY: Duration = Duration::from_secs(30);
const KEEP_SOON: Duration = Duration::from_secs(2);

/// Runs until it is told to end.
pub(super) fn run(tools: Tools, herald: Herald, status: &Mutex<Status>, woken: &Receiver<Wake>) {
    let mut pilot = Run::new(tools, herald);
    loop {
        match woken.recv_timeout(PULSE) {
            Ok(Wake::End) | Err(RecvTimeoutError::Disconnected) => break,
            Ok(Wake::Changed) => {
                let (_, stop) = pilot.obey();
                pilot.publish(status, stop);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        pilot.collect();
        // An engine that has ended shows nothing new; who started both ends this one too.
        if pilot.tools.snapshots.has_changed().unwrap_or(false) {
            let snapshot = pilot.tools.snapshots.borrow_and_update().clone();
            if let Some(snapshot) = snapshot {
                let stop = pilot.look(&snapshot);
                pilot.publish(status, stop);
            }
        }
        pilot.keep();
    }
    pilot.keep_all();
}

struct Run {
    tools: Tools,
    autopilot: Autopilot,
    /// The count of changes at which the rules were read.
    revision: Option<u64>,
    /// As they were read last.
    held: Arc<Vec<HeldRule>>,
    under_way: UnderWay,
    board: Board,
    herald: Herald,
    /// Trips that the store could not take yet.
    untold: Vec<(Rule, Trip)>,
    kept: HashMap<String, Progress>,
    kept_at: Instant,
    something_happened: bool,
}

impl Run {
    fn new(tools: Tools, herald: Herald) -> Self {
        Self {
            tools,
            autopilot: Autopilot::default(),
            revision: None,
            held: Arc::default(),
            under_way: UnderWay::default(),
            board: Board::default(),
            herald,
            untold: Vec::new(),
            kept: HashMap::new(),
            kept_at: Instant::now(),
            something_happened: false,
        }
    }

    /// Learns what holds now: whether everything is stopped, and the rules if they changed.
    fn obey(&mut self) -> (Option<u64>, Option<Stop>) {
        let (revision, mut stop) = self.tools.switch.look();
        if revision.is_some()
            && revision != self.revision
            && let Err(error) = self.read_rules(revision)
        {
            stop = Some(Stop::Unknown(error.to_string()));
        }
        self.autopilot.stop(stop.is_some());
        self.herald.look(stop.as_ref(), &*self.tools.audit);
        (revision, stop)
    }

    fn read_rules(&mut self, revision: Option<u64>) -> Result<(), StoreError> {
        let held = self.tools.switch.rules().rules()?;
        self.held = Arc::new(held.clone());
        let untold = &self.untold;
        let followed = held.into_iter().filter_map(|held| {
            let rule = held.followed()?;
            let mut progress = held.progress;
            // What the store does not know yet holds all the same.
            let trip = untold.iter().find(|(of, _)| of.id == rule.id && of.is_like(&rule));
            progress.trip = progress.trip.or(trip.map(|(_, trip)| *trip));
            Some((rule, progress))
        });
        self.autopilot.replace(followed.collect(), host::clock::mono(), host::clock::wall());
        self.revision = revision;
        Ok(())
    }

    /// One look at the machine, and what follows from it.
    fn look(&mut self, snapshot: &Snapshot) -> Option<Stop> {
        let (_, stop) = self.obey();
        // Nothing can be said of processes that could not be read.
        let Ok(processes) = &snapshot.processes else { return stop };
        let seen = self.autopilot.observe(processes, host::clock::mono(), host::clock::wall());
        for (id, trip) in seen.tripped {
            self.tripped(&id, trip);
        }
        for intent in seen.rehearsed {
            let came = self.rehearse(&intent, snapshot);
            self.note(&intent, came);
        }
        let acts = |intent: &Intent| intent.action != Action::Notify;
        let wanted = if seen.intents.iter().any(acts) { self.wanted_now() } else { HashSet::new() };
        for intent in seen.intents {
            if !acts(&intent) {
                let came = self.tell(&intent);
                self.note(&intent, came);
            } else if !wanted.contains(&intent.rule) || !self.begin(&intent) {
                self.note(&intent, Came::Later);
            }
        }
        self.tell_of_trips();
        stop
    }

    /// The rules that ask for it now, and not only when they were read last: another program may have taken one back a
    /// moment ago.
    fn wanted_now(&mut self) -> HashSet<String> {
        let held = self.tools.switch.rules().rules().unwrap_or_default();
        let now = |rule: &Rule| held.iter().find(|held| held.id == rule.id && held.progress.trip.is_none());
        let is_wanted = |(rule, _): &(&Rule, &Progress)| {
            let now = now(rule).and_then(HeldRule::followed);
            now.is_some_and(|now| now.enabled && now.mode == RuleMode::Enforce && now.is_like(rule))
        };
        let all =
            self.autopilot.progress().filter(|(rule, _)| rule.enabled && rule.mode == RuleMode::Enforce);
        let (wanted, others): (Vec<_>, Vec<_>) = all.partition(is_wanted);
        if !others.is_empty() {
            // Whatever became of them is read with the next look.
            self.revision = None;
        }
        wanted.into_iter().map(|(rule, _)| rule.id.clone()).collect()
    }

    /// What would have come of it, as far as that can be told without reading the process again.
    fn rehearse(&self, intent: &Intent, snapshot: &Snapshot) -> Came {
        let outlook = || self.tools.deeds.outlook(snapshot, intent.key);
        match intent.action == Action::Notify || outlook().is_ok() {
            true => Came::Rehearsed,
            false => Came::Refused,
        }
    }

    /// Whether it is under way.
    fn begin(&mut self, intent: &Intent) -> bool {
        let rule = self.autopilot.progress().find(|(rule, _)| rule.id == intent.rule);
        let Some(holds) = rule.map(|(rule, _)| hold::condition(rule, &self.tools.switch)) else {
            return false;
        };
        self.under_way.begin(intent, holds, &self.tools.deeds)
    }

    fn tell(&mut self, intent: &Intent) -> Came {
        let entry = entry(&intent.rule, "autopilot_notify").key(&intent.key.to_string()).name(&intent.name);
        let news = News::Fits { key: intent.key, name: intent.name.clone() };
        self.put_up(&intent.rule, news);
        match self.tools.audit.append(entry) {
            Ok(_) => Came::Done,
            Err(_) => Came::Later,
        }
    }

    fn tripped(&mut self, id: &str, trip: Trip) {
        self.put_up(id, News::Tripped(trip));
        let rule = self.autopilot.progress().find(|(rule, _)| rule.id == id).map(|(rule, _)| rule.clone());
        self.untold.extend(rule.map(|rule| (rule, trip)));
        self.something_happened = true;
    }

    /// A rule that stopped itself stays so after a restart: until the store knows it, it is told again and again.
    fn tell_of_trips(&mut self) {
        let rules = self.tools.switch.rules();
        self.untold.retain(|(rule, trip)| {
            let entry = entry(&rule.id, "autopilot_tripped").outcome(Outcome::Refused);
            rules.trip_rule(rule, *trip, entry).is_err()
        });
    }

    fn put_up(&mut self, id: &str, news: News) {
        let named = self.autopilot.progress().find(|(rule, _)| rule.id == id);
        let title = named.map_or_else(|| id.to_owned(), |(rule, _)| rule.title.clone());
        let notice = Notice { at: host::clock::wall(), rule: id.to_owned(), title, news };
        self.herald.tell(notice.clone());
        self.board.put(notice);
    }

    fn note(&mut self, intent: &Intent, came: Came) {
        self.autopilot.note(intent, host::clock::wall(), came);
        self.something_happened = true;
    }

    /// Takes note of what came of deeds under way.
    fn collect(&mut self) {
        for (intent, came) in self.under_way.finished() {
            self.note(&intent, came);
        }
    }

    /// Keeps what rules remember, when it is time.
    fn keep(&mut self) {
        let due = if self.something_happened { KEEP_SOON } else { KEEP_EVERY };
        if self.kept_at.elapsed() >= due {
            self.keep_all();
        }
    }

    fn keep_all(&mut self) {
        self.kept_at = Instant::now();
        let moved = |(rule, progress): &(&Rule, &Progress)| {
            // How many fit just now is nothing to be kept.
            let matching = self.kept.get(&rule.id).map_or(0, |kept| kept.matching);
            let now = Progress { matching, ..(*progress).clone() };
            self.kept.get(&rule.id) != Some(&now)
        };
        let kept: Vec<_> = self.autopilot.progress().filter(moved).collect();
        if !kept.is_empty() && self.tools.switch.rules().keep_progress(&kept).is_err() {
            // It is tried again when it is time again; meanwhile nothing is lost but by a crash.
            return;
        }
        let progress = self.autopilot.progress();
        self.kept = progress.map(|(rule, progress)| (rule.id.clone(), progress.clone())).collect();
        self.something_happened = false;
    }

    fn publish(&mut self, status: &Mutex<Status>, stop: Option<Stop>) {
        let rules = self.autopilot.progress();
        let rules = rules.map(|(rule, progress)| (rule.id.clone(), (rule.clone(), progress.clone())));
        let rules = rules.collect();
        *lock(status) =
            Status { stop, held: Arc::clone(&self.held), rules, notices: self.board.newest_first() };
        self.herald.speak();
    }
}

/// A line of the audit by a rule.
fn entry(rule: &str, action: &str) -> Entry {
    Entry::new(host::clock::wall(), Actor::autopilot(rule), action)
}
