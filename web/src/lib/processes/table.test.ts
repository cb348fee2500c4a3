import { describe, expect, it } from 'vitest';
import { crowd, process } from './fixtures.ts';
import { ProcessTable } from './table.ts';

const full = (seq: number, ...processes: ReturnType<typeof process>[]) => ({ seq, full: true as const, mode: 'contextual' as const, processes });
const delta = (seq: number, changed: ({ key: string } & Partial<ReturnType<typeof process>>)[], gone: string[] = []) => ({ seq, full: false as const, mode: 'contextual' as const, changed, gone });

describe('the process table', () => {
  it('replaces everything on a full list', () => {
    const table = new ProcessTable();
    table.apply(full(1, process({ pid: 1 }), process({ pid: 2 })));
    table.apply(full(9, process({ pid: 3 })));
    expect([...table.rows.values()].map((p) => p.pid)).toEqual([3]);
    expect(table.seq).toBe(9);
  });
  it('changes only what a delta names, in a new object', () => {
    const table = new ProcessTable();
    const first = process({ pid: 1 });
    const still = process({ pid: 2 });
    table.apply(full(1, first, still));
    table.apply(delta(2, [{ key: first.key, cpu_percent: 42 }]));
    expect(table.rows.get(first.key)).toEqual({ ...first, cpu_percent: 42 });
    expect(table.rows.get(first.key)).not.toBe(first);
    expect(table.rows.get(still.key)).toBe(still);
  });
  it('takes a new key whole and drops one that went', () => {
    const table = new ProcessTable();
    table.apply(full(1, process({ pid: 1 })));
    table.apply(delta(2, [process({ pid: 2 })], ['1-10']));
    expect([...table.rows.keys()]).toEqual(['2-20']);
  });
  it('keeps both lives of a reused pid apart', () => {
    const table = new ProcessTable();
    table.apply(full(1, process({ pid: 1, key: '1-10', name: 'old' })));
    table.apply(delta(2, [process({ pid: 1, key: '1-99', name: 'new' })], ['1-10']));
    expect(table.rows.get('1-99')?.name).toBe('new');
    expect(table.rows.has('1-10')).toBe(false);
  });
  it('does not make half a process of a change to an unknown key', () => {
    const table = new ProcessTable();
    table.apply(full(1));
    table.apply(delta(2, [{ key: '7-7', cpu_percent: 3 }]));
    expect(table.rows.size).toBe(0);
  });
  it('takes a value back to missing', () => {
    const table = new ProcessTable();
    const first = process({ pid: 1 });
    table.apply(full(1, first));
    table.apply(delta(2, [{ key: first.key, cpu_percent: null, gaps: { cpu_percent: 'denied' } }]));
    expect(table.rows.get(first.key)).toMatchObject({ cpu_percent: null, gaps: { cpu_percent: 'denied' } });
  });
  it('looks for a new name after an exec, not for the old one', () => {
    const table = new ProcessTable();
    const first = process({ pid: 1, name: 'sh' });
    table.apply(full(1, first));
    expect(table.haystack(first)).toContain('sh');
    table.apply(delta(2, [{ key: first.key, name: 'python3', cmdline: ['python3'] }]));
    const now = table.rows.get(first.key);
    expect(now && table.haystack(now)).toContain('python3');
  });
  it('takes 5,000 changes in one tick', () => {
    const table = new ProcessTable();
    const many = crowd(5000);
    table.apply(full(1, ...many));
    const from = performance.now();
    table.apply(delta(2, many.map((p) => ({ key: p.key, cpu_percent: 1, rss_bytes: 2 }))));
    console.info(`delta of 5,000 changes: ${(performance.now() - from).toFixed(2)} ms`);
    expect(table.rows.get(many[0]?.key ?? '')?.rss_bytes).toBe(2);
  });
});
