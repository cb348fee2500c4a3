//! What ending a process would do, told before anything is done (DESIGN §6.9): a pure function of the snapshot, the
//! decision and a close look. It changes nothing and permits nothing.

use std::collections::HashSet;

use crate::ProcessKey;
use crate::decide::{Deed, Refusal};
use crate::gap::Reading;
use crate::snapshot::{Process, Snapshot};
use crate::socket::Socket;
use crate::supervisor::Supervisor;
use crate::text::operand;

/// Descendants that are told at most.
const MOST: usize = 500;

/// Seconds from the first signal to the second.
const PATIENCE_S: u32 = 5;

/// A signal and when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// `TERM`, `KILL`, `STOP` or `CONT`.
    pub signal: &'static str,
    /// Seconds after the first one, if it is still needed.
    pub after_s: u32,
}

/// A process that goes along or loses its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// Which.
    pub key: ProcessKey,
    /// Its name. Hostile text.
    pub name: String,
}

/// Who starts it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restarter {
    /// What keeps the service: systemd where the unit says so (`Restart=` of systemd.service(5)), others always.
    Service {
        /// Who keeps it.
        supervisor: Supervisor,
        /// As that calls it. Hostile text.
        name: String,
    },
    /// The container engine, because of its restart policy.
    Container(String),
    /// A parent that was seen doing it.
    Parent(Child),
}

impl Restarter {
    /// What to type instead, for a person to read: it is never run.
    #[must_use]
    pub fn instead(&self) -> String {
        match self {
            Self::Service { supervisor, name } => supervisor.stop(name),
            Self::Container(container) => format!("docker stop {}", operand(container)),
            Self::Parent(parent) => format!("kill {}", parent.key.pid),
        }
    }
}

/// The files that a process has open for writing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Their paths, each once, at most 500. Hostile text.
    pub paths: Vec<String>,
    /// These are all of them.
    pub complete: bool,
}

/// What was read of the process for its plan, beside the snapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct CloseLook {
    /// Files that it has open for writing.
    pub files_for_writing: Reading<Written>,
    /// Bytes that nobody else keeps (`Pss` of smaps_rollup, proc_pid_smaps(5)).
    pub frees_bytes: Reading<u64>,
    /// Who starts it again, if that is known.
    pub restarter: Reading<Option<Restarter>>,
    /// It has the pid 1 of a pid namespace: signals that it did not ask for do not reach it (pid_namespaces(7)).
    pub init_of_namespace: Reading<bool>,
}

/// What would happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// To which process.
    pub key: ProcessKey,
    /// What would be done.
    pub deed: Deed,
    /// Why it would be refused now. A permit is made only when it is done.
    pub refusal: Option<Refusal>,
    /// The signals.
    pub steps: Vec<Step>,
    /// Its descendants: with `group` they end with it, else they go on without it.
    pub children: Vec<Child>,
    /// These are all of them.
    pub complete: bool,
    /// Sockets that nobody else holds: they close.
    pub sockets: Reading<Vec<Socket>>,
    /// Files that it has open for writing.
    pub files_for_writing: Reading<Written>,
    /// Who starts it again.
    pub restarter: Reading<Option<Restarter>>,
    /// Bytes that it gives back.
    pub frees_bytes: Reading<u64>,
    /// TERM may not reach it.
    pub init_of_namespace: Reading<bool>,
}

/// The plan for a process of the snapshot, alone or as a `group` with everything below it; `None` when it is not in it. A group
/// of which not all can be told is refused: nobody could agree to those who are not.
#[must_use]
pub fn draw(
    deed: Deed,
    key: ProcessKey,
    group: bool,
    snapshot: &Snapshot,
    refusal: Option<Refusal>,
    look: CloseLook,
) -> Option<Plan> {
    let process = snapshot.process(key)?;
    let processes = snapshot.processes.as_deref().ok()?;
    let (children, complete) = descendants(process, processes);
    let going = HashSet::from([key]);
    let sockets = if deed == Deed::End { closing(&going, processes) } else { Ok(Vec::new()) };
    let refusal = refusal.or((group && !complete).then_some(Refusal::GroupTooLarge));
    Some(Plan {
        key,
        deed,
        refusal,
        steps: steps(deed),
        children,
        complete,
        sockets,
        files_for_writing: look.files_for_writing,
        restarter: look.restarter,
        frees_bytes: look.frees_bytes,
        init_of_namespace: look.init_of_namespace,
    })
}

