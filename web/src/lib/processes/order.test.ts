import { describe, expect, it } from 'vitest';
import type { Process } from '../api/types.ts';
import { crowd, process } from './fixtures.ts';
import { comparator, HeldOrder, HOLD_MS, type Arranged, type Sort } from './order.ts';

const CPU: Sort = { column: 'cpu', direction: 'desc' };
const map = (...processes: Process[]): Map<string, Process> => new Map(processes.map((p) => [p.key, p]));
const pids = (processes: Process[] | Arranged): number[] => ('rows' in processes ? processes.rows : processes).map((p) => p.pid);

describe('sorting', () => {
  it('puts what could not be read last in both directions', () => {
    const rows = [process({ pid: 1, cpu_percent: null }), process({ pid: 2, cpu_percent: 0 }), process({ pid: 3, cpu_percent: 9 })];
    expect(pids([...rows].sort(comparator(CPU)))).toEqual([3, 2, 1]);
    expect(pids([...rows].sort(comparator({ column: 'cpu', direction: 'asc' })))).toEqual([2, 3, 1]);
  });
  it('puts equals in the order of their pids in both directions', () => {
    const rows = [3, 1, 2].map((pid) => process({ pid, cpu_percent: 5 }));
    expect(pids([...rows].sort(comparator(CPU)))).toEqual([1, 2, 3]);
    expect(pids([...rows].sort(comparator({ column: 'cpu', direction: 'asc' })))).toEqual([1, 2, 3]);
  });
  it('counts in names and users', () => {
    const rows = ['node10', 'node2', 'Node1'].map((name, i) => process({ pid: i + 1, name }));
    expect([...rows].sort(comparator({ column: 'name', direction: 'asc' })).map((p) => p.name)).toEqual(['Node1', 'node2', 'node10']);
  });
  it('adds up reading and writing, and knows when neither could be read', () => {
    const sort = comparator({ column: 'io', direction: 'desc' });
    const rows = [
      process({ pid: 1, read_bytes_per_s: null, write_bytes_per_s: null }),
      process({ pid: 2, read_bytes_per_s: 5, write_bytes_per_s: 5 }),
      process({ pid: 3, read_bytes_per_s: 8, write_bytes_per_s: null }),
    ];
    expect(pids(rows.sort(sort))).toEqual([2, 3, 1]);
  });
  it('sorts hostile names without harm', () => {
    const names = ['', '\u202eexe', '<b>', '\u0000', 'é', '한', '😈', '__proto__', 'a'.repeat(20_000)];
    const rows = names.map((name, i) => process({ pid: i + 1, name }));
    expect(rows.sort(comparator({ column: 'name', direction: 'asc' }))).toHaveLength(names.length);
  });
});

describe('the held order', () => {
  const a = process({ pid: 1, cpu_percent: 10 });
  const b = process({ pid: 2, cpu_percent: 5 });
  const swapped = map({ ...a, cpu_percent: 1 }, b);

  it('follows every tick while nobody is in the table', () => {
    const order = new HeldOrder();
    expect(pids(order.arrange(map(a, b), CPU, 0, false))).toEqual([1, 2]);
    expect(pids(order.arrange(swapped, CPU, 1000, false))).toEqual([2, 1]);
  });
  it('stays still for five seconds while somebody is', () => {
    const order = new HeldOrder();
    order.arrange(map(a, b), CPU, 0, true);
    expect(pids(order.arrange(swapped, CPU, HOLD_MS - 1, true))).toEqual([1, 2]);
    expect(pids(order.arrange(swapped, CPU, HOLD_MS, true))).toEqual([2, 1]);
  });
  it('shows new values in the held place', () => {
    const order = new HeldOrder();
    order.arrange(map(a, b), CPU, 0, true);
    expect(order.arrange(swapped, CPU, 1000, true).rows[0]?.cpu_percent).toBe(1);
  });
  it('moves nothing under the pointer when somebody ends or comes', () => {
    const order = new HeldOrder();
    order.arrange(map(a, b), CPU, 0, true);
    const held = order.arrange(map(b, process({ pid: 3, cpu_percent: 99 })), CPU, 1000, true);
    expect(pids(held)).toEqual([1, 2, 3]);
    expect([...held.ended]).toEqual([a.key]);
  });
  it('lets the ended go with the next sort, but for the one that is kept', () => {
    const order = new HeldOrder();
    order.arrange(map(a, b), CPU, 0, true);
    expect(pids(order.arrange(map(b), CPU, HOLD_MS, true))).toEqual([2]);
    const kept = order.arrange(map(), CPU, 2 * HOLD_MS, false, b.key);
    expect(pids(kept)).toEqual([2]);
    expect([...kept.ended]).toEqual([b.key]);
    expect(pids(order.arrange(map(), CPU, 3 * HOLD_MS, false))).toEqual([]);
  });
  it('does not take a new process for the ended one whose pid it has', () => {
    const order = new HeldOrder();
    order.arrange(map(a), CPU, 0, true);
    const reborn = process({ pid: 1, key: '1-999' });
    const held = order.arrange(map(reborn), CPU, 1, true);
    expect(held.rows.map((p) => p.key)).toEqual([a.key, '1-999']);
    expect([...held.ended]).toEqual([a.key]);
  });
  it('obeys a new column at once', () => {
    const order = new HeldOrder();
    order.arrange(map(a, b), CPU, 0, true);
    expect(pids(order.arrange(map(a, b), { column: 'pid', direction: 'desc' }, 1, true))).toEqual([2, 1]);
  });
  it('sorts 5,000 rows again and again', () => {
    const rows = map(...crowd(5000));
    const order = new HeldOrder();
    for (const column of ['cpu', 'name'] as const) {
      const from = performance.now();
      order.arrange(rows, { column, direction: 'asc' }, 0, false);
      const first = performance.now() - from;
      const again = performance.now();
      order.arrange(rows, { column, direction: 'asc' }, 1, false);
      console.info(`sort of 5,000 rows by ${column}: first ${first.toFixed(2)} ms, next tick ${(performance.now() - again).toFixed(2)} ms`);
    }
    expect(order.arrange(rows, CPU, 2, false).rows).toHaveLength(5000);
  });
});

describe('the verdict', () => {
  const GRAVEST: Sort = { column: 'verdict', direction: 'desc' };
  const warned = { id: 'PUBLIC_PORT', severity: 'warning', args: {}, evidence: '' } as const;
  it('puts the gravest first, then the worst finding, then who is busy, and who is not judged last', () => {
    const rows = [
      process({ pid: 1, verdict: 'safe', cpu_percent: 0 }),
      process({ pid: 2, verdict: null }),
      process({ pid: 3, verdict: 'danger', findings: [warned] }),
      process({ pid: 4, verdict: 'urgent' }),
      process({ pid: 5, verdict: 'danger', findings: [{ ...warned, severity: 'critical' }] }),
      process({ pid: 6, verdict: 'safe', cpu_percent: 80 }),
      process({ pid: 7, verdict: 'caution' }),
    ];
    expect(pids([...rows].sort(comparator(GRAVEST)))).toEqual([4, 5, 3, 7, 6, 1, 2]);
  });
  it('does not let idle processes change places every second', () => {
    const rows = [process({ pid: 1, cpu_percent: 0.1 }), process({ pid: 2, cpu_percent: 2.3 })];
    expect(pids([...rows].sort(comparator(GRAVEST)))).toEqual([1, 2]);
  });
});
