// Parents and children, from pids that may lie: orphans become roots and no loop is followed twice.
import type { Process } from '../api/types.ts';

/** One line of the list: a process, how deep it hangs, and whether it is shown only to lead to a match. */
export interface Line {
  /** Place in the list, from 0. */
  index: number;
  /** Names the line: a process key, or an application's id. */
  id: string;
  process: Process;
  /** Key of the process that the line leads to. */
  target: string;
  /** How many processes it stands for. */
  members: number;
  /** Those processes, of an application with more than one. */
  group: readonly Process[] | null;
  /** 0 for a root, and for every line of a flat list. */
  depth: number;
  /** True for an ancestor that does not match the filter itself. */
  context: boolean;
  /** Something hangs below it: null for a leaf and in a flat list, else how many are folded away, 0 when open. */
  below: number | null;
}

/** Deepest indentation that is drawn; deeper ones keep their place in the order. */
export const MAX_DEPTH = 64;

function started(process: Process): number {
  return Number(process.key.slice(process.key.indexOf('-') + 1)) || 0;
}

/** The parent among `byPid`, unless that pid was taken over by a younger process. */
export function parentOf(process: Process, byPid: Map<number, Process>): Process | null {
  if (process.ppid === null) return null;
  const parent = byPid.get(process.ppid);
  if (parent === undefined || parent.key === process.key || started(parent) > started(process)) return null;
  return parent;
}

export function indexByPid(processes: Iterable<Process>): Map<number, Process> {
  const byPid = new Map<number, Process>();
  for (const process of processes) byPid.set(process.pid, process);
  return byPid;
}

/** From the process up to the first one without a parent, itself first; a loop ends it. */
export function chainOf(process: Process, byPid: Map<number, Process>): Process[] {
  const chain: Process[] = [];
  const seen = new Set<string>();
  let at: Process | null = process;
  while (at !== null && !seen.has(at.key)) {
    seen.add(at.key);
    chain.push(at);
    at = parentOf(at, byPid);
  }
  return chain;
}

/** The direct children, in the order of `processes`. */
export function childrenOf(process: Process, processes: Iterable<Process>, byPid: Map<number, Process>): Process[] {
  const children: Process[] = [];
  for (const candidate of processes) {
    if (candidate.ppid === process.pid && parentOf(candidate, byPid)?.key === process.key) children.push(candidate);
  }
  return children;
}

/**
 * The tree of `ordered`, children under their parent and siblings in the given order. Only what `matches` and what
 * leads to it is kept; what hangs below a `folded` key is counted and left out.
 */
export function buildTree(ordered: readonly Process[], matches: (process: Process) => boolean, folded: ReadonlySet<string> = new Set()): Line[] {
  const byPid = indexByPid(ordered);
  const parents = new Map<string, Process | null>();
  for (const process of ordered) parents.set(process.key, parentOf(process, byPid));

  const matched = new Set<string>();
  const wanted = new Set<string>();
  for (const process of ordered) {
    if (!matches(process)) continue;
    matched.add(process.key);
    let at: Process | null = process;
    while (at !== null && !wanted.has(at.key)) {
      wanted.add(at.key);
      at = parents.get(at.key) ?? null;
    }
  }

  const roots: Process[] = [];
  const children = new Map<string, Process[]>();
  for (const process of ordered) {
    if (!wanted.has(process.key)) continue;
    const parent = parents.get(process.key) ?? null;
    if (parent === null) roots.push(process);
    else {
      const list = children.get(parent.key);
      if (list === undefined) children.set(parent.key, [process]);
      else list.push(process);
    }
  }

  const lines: Line[] = [];
  const placed = new Set<string>();
  const place = (root: Process): void => {
    // A stack of our own: a chain of 5,000 parents must not reach the end of the call stack.
    const stack: { process: Process; depth: number }[] = [{ process: root, depth: 0 }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (placed.has(top.process.key)) continue;
      placed.add(top.process.key);
      const below = children.get(top.process.key) ?? [];
      const shut = below.length > 0 && folded.has(top.process.key);
      lines.push({ ...single(lines.length, top.process), depth: top.depth, context: !matched.has(top.process.key), below: below.length === 0 ? null : shut ? hide(below) : 0 });
      if (shut) continue;
      for (let i = below.length - 1; i >= 0; i -= 1) {
        const child = below[i];
        if (child !== undefined) stack.push({ process: child, depth: Math.min(top.depth + 1, MAX_DEPTH) });
      }
    }
  };
  /** Counts a folded branch, and keeps its members from being shown as a loop without a beginning. */
  function hide(branch: readonly Process[]): number {
    let count = 0;
    const stack = [...branch];
    for (let process = stack.pop(); process !== undefined; process = stack.pop()) {
      if (placed.has(process.key)) continue;
      placed.add(process.key);
      count += 1;
      stack.push(...(children.get(process.key) ?? []));
    }
    return count;
  }
  for (const root of roots) place(root);
  // Whoever is still missing hangs in a loop of parents: shown from its first member on.
  for (const process of ordered) if (wanted.has(process.key) && !placed.has(process.key)) place(process);
  return lines;
}

function single(index: number, process: Process): Pick<Line, 'index' | 'id' | 'process' | 'target' | 'members' | 'group'> {
  return { index, id: process.key, process, target: process.key, members: 1, group: null };
}

/** A flat list in the given order. */
export function buildFlat(ordered: readonly Process[], matches: (process: Process) => boolean): Line[] {
  const lines: Line[] = [];
  for (const process of ordered) if (matches(process)) lines.push({ ...single(lines.length, process), depth: 0, context: false, below: null });
  return lines;
}
