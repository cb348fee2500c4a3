import { expect, test } from 'vitest';
import type { Process } from '../api/types.ts';
import { ProcessTable } from './table.ts';

const row = (key: string, cpu: number) => ({ key, cpu_percent: cpu, gaps: {} }) as Process;
const full = (seq: number, ...processes: Process[]) => ({ seq, full: true as const, mode: 'contextual', processes });

test('a delta without a list is refused', () => {
  expect(new ProcessTable().apply({ seq: 2, full: false, mode: 'contextual', changed: [], gone: [] })).toBe(false);
});

test('changes are merged, newcomers come whole, the gone leave', () => {
  const table = new ProcessTable();
  table.apply(full(1, row('1-1', 0), row('2-1', 5)));
  table.apply({ seq: 2, full: false, mode: 'contextual', changed: [{ key: '1-1', cpu_percent: 9 }, row('3-1', 1)], gone: ['2-1', 'never-seen'] });
  expect(table.full()).toEqual(full(2, row('1-1', 9), row('3-1', 1)));
});

test('a pid that is used again is another row', () => {
  const table = new ProcessTable();
  table.apply(full(1, row('7-100', 1)));
  table.apply({ seq: 2, full: false, mode: 'contextual', changed: [row('7-200', 2)], gone: ['7-100'] });
  expect(table.full()?.processes.map((p) => p.key)).toEqual(['7-200']);
});

test('a merged row is a new object, so that views see the change and others keep theirs', () => {
  const table = new ProcessTable();
  const before = row('1-1', 0);
  table.apply(full(1, before));
  table.apply({ seq: 2, full: false, mode: 'contextual', changed: [{ key: '1-1', cpu_percent: 3 }], gone: [] });
  expect(before.cpu_percent).toBe(0);
});
