// The clean-up list: in groups by why, what is picked, what that would give back, what became of it. Pure.
import { MOST } from './several.ts';
import type { EndRow, TidyRow, TidyWhy } from './shapes.ts';

/** The most likely to be missed by nobody first. */
export const WHYS: readonly TidyWhy[] = ['unused', 'orphan', 'memory_hog', 'background', 'user_app'] as const satisfies readonly TidyWhy[];

export interface Group {
  why: string;
  rows: TidyRow[];
  bytes: number;
}

const bytesOf = (rows: readonly TidyRow[]): number => rows.reduce((sum, { frees_bytes }) => sum + (frees_bytes ?? 0), 0);
const amount = (row: TidyRow): number => row.frees_bytes ?? -1;

/** Rows by why, groups as in {@link WHYS} (what a newer server calls otherwise comes last), each the largest first. */
export function groupsOf(rows: readonly TidyRow[]): Group[] {
  const found = new Map<string, TidyRow[]>(WHYS.map((why) => [why, []]));
  for (const row of rows) {
    const group = found.get(row.why);
    if (group) group.push(row);
    else found.set(row.why, [row]);
  }
  return [...found]
    .filter(([, members]) => members.length > 0)
    .map(([why, members]) => ({ why, rows: [...members].sort((a, b) => amount(b) - amount(a) || (a.key < b.key ? -1 : 1)), bytes: bytesOf(members) }));
}

/** The picked ones that are still there; what ended by itself is no longer picked. */
export function kept(picked: ReadonlySet<string>, rows: readonly TidyRow[]): ReadonlySet<string> {
  const there = new Set(rows.map(({ key }) => key));
  const still = [...picked].filter((key) => there.has(key));
  return still.length === picked.size ? picked : new Set(still);
}

/** Picks or drops some, at most {@link MOST} at once. */
export function toggled(picked: ReadonlySet<string>, keys: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(picked);
  for (const key of keys) {
    if (!on) next.delete(key);
    else if (next.size < MOST) next.add(key);
  }
  return next;
}

/** How much of a group is picked: for a box that stands for all of it. */
export function share(picked: ReadonlySet<string>, rows: readonly TidyRow[]): 'none' | 'some' | 'all' {
  const count = rows.reduce((sum, { key }) => sum + (picked.has(key) ? 1 : 0), 0);
  return count === 0 ? 'none' : count === rows.length ? 'all' : 'some';
}

export interface Sum {
  count: number;
  bytes: number;
  /** Of how many it is not known what they would give back. */
  unknown: number;
}

/** What the picked ones would give back. */
export function sumOf(picked: ReadonlySet<string>, rows: readonly TidyRow[]): Sum {
  const chosen = rows.filter(({ key }) => picked.has(key));
  return { count: chosen.length, bytes: bytesOf(chosen), unknown: chosen.filter(({ frees_bytes }) => frees_bytes === null).length };
}

/** Percent of memory in use after so much came back. */
export function percentAfter(memory: { total: number | null; used: number | null }, freed: number): number | null {
  if (memory.total === null || memory.used === null || memory.total <= 0) return null;
  return Math.max(0, Math.min(100, ((memory.used - freed) / memory.total) * 100));
}

/** How several that were ended together came out. */
export function tally(rows: readonly EndRow[]): { ended: number; refused: number; other: number; bytes: number } {
  const sum = { ended: 0, refused: 0, other: 0, bytes: 0 };
  for (const { outcome } of rows) {
    if (outcome === null) sum.refused += 1;
    else {
      if (['ended', 'killed', 'gone'].includes(outcome.result)) sum.ended += 1;
      else sum.other += 1;
      sum.bytes += outcome.freed_bytes ?? 0;
    }
  }
  return sum;
}
