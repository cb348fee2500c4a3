//! The plan that is shown before anything is done (DESIGN §6.9).

use domain::decide::Deed;
use domain::plan::{Child, Restarter, closing};
use domain::{ProcessKey, Snapshot};
use host::linux::closeup::close_look;

use super::Desk;
use super::group::Draft;
use super::sight::Post;
use super::types::{Asker, DeedError, Lockout, Planned};

impl Desk {
    /// What would happen.
    pub(super) fn plan(
        &self,
        deed: Deed,
        key: ProcessKey,
        group: bool,
        asker: &Asker,
    ) -> Result<Planned, DeedError> {
        let Draft { id, mut plan, snapshot, protected } = self.draft(deed, key, group, asker)?;
        let look = close_look(&self.tools.roots, key);
        plan.files_for_writing = look.files_for_writing;
        plan.init_of_namespace = look.init_of_namespace;
        plan.frees_bytes = look.frees_bytes;
        plan.restarter = match (look.restarter, self.parent_that_restarts(key, &snapshot)) {
            (Ok(None) | Err(_), Some(parent)) => Ok(Some(Restarter::Parent(parent))),
            (found, _) => found,
        };
        for step in plan.steps.iter_mut().filter(|step| step.after_s > 0) {
            step.after_s = u32::try_from(self.tools.patience.as_secs()).unwrap_or(u32::MAX);
        }
        let going: Vec<ProcessKey> = if group {
            let kept = |key: &ProcessKey| !protected.iter().any(|protected| protected.key == *key);
            let below = plan.children.iter().map(|child| child.key).filter(kept);
            std::iter::once(key).chain(below).collect()
        } else {
            vec![key]
        };
        if group && deed == Deed::End {
            let meant = going.iter().copied().collect();
            plan.sockets =
                snapshot.processes.as_deref().map_err(|gap| *gap).and_then(|all| closing(&meant, all));
            // What they share is counted in parts, so that the parts add up.
            plan.frees_bytes = going.iter().skip(1).fold(plan.frees_bytes, |sum, key| {
                Ok(sum?.saturating_add(close_look(&self.tools.roots, *key).frees_bytes.unwrap_or(0)))
            });
        }
        let meant = std::iter::once(key).chain(plan.children.iter().filter(|_| group).map(|child| child.key));
        let lockout = lockout(meant, &snapshot, asker);
        let protected =
            protected.into_iter().map(|member| (member.key, member.name, member.refusal)).collect();
        Ok(Planned { id, plan, protected, lockout })
    }

    fn parent_that_restarts(&self, key: ProcessKey, snapshot: &Snapshot) -> Option<Child> {
        let post = Post::of(snapshot.process(key)?, snapshot);
        let parent = snapshot.process(post.parent?)?;
        let key = parent.sample.key;
        let name = parent.sample.identity.name.clone();
        self.sight.restarts(key, &post.identity).then_some(Child { key, name })
    }
}

/// The first of those who are meant through whom the asker comes in.
fn lockout(meant: impl Iterator<Item = ProcessKey>, snapshot: &Snapshot, asker: &Asker) -> Option<Lockout> {
    let way = asker.way_in.as_ref().ok()?;
    let key = meant.into_iter().find(|key| way.contains(&key.pid))?;
    let name = snapshot.process(key).map(|process| process.sample.identity.name.clone());
    Some(Lockout { name: name.unwrap_or_default(), key })
}
