//! An engine that looks ten times a second, a desk, rules on disk, and programs in a folder of their own.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use domain::autopilot::{Action, Limits, Match, Progress, Rule, RuleMode, When};
use engine::autopilot::{Pilot, Stop, Switch, Tools};
use engine::deeds::{self, Deeds};
use engine::policies::Policies;
use engine::{Engine, Options};
use host::{Roots, Sampler, SamplerOptions};
use store::{Actor, AuditRow, Entry, LocalStore, RuleStore, SqliteStore, StateDir};

use crate::pet::{Pet, copy_program, until};

/// The shortest time that a state may have to last before a process is touched.
pub(crate) const FOR_S: u64 = 5;

pub(crate) struct House {
    pilot: Option<Pilot>,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) dir: Arc<StateDir>,
    deeds: Deeds,
    engine: Engine,
    holder: tempfile::TempDir,
}

impl House {
    pub(crate) fn new() -> Self {
        // Who obeys is not killed, however busy the machine is.
        Self::waiting(Duration::from_secs(60))
    }

    /// One that waits so long between TERM and KILL.
    pub(crate) fn waiting(patience: Duration) -> Self {
        Self::looking(Duration::from_millis(100), patience)
    }

    /// One that looks so often, and waits so long between TERM and KILL.
    pub(crate) fn looking(interval: Duration, patience: Duration) -> Self {
        let holder = tempfile::Builder::new().prefix("autopilot").tempdir().unwrap();
        fs::set_permissions(holder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let dir = Arc::new(StateDir::open_or_create(&holder.path().join("state")).unwrap());
        let store = Arc::new(SqliteStore::open(&dir).unwrap());
        let sampler = Sampler::new(Roots::default(), SamplerOptions::default()).expect("a machine");
        let options = Options { interval, ..Options::default() };
        let engine = Engine::start(sampler, options).expect("an engine");
        let deeds = Deeds::open(deeds::Tools {
            roots: Roots::default(),
            snapshots: engine.handle().snapshots(),
            policies: Policies::watch(store.clone()),
            audit: store.clone(),
            patience,
        })
        .expect("a desk");
        let mut house = Self { pilot: None, store, dir, deeds, engine, holder };
        house.start();
        house
    }

    /// Starts an autopilot over the same store and the same directory, as after a crash.
    pub(crate) fn start(&mut self) {
        let rules: Arc<dyn RuleStore> = self.store.clone();
        self.start_with(rules);
    }

    pub(crate) fn start_with(&mut self, rules: Arc<dyn RuleStore>) {
        drop(self.pilot.take());
        let tools = Tools {
            snapshots: self.engine.handle().snapshots(),
            deeds: self.deeds.clone(),
            audit: self.store.clone(),
            switch: Switch::new(rules, Some(self.dir.clone())),
        };
        self.pilot = Some(Pilot::start(tools).unwrap());
    }

    pub(crate) fn pilot(&self) -> &Pilot {
        self.pilot.as_ref().unwrap()
    }

    pub(crate) fn switch(&self) -> Switch {
        Switch::new(self.store.clone(), Some(self.dir.clone()))
    }

    /// A folder for programs; what lies in it can be run by everybody.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.holder.path().join(name);
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    /// A program of this folder that sleeps.
    pub(crate) fn sleeper(&self, folder: &str) -> Pet {
        Pet::run(Command::new(self.program(folder, "/bin/sleep", "worker")).arg("1000"), true)
    }

    /// One that burns a core.
    pub(crate) fn burner(&self, folder: &str) -> Pet {
        Pet::run(
            Command::new(self.program(folder, "/bin/sh", "burner")).args(["-c", "while :; do :; done"]),
            true,
        )
    }

    /// A shell of this folder with a script; what it says and hears is on descriptor 3.
    pub(crate) fn shell(&self, folder: &str, script: &str) -> Pet {
        let program = self.program(folder, "/bin/sh", "worker");
        Pet::run(Command::new(program).args(["-c", &format!("exec 3<&0; {script}")]), true)
    }

    /// The name of the user of a process, once it is seen.
    pub(crate) fn user_of(&self, pid: u32) -> Option<String> {
        let mut name = None;
        until("its user", || {
            let snapshot = self.engine.handle().latest();
            let process = snapshot.as_ref().and_then(|snapshot| snapshot.process_by_pid(pid));
            name = process.and_then(|process| process.sample.identity.username.clone().ok());
            name.is_some()
        });
        name.flatten()
    }

    /// A copy of a program under this name.
    pub(crate) fn program(&self, folder: &str, of: &str, name: &str) -> PathBuf {
        let path = self.folder(folder).join(name);
        if !path.exists() {
            copy_program(of, &path);
        }
        path
    }

    /// What is in this folder, for 5 seconds, is ended; rehearsed.
    pub(crate) fn rule(&self, id: &str, folder: &str) -> Rule {
        Rule {
            id: id.to_owned(),
            title: "workers of a test".to_owned(),
            matches: Match { path: Some(everything_in(&self.folder(folder))), ..Match::default() },
            when: When { for_s: FOR_S, ..When::default() },
            action: Action::End,
            mode: RuleMode::Rehearse,
            limits: Limits { per_hour: 10, cooldown_s: 0, at_once: 5 },
            enabled: true,
        }
    }

    /// Writes the rule as it is; enforced ones without a rehearsal.
    pub(crate) fn put(&self, rule: &Rule) {
        self.store.put_rule(rule, rule.mode == RuleMode::Enforce, entry("rule_set")).unwrap();
        self.pilot().handle().changed();
    }

    pub(crate) fn progress(&self, id: &str) -> Progress {
        self.pilot().handle().status().rules.get(id).map(|(_, progress)| progress.clone()).unwrap_or_default()
    }

    pub(crate) fn stop(&self) -> Option<Stop> {
        self.pilot().handle().status().stop
    }

    /// Rows of the audit that a rule wrote, oldest first.
    pub(crate) fn audit_of(&self, rule: &str) -> Vec<AuditRow> {
        let actor = format!("autopilot:{rule}");
        let rows = self.store.audit(None, 1000).unwrap();
        rows.into_iter().rev().filter(|row| row.actor.as_str() == actor).collect()
    }

    /// Waits until the autopilot sees so many processes that fit.
    pub(crate) fn sees(&self, rule: &str, matching: u32) {
        until("processes that fit", || self.progress(rule).matching == matching);
    }

    /// Waits until something was rehearsed.
    pub(crate) fn rehearses(&self, rule: &str, times: u64) {
        until("a rehearsal", || self.progress(rule).would_have == times);
    }
}

pub(crate) fn enforced(rule: Rule) -> Rule {
    Rule { mode: RuleMode::Enforce, ..rule }
}

pub(crate) fn entry(action: &str) -> Entry {
    Entry::new(host::clock::wall(), Actor::cli("tester"), action)
}

fn everything_in(folder: &Path) -> String {
    format!("{}/*", folder.display())
}
