// Processes of one application together: sixty nginx workers are one row that opens to its members. Pure.
import type { Gap, Process } from '../api/types.ts';
import { gravityOf, heaviest } from '../judging/verdict.ts';
import { parentOf, indexByPid, type Line } from './tree.ts';

/** An application: what stands for it in the list, and its members in their order. */
export interface App {
  id: string;
  /** The gravest member: it is what the row is about. Among equals the one that the others come from. */
  head: Process;
  members: readonly Process[];
  /** The row: the head with the sums of all. `key` is the id of the application; a lone process is its own row. */
  row: Process;
}

/** What members of an application have in common; a container's nginx is not the host's. */
export function appOf(process: Process): string {
  return `app:${process.container ?? ''}:${process.app ?? process.name ?? process.pid}`;
}

function headOf(members: readonly Process[]): Process {
  const byPid = indexByPid(members);
  const rank = (p: Process): [number, number, number, number] => [-gravityOf(p.verdict), -heaviest(p.findings), parentOf(p, byPid) === null ? 0 : 1, p.pid];
  let head = members[0] as Process;
  let best = rank(head);
  for (const member of members.slice(1)) {
    const own = rank(member);
    const at = own.findIndex((value, i) => value !== best[i]);
    if (at >= 0 && (own[at] ?? 0) < (best[at] ?? 0)) [head, best] = [member, own];
  }
  return head;
}

type Amount = 'cpu_percent' | 'memory_percent' | 'rss_bytes' | 'read_bytes_per_s' | 'write_bytes_per_s';
const AMOUNTS: readonly Amount[] = ['cpu_percent', 'memory_percent', 'rss_bytes', 'read_bytes_per_s', 'write_bytes_per_s'];

/** Missing for a moment only: a member that was just born, or has just gone. The others' sum holds. */
const passing = (gap: Gap | undefined): boolean => gap === 'not_yet' || gap === 'gone';

/** The sum over the members, or why there is none: a part of them would pass for the whole. */
function sum(members: readonly Process[], key: Amount): { value: number } | { gap: Gap | undefined } {
  let total = 0;
  let known = 0;
  let waiting: Gap | undefined;
  for (const member of members) {
    const value = member[key];
    const gap = member.gaps[key];
    if (value !== null) [total, known] = [total + value, known + 1];
    else if (passing(gap)) waiting = gap;
    else return { gap };
  }
  return known > 0 ? { value: total } : { gap: waiting };
}

function rowOf(id: string, head: Process, members: readonly Process[]): Process {
  const row: Process = { ...head, key: id, gaps: { ...head.gaps } };
  if (head.app !== null) row.name = members.every(({ name }) => name === head.name) ? head.name : head.app;
  for (const key of AMOUNTS) {
    const whole = sum(members, key);
    delete row.gaps[key];
    if ('value' in whole) row[key] = whole.value;
    else {
      row[key] = null;
      if (whole.gap !== undefined) row.gaps[key] = whole.gap;
    }
  }
  const seen = members.filter(({ ports }) => ports !== null);
  const ports = [...new Set(seen.flatMap((p) => p.ports ?? []))].sort((a, b) => a - b);
  // Ports that were seen are shown; that others could not be seen is said by the members.
  if (ports.length > 0 || seen.length === members.length) {
    row.ports = ports;
    row.sockets = seen.flatMap((p) => p.sockets ?? []);
  } else {
    row.ports = null;
    row.sockets = null;
    row.gaps['ports'] ??= members.find((p) => p.ports === null)?.gaps['ports'] ?? 'failed';
  }
  const starts = members.map((p) => p.create_time).filter((at) => at !== null);
  if (starts.length > 0) row.create_time = Math.min(...starts);
  // One that may be ended is enough for a plan, which says of each whether it may. Reasons are the members' own where they differ.
  row.endable = members.some((p) => p.endable === true) ? true : members.every((p) => p.endable === false) ? false : null;
  row.end_code = members.every((p) => p.end_code === head.end_code) ? head.end_code : null;
  row.paused = null;
  row.exe_deleted = members.some((p) => p.exe_deleted === true) ? true : head.exe_deleted;
  return row;
}

/** Gathers processes into applications, and makes a row anew only when one of its members changed. */
export class Apps {
  #known = new Map<string, App>();

  /** Applications by id, members in the order given. */
  gather(ordered: Iterable<Process>): Map<string, App> {
    const groups = new Map<string, Process[]>();
    for (const process of ordered) {
      const id = appOf(process);
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [process]);
      else group.push(process);
    }
    const apps = new Map<string, App>();
    for (const [group, members] of groups) {
      const only = members.length === 1 ? members[0] : undefined;
      const id = only?.key ?? group;
      const before = this.#known.get(id);
      apps.set(id, before !== undefined && same(before.members, members) ? before : made(id, members, only));
    }
    this.#known = apps;
    return apps;
  }
}

function made(id: string, members: readonly Process[], only: Process | undefined): App {
  if (only !== undefined) return { id, head: only, members, row: only };
  const head = headOf(members);
  return { id, head, members, row: rowOf(id, head, members) };
}

const same = (a: readonly Process[], b: readonly Process[]): boolean => a.length === b.length && a.every((process, i) => process === b[i]);

/** The list of applications in the given order; those in `opened` are followed by their members. */
export function buildApps(rows: readonly Process[], apps: ReadonlyMap<string, App>, opened: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  const put = (line: Omit<Line, 'index'>): void => void lines.push({ index: lines.length, ...line });
  for (const row of rows) {
    const app = apps.get(row.key);
    const members = app?.members.length ?? 1;
    const open = members > 1 && opened.has(row.key);
    // An application whose last member ended stays for a moment as the row that it was.
    put({ id: row.key, process: row, target: app?.head.key ?? row.key, depth: 0, context: false, members, group: members > 1 ? (app?.members ?? null) : null, below: members > 1 ? (open ? 0 : members) : null });
    if (open) for (const member of app?.members ?? []) put({ id: member.key, process: member, target: member.key, depth: 1, context: false, members: 1, group: null, below: null });
  }
  return lines;
}
