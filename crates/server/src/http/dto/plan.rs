//! What ending, pausing or resuming a process would do (CONTRACTS §4), and what is asked for.

use domain::decide::Deed as DomainDeed;
use domain::plan::{Child, Restarter};
use domain::text::visible;
use engine::deeds::Planned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Value, Words};

use super::gaps::Gaps;
use super::process::Socket;
use super::refusal::refusal_reason;

/// What is done to a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It is asked to end, and made to if it does not.
    #[default]
    End,
    /// It stands still until it is resumed.
    Pause,
    /// It goes on.
    Resume,
}

impl From<Deed> for DomainDeed {
    fn from(deed: Deed) -> Self {
        match deed {
            Deed::End => Self::End,
            Deed::Pause => Self::Pause,
            Deed::Resume => Self::Resume,
        }
    }
}

impl From<DomainDeed> for Deed {
    fn from(deed: DomainDeed) -> Self {
        match deed {
            DomainDeed::End => Self::End,
            DomainDeed::Pause => Self::Pause,
            DomainDeed::Resume => Self::Resume,
        }
    }
}

/// A signal, and when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanStep {
    /// `TERM`, `KILL`, `STOP` or `CONT`.
    pub signal: &'static str,
    /// Seconds after the first one, if it is still needed.
    pub after_s: u32,
}

/// A process by its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedProcess {
    /// `PID-STARTED`.
    pub key: String,
    /// Its name.
    pub name: String,
}

impl From<&Child> for NamedProcess {
    fn from(child: &Child) -> Self {
        Self { key: child.key.to_string(), name: child.name.clone() }
    }
}

/// A process that is left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProtectedProcess {
    /// `PID-STARTED`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The stable reason.
    pub code: String,
    /// The reason in the asker's language.
    pub reason: String,
}

/// Who starts it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Restarts {
    /// Who.
    pub by: String,
    /// What to type instead. It is never run.
    pub what_to_do: String,
}

/// Whether the asker's own way in would go along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LockoutRisk {
    /// It would.
    pub risk: bool,
    /// Through which process the asker came in; `null` (`unsupported`) without a risk.
    #[schema(required)]
    pub why: Option<String>,
}

/// What would happen. Nothing is done, and nothing is permitted by it: facts and policies are read again when it is carried out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Plan {
    /// To be sent along with the deed, so that nothing else is done than what was shown.
    pub id: String,
    /// `PID-STARTED`.
    pub key: String,
    /// The name of the process; `null` (`gone`) if it ended meanwhile.
    #[schema(required)]
    pub name: Option<String>,
    /// What would be done.
    pub kind: Deed,
    /// Whether it would be done if it was asked for now.
    pub permitted: bool,
    /// The stable reason why not; `null` (`unsupported`) when it is permitted.
    #[schema(required)]
    pub code: Option<String>,
    /// The reason in the asker's language; `null` (`unsupported`) when it is permitted.
    #[schema(required)]
    pub reason: Option<String>,
    /// The signals.
    pub steps: Vec<PlanStep>,
    /// Everything below it: with `group` it goes along, else it goes on without its parent.
    pub children: Vec<NamedProcess>,
    /// `children` are all of them. Where there are more than can be told, a `group` is refused.
    pub complete: bool,
    /// Sockets that close, because nobody else holds them.
    #[schema(required)]
    pub sockets: Option<Vec<Socket>>,
    /// Files that it has open for writing.
    #[schema(required)]
    pub files_for_writing: Option<Vec<String>>,
    /// `files_for_writing` are all of them.
    pub files_complete: bool,
    /// Who starts it again; `null` (`unsupported`) when nobody does.
    #[schema(required)]
    pub restarts: Option<Restarts>,
    /// Whether the asker would be locked out.
    pub lockout: LockoutRisk,
    /// Bytes that nobody else keeps.
    #[schema(required)]
    pub frees_bytes: Option<u64>,
    /// It is the first process of a pid namespace: TERM may not reach it.
    #[schema(required)]
    pub init_of_namespace: Option<bool>,
    /// With `group`: members that are left alone.
    pub protected_members: Vec<ProtectedProcess>,
    /// Every `null` of this object and why.
    pub gaps: Gaps,
}

