//! The lines of the list: flat, or parents with their children, from parents that may lie.

use std::collections::HashSet;

use domain::ProcessKey;
use domain::snapshot::Process;

/// Deepest indentation that is told apart; deeper ones keep their place in the order.
const DEEPEST: u8 = 63;
const NOBODY: usize = usize::MAX;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands::watch) struct Row {
    /// Place of the process in the snapshot's list.
    pub(in crate::commands::watch) place: usize,
    /// The process.
    pub(in crate::commands::watch) key: ProcessKey,
    /// 0 for a root, and for every line of a flat list.
    pub(in crate::commands::watch) depth: u8,
    /// Bit `d` is set where the ancestor at depth `d` (or the process itself) has further siblings below.
    pub(in crate::commands::watch) further: u64,
    /// It is here only because it leads to a match.
    pub(in crate::commands::watch) context: bool,
    /// It has children in this tree.
    pub(in crate::commands::watch) parent: bool,
    /// Descendants that are folded away.
    pub(in crate::commands::watch) folded: usize,
}

/// The parent, unless that pid was taken over by a younger process. `processes` is sorted by pid.
pub(in crate::commands::watch) fn parent_of(processes: &[Process], place: usize) -> Option<usize> {
    let child = &processes.get(place)?.sample;
    let at = processes.binary_search_by_key(&child.ppid, |process| process.sample.key.pid).ok()?;
    let parent = processes[at].sample.key;
    (parent != child.key && parent.started <= child.key.started).then_some(at)
}

/// A flat list in that order.
pub(super) fn flat(processes: &[Process], order: &[usize], holds: impl Fn(&Process) -> bool) -> Vec<Row> {
    let row = |place: usize| Row {
        place,
        key: processes[place].sample.key,
        depth: 0,
        further: 0,
        context: false,
        parent: false,
        folded: 0,
    };
    order.iter().filter(|place| holds(&processes[**place])).map(|place| row(*place)).collect()
}

/// The tree: children under their parent, siblings in that order, only what holds and what leads to it.
pub(super) fn tree(
    processes: &[Process],
    order: &[usize],
    holds: impl Fn(&Process) -> bool,
    folded: &HashSet<ProcessKey>,
) -> Vec<Row> {
    let parents: Vec<Option<usize>> = (0..processes.len()).map(|place| parent_of(processes, place)).collect();
    let mut forest = Forest::new(processes, &parents, holds);
    // From the last to the first, so that each list of siblings begins with the first.
    for place in order.iter().rev().copied().filter(|place| forest.wanted[*place]).collect::<Vec<_>>() {
        forest.hang(place, parents[place]);
    }
    let mut rows = Vec::with_capacity(order.len());
    let mut root = forest.roots;
    while root != NOBODY {
        forest.place(root, folded, &mut rows);
        root = forest.next[root];
    }
    // Whoever is still missing hangs in a loop of parents: shown from its first member on.
    for place in order.iter().copied() {
        if forest.wanted[place] && !forest.placed[place] {
            forest.place(place, folded, &mut rows);
        }
    }
    rows
}

/// Lists of siblings, linked by places.
struct Forest<'a> {
    processes: &'a [Process],
    matched: Vec<bool>,
    wanted: Vec<bool>,
    placed: Vec<bool>,
    roots: usize,
    first: Vec<usize>,
    next: Vec<usize>,
}

impl<'a> Forest<'a> {
    fn new(processes: &'a [Process], parents: &[Option<usize>], holds: impl Fn(&Process) -> bool) -> Self {
        let matched: Vec<bool> = processes.iter().map(holds).collect();
        let mut wanted = vec![false; processes.len()];
        for (place, _) in matched.iter().enumerate().filter(|(_, fits)| **fits) {
            let mut at = Some(place);
            while let Some(here) = at.filter(|here| !wanted[*here]) {
                wanted[here] = true;
                at = parents[here];
            }
        }
        let none = || vec![NOBODY; processes.len()];
        let placed = vec![false; processes.len()];
        Self { processes, matched, wanted, placed, roots: NOBODY, first: none(), next: none() }
    }

    fn hang(&mut self, place: usize, parent: Option<usize>) {
        let head = match parent {
            Some(parent) => &mut self.first[parent],
            None => &mut self.roots,
        };
        self.next[place] = std::mem::replace(head, place);
    }

    /// A root and everything below it. A stack of our own: a chain of 5,000 parents must not reach the end of
    /// the call stack.
    fn place(&mut self, root: usize, folded: &HashSet<ProcessKey>, rows: &mut Vec<Row>) {
        let mut stack = vec![(root, 0_u8, 0_u64)];
        while let Some((place, depth, above)) = stack.pop() {
            // The stack holds one of each list of siblings; the next one is put there before its children.
            if depth > 0 && self.next[place] != NOBODY {
                stack.push((self.next[place], depth, above));
            }
            if std::mem::replace(&mut self.placed[place], true) {
                continue;
            }
            let more = depth > 0 && self.next[place] != NOBODY;
            let further = above | (u64::from(more) << depth);
            let key = self.processes[place].sample.key;
            let child = self.first[place];
            let hidden = if folded.contains(&key) { self.hide(child) } else { 0 };
            rows.push(Row {
                place,
                key,
                depth,
                further,
                context: !self.matched[place],
                parent: child != NOBODY,
                folded: hidden,
            });
            if child != NOBODY && hidden == 0 {
                stack.push((child, (depth + 1).min(DEEPEST), further));
            }
        }
    }

    /// Marks a list of siblings and all below as placed without a line; counts them.
    fn hide(&mut self, first: usize) -> usize {
        let mut stack = vec![first];
        let mut count = 0;
        while let Some(place) = stack.pop().filter(|place| *place != NOBODY) {
            if self.next[place] != NOBODY {
                stack.push(self.next[place]);
            }
            if !std::mem::replace(&mut self.placed[place], true) {
                count += 1;
                if self.first[place] != NOBODY {
                    stack.push(self.first[place]);
                }
            }
        }
        count
    }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
