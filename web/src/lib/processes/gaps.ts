// What could not be seen of a process, by fact, and what would help. The words are the views'.
import type { Gap, Process } from '../api/types.ts';

/** Facts as a person counts them: what comes from one place of the system is one fact. */
export type Fact = 'name' | 'exe' | 'cmdline' | 'user' | 'parent' | 'start' | 'cpu' | 'memory' | 'disk' | 'ports' | 'unit' | 'container' | 'tty';

const FACT_OF: Record<string, Fact> = {
  name: 'name', exe: 'exe', exe_deleted: 'exe', cmdline: 'cmdline', username: 'user', uid: 'user', ppid: 'parent', create_time: 'start',
  cpu_percent: 'cpu', memory_percent: 'memory', rss_bytes: 'memory', read_bytes_per_s: 'disk', write_bytes_per_s: 'disk',
  ports: 'ports', sockets: 'ports', unit: 'unit', container: 'container', tty: 'tty',
};

/** What gives a fact back: a capability, another mount of /proc, time, or nothing. */
export type Remedy = 'ptrace' | 'ptrace_and_read' | 'proc_mount' | 'wait' | 'none';

export interface MissingFact {
  fact: Fact;
  reason: Gap;
  remedy: Remedy;
}

/** Facts of other users that need rights of their own; the rest is open to everybody unless /proc hides it. */
const RIGHTS: Partial<Record<Fact, Remedy>> = { exe: 'ptrace', ports: 'ptrace_and_read', disk: 'ptrace_and_read' };

/** What gives back a fact that was denied. */
export const deniedRemedy = (fact: Fact): Remedy => RIGHTS[fact] ?? 'proc_mount';

function remedyOf(fact: Fact, reason: Gap): Remedy {
  if (reason === 'denied') return deniedRemedy(fact);
  return reason === 'not_yet' ? 'wait' : 'none';
}

/** Facts that a process may simply not have: `unsupported` says that there is none, not that it was not seen. */
const OPTIONAL = new Set(['username', 'unit', 'container', 'tty']);

/** True when a key is null because there is nothing to name. */
export function isAbsent(process: Process, key: string): boolean {
  return OPTIONAL.has(key) && process.gaps[key] === 'unsupported';
}

/** The missing facts of a process, each once, in the order the drawer tells them. */
export function missingFacts(process: Process): MissingFact[] {
  const found = new Map<Fact, Gap>();
  for (const [key, fact] of Object.entries(FACT_OF)) {
    const reason = process.gaps[key];
    if (reason !== undefined && !found.has(fact) && !isAbsent(process, key)) found.set(fact, reason);
  }
  return [...found].map(([fact, reason]) => ({ fact, reason, remedy: remedyOf(fact, reason) }));
}

/** How many processes hide a fact for want of rights. */
export function deniedCounts(processes: Iterable<Process>): Map<Fact, number> {
  const counts = new Map<Fact, number>();
  for (const process of processes) {
    // Most processes hide nothing: their gaps are the handful of keys that nobody has yet.
    for (const key in process.gaps) {
      if (process.gaps[key] !== 'denied' || key === 'sockets' || key === 'read_bytes_per_s' || key === 'exe_deleted' || key === 'uid' || key === 'memory_percent') continue;
      const fact = FACT_OF[key];
      if (fact !== undefined) counts.set(fact, (counts.get(fact) ?? 0) + 1);
    }
  }
  return counts;
}

const RULE = 'findings.';

/** Rules that could not see what they judge by, and why. A rule that could not see has not passed. */
export function blindRules(process: Process): { rule: string; reason: Gap }[] {
  const found: { rule: string; reason: Gap }[] = [];
  for (const [key, reason] of Object.entries(process.gaps)) if (key.startsWith(RULE)) found.push({ rule: key.slice(RULE.length), reason });
  return found;
}
