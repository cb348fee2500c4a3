import { expect, test } from 'vitest';
import { columns } from './leds.ts';

test('a spike of one step survives any zoom', () => {
  const xs = Array.from({ length: 240 }, (_, i) => i * 15);
  const ys = xs.map((_, i) => (i === 100 ? 97 : 3));
  expect(Math.max(...columns(xs, ys, 0, 3600, 20).map((v) => v ?? 0))).toBe(97);
});

test('time without records stays dark', () => {
  const xs = [0, 15, 30, 3000, 3015];
  const drawn = columns(xs, [5, 5, 5, 5, 5], 0, 3600, 90);
  expect(drawn.slice(2, 70).every((v) => v === null)).toBe(true);
  expect(drawn[75]).toBe(5);
});

test('a value that was missing is a gap and not zero', () => {
  expect(columns([0, 50], [null, 7], 0, 100, 2)).toEqual([null, 7]);
});

test('nothing is drawn into no room', () => {
  expect(columns([1], [1], 5, 5, 3)).toEqual([null, null, null]);
  expect(columns([1], [1], 0, 5, 0)).toEqual([]);
});
