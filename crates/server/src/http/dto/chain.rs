//! A process with who started it (`GET processes/{key}`).

use domain::chain;
use domain::decide::Refusal;
use domain::snapshot::{Process as DomainProcess, Snapshot};
use domain::{Gap, Reading};
use engine::deeds::Pause;
use serde::Serialize;
use utoipa::ToSchema;
use words::Words;

use super::gaps::Gaps;
use super::judgement::Mode;
use super::process::Process;

/// What a link of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A process on the way.
    Process,
    /// A unit of systemd.
    Unit,
    /// A container.
    Container,
    /// A daemon that starts jobs at their time.
    Cron,
    /// Somebody who came by SSH.
    SshSession,
    /// Somebody who logged in otherwise.
    Login,
    /// A terminal that stays when its user leaves: tmux, screen.
    TerminalMultiplexer,
    /// The first process, where nothing closer is known.
    Init,
    /// The kernel.
    Kernel,
    /// It cannot be seen.
    Unknown,
}

impl From<chain::Kind> for LinkKind {
    fn from(kind: chain::Kind) -> Self {
        match kind {
            chain::Kind::Process => Self::Process,
            chain::Kind::Unit => Self::Unit,
            chain::Kind::Container => Self::Container,
            chain::Kind::Cron => Self::Cron,
            chain::Kind::SshSession => Self::SshSession,
            chain::Kind::Login => Self::Login,
            chain::Kind::TerminalMultiplexer => Self::TerminalMultiplexer,
            chain::Kind::Init => Self::Init,
            chain::Kind::Kernel => Self::Kernel,
            chain::Kind::Unknown => Self::Unknown,
        }
    }
}

/// One step from a process up to what started it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// The process, if it is one that was seen; `null` (`unsupported`) for what is no process.
    #[schema(required)]
    pub key: Option<String>,
    /// Its process id, also where the process itself was not seen.
    #[schema(required)]
    pub pid: Option<u32>,
    /// Name of the process, unit, session or container.
    #[schema(required)]
    pub name: Option<String>,
    /// What it is.
    pub kind: LinkKind,
}

impl Link {
    fn new(link: chain::Link, position: usize, gaps: &mut Gaps) -> Self {
        let key = |key: &str| format!("chain.{position}.{key}");
        // What has a pid is a process that ended while the list was read, or is hidden from this program.
        let unseen = if link.pid.is_some() { Gap::Gone } else { Gap::Unsupported };
        let name: Reading<String> = Some(link.name).filter(|name| !name.is_empty()).ok_or(unseen);
        Self {
            key: gaps.take(key("key"), link.key.map(|key| key.to_string()).ok_or(unseen)),
            pid: gaps.take(key("pid"), link.pid.ok_or(Gap::Unsupported)),
            name: gaps.take(key("name"), name),
            kind: link.kind.into(),
        }
    }
}

/// A process, and who started it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ProcessDetail {
    /// The process.
    #[serde(flatten)]
    pub process: Process,
    /// From the process itself upwards; the last link is where it came from, and is never a mere process. Its `null`s are named in `gaps`
    /// by their path (`chain.2.key`).
    pub chain: Vec<Link>,
}

impl ProcessDetail {
    /// The process of that snapshot, judged by `mode` and in these words.
    #[must_use]
    pub fn new(process: &DomainProcess, snapshot: &Snapshot, mode: Mode, words: &Words) -> Self {
        let links = chain::of(snapshot, process.sample.key);
        let mut process = Process::new(process, mode, words);
        let numbered = links.into_iter().enumerate();
        let chain = numbered.map(|(position, link)| Link::new(link, position, &mut process.gaps)).collect();
        Self { process, chain }
    }

    /// The same, with what would be decided about ending it, in these words.
    #[must_use]
    pub fn with_outlook(self, outlook: Result<(), &Refusal>, words: &Words) -> Self {
        Self { process: self.process.with_outlook(outlook, words), ..self }
    }

    /// The same, with who made it stand still.
    #[must_use]
    pub fn with_pause(self, pause: Option<&Pause>) -> Self {
        Self { process: self.process.with_pause(pause), ..self }
    }
}
