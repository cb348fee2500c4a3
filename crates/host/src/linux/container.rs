//! The container this program runs in: found once at the start, its limits read again now and then, the
//! memory it uses on every tick. On a plain host nothing is read.

use std::os::unix::ffi::OsStringExt;
use std::time::Duration;

use domain::Gap;
use domain::sample::{Container, Sample};
use domain::time::Mono;

use super::kept_file::read_once;
use super::limits::{Allowed, Limits};
use crate::collector::{Collect, Start};
use crate::parse::container_marks::{FoundContainer, Marks, find_container};
use crate::roots::Roots;

/// How old the limits may get.
const LIMITS_EVERY: Duration = Duration::from_secs(10);

/// The container, if there is one.
struct Own(Option<InContainer>);

struct InContainer {
    found: FoundContainer,
    limits: Limits,
    allowed: Option<(Mono, Allowed)>,
}

pub(super) fn start(start: &Start<'_>) -> Box<dyn Collect> {
    Box::new(Own(find(start.roots)))
}

fn find(roots: &Roots) -> Option<InContainer> {
    let read = |path, action| read_once(path, action).ok();
    let namespace = |name: &str| {
        let target = std::fs::read_link(roots.proc.join("self/ns").join(name)).ok()?;
        Some(target.into_os_string().into_vec())
    };
    let cgroup = read(roots.proc.join("self/cgroup"), "read /proc/self/cgroup");
    let table = read(roots.proc.join("self/mountinfo"), "read /proc/self/mountinfo");
    let containerenv = read(roots.run.join(".containerenv"), "read /run/.containerenv");
    let systemd = read(roots.run.join("systemd/container"), "read /run/systemd/container");
    let init_environ = read(roots.proc.join("1/environ"), "read /proc/1/environ");
    let (pid_namespace, cgroup_namespace) = (namespace("pid"), namespace("cgroup"));
    let found = find_container(&Marks {
        cgroup: cgroup.as_deref(),
        mountinfo: table.as_deref(),
        dockerenv: roots.root.join(".dockerenv").exists(),
        containerenv: containerenv.as_deref(),
        systemd: systemd.as_deref(),
        init_environ: init_environ.as_deref(),
        pid_namespace: pid_namespace.as_deref(),
        cgroup_namespace: cgroup_namespace.as_deref(),
    })?;
    let limits = Limits::find(roots, &table.unwrap_or_default(), &cgroup.unwrap_or_default());
    Some(InContainer { found, limits, allowed: None })
}

impl InContainer {
    fn allowed(&mut self, at: Mono) -> Allowed {
        match self.allowed {
            Some((since, allowed)) if at.since(since).is_none_or(|passed| passed < LIMITS_EVERY) => allowed,
            _ => {
                let allowed = self.limits.read();
                self.allowed = Some((at, allowed));
                allowed
            }
        }
    }
}

impl Collect for Own {
    fn collect(&mut self, at: Mono, sample: &mut Sample) -> Result<(), Gap> {
        let Some(own) = &mut self.0 else {
            sample.container = Ok(None);
            return Ok(());
        };
        let allowed = own.allowed(at);
        let memory_used = own.limits.memory_used();
        match &mut sample.container {
            // Who made it never changes; a recycled sample already says so.
            Ok(Some(container)) => {
                container.cpu_limit = allowed.cpus;
                container.memory_limit = allowed.memory;
                container.memory_used = memory_used;
            }
            empty => {
                *empty = Ok(Some(Container {
                    runtime: own.found.runtime.clone(),
                    id: own.found.id.clone(),
                    cpu_limit: allowed.cpus,
                    memory_limit: allowed.memory,
                    memory_used,
                }));
            }
        }
        Ok(())
    }

    fn copy(&self, from: &Sample, to: &mut Sample) {
        to.container.clone_from(&from.container);
    }

    fn clear(&self, sample: &mut Sample, gap: Gap) {
        sample.container = Err(gap);
    }
}
