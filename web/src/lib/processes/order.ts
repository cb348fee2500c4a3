// The order of the rows: a stable sort by one column, held still while somebody is in the table.
import type { Process } from '../api/types.ts';
import { gravityOf, heaviest } from '../judging/verdict.ts';

export const COLUMNS = ['verdict', 'name', 'pid', 'user', 'cpu', 'memory', 'io', 'ports', 'start'] as const;
export type Column = (typeof COLUMNS)[number];
export type Direction = 'asc' | 'desc';
export interface Sort {
  column: Column;
  direction: Direction;
}

/** How a column is first sorted when its header is pressed: largest first for what is measured. */
export const FIRST_DIRECTION: Record<Column, Direction> = {
  verdict: 'desc', name: 'asc', pid: 'asc', user: 'asc', cpu: 'desc', memory: 'desc', io: 'desc', ports: 'asc', start: 'desc',
};
export const DEFAULT_SORT: Sort = { column: 'verdict', direction: 'desc' };

/** Rows keep their places this long while the pointer or the focus is among them, in ms. */
export const HOLD_MS = 5000;

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Read and written together; `null` when neither could be read. */
export function ioOf(process: Process): number | null {
  const { read_bytes_per_s: read, write_bytes_per_s: write } = process;
  return read === null && write === null ? null : (read ?? 0) + (write ?? 0);
}

type Value = number | string | null;

const SEVERITIES = 8;
/** Percent of a core in which processes of one verdict count as equally busy: idle ones must not change places every second. */
const BUSY_STEP = 5;

/** The verdict first, then the gravest finding; null before it is judged. */
function verdictRank(process: Process): number | null {
  return process.verdict === null ? null : gravityOf(process.verdict) * SEVERITIES + heaviest(process.findings) + 1;
}

const busyStep = (process: Process): number => Math.floor((process.cpu_percent ?? 0) / BUSY_STEP);

const VALUE: Record<Column, (process: Process) => Value> = {
  verdict: verdictRank,
  name: (p) => p.name,
  pid: (p) => p.pid,
  user: (p) => p.username ?? (p.uid === null ? null : String(p.uid)),
  cpu: (p) => p.cpu_percent,
  memory: (p) => p.rss_bytes,
  io: ioOf,
  ports: (p) => p.ports?.[0] ?? null,
  start: (p) => p.create_time,
};

/** Compares by one column; what could not be read comes last in both directions, and equals go by pid. */
export function comparator(sort: Sort): (a: Process, b: Process) => number {
  const value = VALUE[sort.column];
  const sign = sort.direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const x = value(a);
    const y = value(b);
    if (x !== y) {
      if (x === null) return 1;
      if (y === null) return -1;
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : names.compare(String(x), String(y));
      if (order !== 0) return sign * order;
    }
    if (sort.column === 'verdict') {
      const busier = busyStep(b) - busyStep(a);
      if (busier !== 0) return busier;
    }
    return a.pid - b.pid || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  };
}

/** Rows in their order, and which of them have ended but stay a while. */
export interface Arranged {
  rows: Process[];
  ended: ReadonlySet<string>;
}

/** Keeps the last order, so that a held table stays still and a new sort starts from nearly sorted rows. */
export class HeldOrder {
  #rows: Process[] = [];
  #sortedAt = Number.NEGATIVE_INFINITY;
  #sort: Sort | null = null;

  /**
   * Puts `rows` in order. While `engaged`, an order younger than `HOLD_MS` is kept and nothing moves under the
   * pointer: who ended stays as it was last seen, who is new comes after the rest. The row `keep` stays for as long
   * as it is named. `now` is any clock in ms that only goes forward.
   */
  arrange(rows: ReadonlyMap<string, Process>, sort: Sort, now: number, engaged: boolean, keep: string | null = null): Arranged {
    const same = this.#sort !== null && this.#sort.column === sort.column && this.#sort.direction === sort.direction;
    const held = same && engaged && now - this.#sortedAt < HOLD_MS;
    const compare = comparator(sort);
    const kept: Process[] = [];
    const seen = new Set<string>();
    const ended = new Set<string>();
    for (const before of this.#rows) {
      const row = rows.get(before.key);
      if (row === undefined) {
        if (!held && before.key !== keep) continue;
        ended.add(before.key);
      }
      kept.push(row ?? before);
      seen.add(before.key);
    }
    if (seen.size - ended.size < rows.size) {
      const fresh: Process[] = [];
      for (const [key, row] of rows) if (!seen.has(key)) fresh.push(row);
      for (const row of fresh.sort(compare)) kept.push(row);
    }
    if (!held) {
      kept.sort(compare);
      this.#sortedAt = now;
      this.#sort = sort;
    }
    this.#rows = kept;
    return { rows: kept, ended };
  }
}