impl Plan {
    /// The plan in these words. `name` is the process's, where it is still known.
    #[must_use]
    pub fn new(planned: &Planned, name: Option<String>, words: &Words) -> Self {
        let plan = &planned.plan;
        let mut gaps = Gaps::default();
        let refusal = plan.refusal.as_ref();
        let restarts = plan.restarter.as_ref().map_err(|gap| *gap);
        let restarts = restarts.map(|by| by.as_ref().map(|by| restarts_of(by, words)));
        let sockets = plan.sockets.as_ref().map_err(|gap| *gap);
        let why = planned.lockout.as_ref().map(|lockout| {
            let (name, pid) = (visible(&lockout.name), lockout.key.pid.to_string());
            words.text("deed-lockout", &[("name", (&*name).into()), ("pid", (&pid).into())])
        });
        let protected = planned.protected.iter().map(|(key, name, refusal)| ProtectedProcess {
            key: key.to_string(),
            name: name.clone(),
            code: refusal.code().to_owned(),
            reason: refusal_reason(refusal, words),
        });
        Self {
            id: planned.id.clone(),
            key: plan.key.to_string(),
            name: gaps.take("name", name.ok_or(domain::Gap::Gone)),
            kind: plan.deed.into(),
            permitted: refusal.is_none(),
            code: gaps.take_optional("code", Ok(refusal.map(|refusal| refusal.code().to_owned()))),
            reason: gaps.take_optional("reason", Ok(refusal.map(|refusal| refusal_reason(refusal, words)))),
            steps: plan
                .steps
                .iter()
                .map(|step| PlanStep { signal: step.signal, after_s: step.after_s })
                .collect(),
            children: plan.children.iter().map(NamedProcess::from).collect(),
            complete: plan.complete,
            sockets: gaps.take("sockets", sockets.map(|sockets| sockets.iter().map(Socket::from).collect())),
            files_complete: plan.files_for_writing.as_ref().is_ok_and(|files| files.complete),
            files_for_writing: gaps.take(
                "files_for_writing",
                plan.files_for_writing.as_ref().map(|files| files.paths.clone()).map_err(|gap| *gap),
            ),
            restarts: gaps.take_optional("restarts", restarts),
            lockout: LockoutRisk { risk: why.is_some(), why: gaps.take_optional("lockout.why", Ok(why)) },
            frees_bytes: gaps.take("frees_bytes", plan.frees_bytes),
            init_of_namespace: gaps.take("init_of_namespace", plan.init_of_namespace),
            protected_members: protected.collect(),
            gaps,
        }
    }
}

fn restarts_of(restarter: &Restarter, words: &Words) -> Restarts {
    let by = match restarter {
        Restarter::Service { supervisor, name } => {
            let name = visible(name);
            words.text("deed-restarter-unit", &[("by", supervisor.name().into()), ("name", (&*name).into())])
        }
        Restarter::Container(name) => {
            words.text("deed-restarter-container", &[("name", (&*visible(name)).into())])
        }
        Restarter::Parent(parent) => {
            let (name, pid) = (visible(&parent.name), parent.key.pid.to_string());
            let args: [(&str, Value<'_>); 2] = [("name", (&*name).into()), ("pid", (&pid).into())];
            words.text("deed-restarter-parent", &args)
        }
    };
    Restarts { by, what_to_do: restarter.instead() }
}

#[cfg(test)]
mod tests {
    use domain::ProcessKey;
    use domain::plan::Plan as DomainPlan;
    use words::Lang;

    use super::*;

    #[test]
    fn that_more_are_below_it_than_are_told_is_said() {
        let of = |complete: bool| {
            let key = ProcessKey { pid: 7, started: 70 };
            let plan = DomainPlan {
                key,
                deed: DomainDeed::End,
                refusal: None,
                steps: Vec::new(),
                children: vec![Child { key, name: "one".to_owned() }],
                complete,
                sockets: Ok(Vec::new()),
                files_for_writing: Ok(domain::plan::Written::default()),
                restarter: Ok(None),
                frees_bytes: Ok(0),
                init_of_namespace: Ok(false),
            };
            let planned = Planned { id: String::new(), plan, protected: Vec::new(), lockout: None };
            Plan::new(&planned, None, Words::of(Lang::En)).complete
        };
        assert_eq!((of(true), of(false)), (true, false));
    }
}
