//! Invented processes for the tests of rules.

use std::sync::Arc;

use super::{Case, Rule, World};
use crate::catalogue::{Known, Platform, Subject, identify};
use crate::finding::{Finding, Outcome, Severity};
use crate::gap::Gap;
use crate::process::Exe;
use crate::snapshot::Process;
use crate::socket::{Proto, Socket};
use crate::standing::{Standing, Writers};
use crate::verdict::Mode;

/// A process, changed step by step until it is the one that a test is about.
pub(crate) struct Subject1 {
    pub(crate) process: Process,
    pub(crate) standing: Standing,
    pub(crate) world: World,
    pub(crate) mode: Mode,
}

/// `name` at `exe`, of uid 1000, with nothing odd about it.
pub(crate) fn process(name: &str, exe: &str) -> Subject1 {
    let mut sample = crate::testing::process(42, 1);
    let identity = Arc::make_mut(&mut sample.identity);
    identity.name = name.to_owned();
    identity.comm = name.chars().take(15).collect();
    identity.exe = Ok(Exe { path: exe.to_owned(), deleted: false });
    identity.cmdline = Ok(vec![name.to_owned()]);
    identity.uid = Ok(1000);
    identity.username = Ok(Some("ann".to_owned()));
    Subject1 {
        process: Process {
            sample,
            cpu_percent: Ok(1.0),
            memory_percent: Ok(1.0),
            io_rates: Err(Gap::NotYet),
            create_time: Ok(0.0),
            idle: Err(Gap::NotYet),
            judged: Err(Gap::NotYet),
        },
        standing: Standing {
            writers: Ok(Writers { not_root_alone: false, strangers: false }),
            replaced: Ok(false),
            stale_libraries: Ok(Vec::new()),
            preloaded: Ok(Vec::new()),
            stdio_socket: Ok(false),
        },
        world: World {
            standard_paths: ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt"].map(str::to_owned).to_vec(),
            ..World::default()
        },
        mode: Mode::Contextual,
    }
}

impl Subject1 {
    pub(crate) fn identity(mut self, change: impl FnOnce(&mut crate::process::Identity)) -> Self {
        change(Arc::make_mut(&mut self.process.sample.identity));
        self
    }

    pub(crate) fn deleted(self) -> Self {
        self.identity(|identity| {
            if let Ok(exe) = &mut identity.exe {
                exe.deleted = true;
            }
        })
    }

    pub(crate) fn root(self) -> Self {
        self.identity(|identity| {
            identity.uid = Ok(0);
            identity.username = Ok(Some("root".to_owned()));
        })
    }

    pub(crate) fn listening(mut self, sockets: &[(&str, u16)]) -> Self {
        self.process.sample.sockets = Ok(sockets
            .iter()
            .map(|(address, port)| Socket {
                proto: Proto::Tcp,
                port: *port,
                address: address.parse().unwrap(),
                netns: None,
            })
            .collect());
        self
    }

    pub(crate) fn standing(mut self, change: impl FnOnce(&mut Standing)) -> Self {
        change(&mut self.standing);
        self
    }

    pub(crate) fn strict(mut self) -> Self {
        self.mode = Mode::Strict;
        self
    }

    pub(crate) fn known(&self) -> Option<Known> {
        let identity = &self.process.sample.identity;
        identify(&Subject {
            platform: Platform::Linux,
            name: &identity.name,
            exe: identity.exe.as_ref().ok().map(|exe| exe.path.as_str()),
            arguments: identity.cmdline.as_deref().unwrap_or_default(),
        })
    }

    pub(crate) fn ask(&self, rule: &Rule) -> Outcome {
        let known = self.known();
        let Self { process, standing, world, mode, .. } = self;
        (rule.check)(&Case { mode: *mode, process, known: known.as_ref(), standing, world })
    }

    /// The gravest that the rule found; `None` when clear.
    ///
    /// # Panics
    /// When it was blind.
    pub(crate) fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.ask(rule) {
            Outcome::Clear => None,
            Outcome::Found(findings) => findings.iter().map(|finding| finding.severity).max(),
            Outcome::Blind(gap) => panic!("{} is blind: {gap}", rule.id),
        }
    }

    pub(crate) fn findings(&self, rule: &Rule) -> Vec<Finding> {
        match self.ask(rule) {
            Outcome::Found(findings) => findings,
            _ => Vec::new(),
        }
    }
}