fn steps(deed: Deed) -> Vec<Step> {
    let at_once = |signal| Step { signal, after_s: 0 };
    match deed {
        Deed::End => vec![at_once("TERM"), Step { signal: "KILL", after_s: PATIENCE_S }],
        Deed::Pause => vec![at_once("STOP")],
        Deed::Resume => vec![at_once("CONT")],
    }
}

/// Everything below a process, parents before children, and whether that is all. Parents are what the kernel said in one scan, which a process
/// that ended meanwhile can make a circle: nobody is told twice.
fn descendants(process: &Process, all: &[Process]) -> (Vec<Child>, bool) {
    let mut seen = HashSet::from([process.sample.key.pid]);
    let mut found: Vec<Child> = Vec::new();
    let mut parents = vec![process.sample.key.pid];
    while let Some(parent) = parents.pop() {
        for child in all.iter().filter(|child| child.sample.ppid == parent) {
            if !seen.insert(child.sample.key.pid) {
                continue;
            }
            if found.len() >= MOST {
                return (found, false);
            }
            parents.push(child.sample.key.pid);
            found.push(Child { key: child.sample.key, name: child.sample.identity.name.clone() });
        }
    }
    (found, true)
}

/// The sockets that nobody was seen holding but those who go: they close with them.
///
/// # Errors
/// Why the sockets of one that goes could not be read.
pub fn closing(going: &HashSet<ProcessKey>, all: &[Process]) -> Reading<Vec<Socket>> {
    let (mut closing, mut held) = (Vec::new(), HashSet::new());
    for process in all {
        let goes = going.contains(&process.sample.key);
        match (&process.sample.sockets, goes) {
            (Ok(sockets), true) => closing.extend(sockets.iter().copied()),
            (Ok(sockets), false) => held.extend(sockets.iter().copied()),
            (Err(gap), true) => return Err(*gap),
            (Err(_), false) => {}
        }
    }
    closing.retain(|socket| !held.contains(socket));
    closing.sort_unstable();
    closing.dedup();
    Ok(closing)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Gap;
    use crate::socket::Proto;

    fn look() -> CloseLook {
        CloseLook {
            files_for_writing: Ok(Written { paths: vec!["/var/log/x".to_owned()], complete: true }),
            frees_bytes: Err(Gap::Denied),
            restarter: Ok(None),
            init_of_namespace: Ok(false),
        }
    }

    fn socket(port: u16) -> Socket {
        Socket { proto: Proto::Tcp, port, address: [127, 0, 0, 1].into(), netns: None }
    }

    /// Processes by pid, parent and ports.
    fn machine(processes: &[(u32, u32, &[u16])]) -> Snapshot {
        let mut snapshot = crate::testing::snapshot(0, None);
        let one = snapshot.processes.as_ref().unwrap()[0].clone();
        let of = |(pid, ppid, ports): &(u32, u32, &[u16])| {
            let mut process = one.clone();
            process.sample.key.pid = *pid;
            process.sample.ppid = *ppid;
            process.sample.sockets = Ok(ports.iter().copied().map(socket).collect::<Arc<[Socket]>>());
            process
        };
        snapshot.processes = Ok(processes.iter().map(of).collect());
        snapshot
    }

    fn plan(snapshot: &Snapshot, pid: u32) -> Plan {
        let key = snapshot.process_by_pid(pid).unwrap().sample.key;
        draw(Deed::End, key, false, snapshot, None, look()).unwrap()
    }

    fn pids(plan: &Plan) -> Vec<u32> {
        plan.children.iter().map(|child| child.key.pid).collect()
    }

    #[test]
    fn everything_below_is_told_and_nothing_beside() {
        let snapshot = machine(&[(2, 1, &[]), (3, 2, &[]), (4, 3, &[]), (5, 1, &[]), (6, 5, &[])]);
        assert_eq!(pids(&plan(&snapshot, 2)), [3, 4]);
        assert_eq!(pids(&plan(&snapshot, 6)), [0; 0]);
    }

    #[test]
    fn a_group_of_which_not_all_can_be_told_is_refused_and_one_process_is_not() {
        let below = |many: u32| {
            let all: Vec<_> =
                (0..=many).map(|at| (2 + at, if at == 0 { 1 } else { 2 }, &[] as &[u16])).collect();
            let snapshot = machine(&all);
            let key = snapshot.process_by_pid(2).unwrap().sample.key;
            [false, true].map(|group| {
                let plan = draw(Deed::End, key, group, &snapshot, None, look()).unwrap();
                (plan.children.len(), plan.complete, plan.refusal)
            })
        };
        assert_eq!(below(500), [(500, true, None), (500, true, None)]);
        assert_eq!(below(501), [(500, false, None), (500, false, Some(Refusal::GroupTooLarge))]);
    }

    #[test]
    fn what_two_who_go_share_closes_with_them() {
        let snapshot = machine(&[(2, 1, &[80, 443]), (3, 2, &[80, 443]), (4, 1, &[443])]);
        let all = snapshot.processes.as_ref().unwrap();
        let keys = |pids: &[u32]| pids.iter().map(|pid| ProcessKey { pid: *pid, started: 500 }).collect();
        assert_eq!(closing(&keys(&[2, 3]), all), Ok(vec![socket(80)]));
        assert_eq!(closing(&keys(&[2]), all), Ok(vec![]));
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let snapshot = machine(&[(2, 4, &[]), (3, 2, &[]), (4, 3, &[])]);
        assert_eq!(pids(&plan(&snapshot, 2)), [3, 4]);
    }

    #[test]
    fn only_sockets_that_nobody_else_holds_close() {
        let snapshot = machine(&[(2, 1, &[80, 443, 9000]), (3, 2, &[80, 443]), (4, 1, &[22])]);
        assert_eq!(plan(&snapshot, 2).sockets, Ok(vec![socket(9000)]));
        assert_eq!(plan(&snapshot, 3).sockets, Ok(vec![]));
        assert_eq!(plan(&snapshot, 4).sockets, Ok(vec![socket(22)]));
    }

    #[test]
    fn pausing_closes_nothing_and_has_one_signal() {
        let snapshot = machine(&[(2, 1, &[80])]);
        let key = snapshot.process_by_pid(2).unwrap().sample.key;
        let plan = draw(Deed::Pause, key, false, &snapshot, None, look()).unwrap();
        assert_eq!((plan.sockets, plan.steps.len()), (Ok(vec![]), 1));
    }

    #[test]
    fn one_that_is_not_there_has_no_plan() {
        let snapshot = machine(&[(2, 1, &[])]);
        let other = ProcessKey { pid: 2, started: 501 };
        assert_eq!(draw(Deed::End, other, false, &snapshot, None, look()), None);
    }

    #[test]
    fn what_to_type_instead_is_one_word_whatever_the_name_is() {
        let unit = |name: &str| {
            Restarter::Service { supervisor: Supervisor::Systemd, name: name.to_owned() }.instead()
        };
        assert_eq!(unit("nginx.service"), "systemctl stop nginx.service");
        assert_eq!(unit("getty@tty1.service"), "systemctl stop getty@tty1.service");
        assert_eq!(unit("$(touch x).service"), "systemctl stop -- '$(touch x).service'");
        assert_eq!(unit("--root=x"), "systemctl stop -- '--root=x'");
        assert_eq!(unit("a'b"), r"systemctl stop -- 'a'\''b'");
        let container = Restarter::Container("a b".to_owned());
        assert_eq!(container.instead(), "docker stop -- 'a b'");
    }
}
