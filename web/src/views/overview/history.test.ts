import { expect, test } from 'vitest';
import { append, fromSteps, hasHole, spanFor, type Point } from './history.ts';

const point = (at: number, cpu: number | null = 1): Point => ({ at, cpu, memory: 2, disk: 3, rx: 4, tx: 5 });

test('the greatest CPU of a step is shown, not its mean', () => {
  const step = { at: '2026-11-21T03:00:00Z', cpu_percent: 4, cpu_max: 96, memory_percent: 1, disk_percent: 1, rx_bytes_per_s: 0, tx_bytes_per_s: 0 };
  expect(fromSteps([step])[0]?.cpu).toBe(96);
  expect(fromSteps([{ ...step, cpu_max: null }])[0]?.cpu).toBe(4);
});

test('seconds gather in their step and keep its peak', () => {
  let points = [point(1000, 5)];
  for (const [at, cpu] of [[1001, 90], [1014, 2], [1015, 3]] as const) points = append(points, point(at, cpu));
  expect(points.map((p) => [p.at, p.cpu])).toEqual([[1000, 90], [1015, 3]]);
});

test('what is older than an hour leaves', () => {
  expect(append([point(0), point(4000)], point(4016)).map((p) => p.at)).toEqual([4000, 4016]);
});

test('a missing second does not wipe out the step', () => {
  expect(append([point(1000, 50)], point(1001, null))[0]?.cpu).toBe(50);
});

test('after a pause the server is asked again', () => {
  expect(hasHole([point(1000)], point(1020))).toBe(false);
  expect(hasHole([point(1000)], point(1100))).toBe(true);
  expect(hasHole([point(1000)], point(10))).toBe(true);
});

test('a young record is shown at its own scale, never cut', () => {
  expect(spanFor([], 1000)).toBe(240);
  expect(spanFor([point(900)], 1000)).toBe(240);
  expect(spanFor([point(0), point(900)], 900)).toBe(960);
  expect(spanFor([point(0)], 999_999)).toBe(3600);
});

test('steps in which nothing was known do not make a record older', () => {
  expect(spanFor([{ at: 0, cpu: null, memory: null, disk: null, rx: null, tx: null }, point(3500)], 3600)).toBe(240);
});

test('a shorter span keeps finer steps', () => {
  expect(append([point(1000)], point(1001), 240)).toHaveLength(2);
  expect(append([point(1000)], point(1001), 3600)).toHaveLength(1);
});
