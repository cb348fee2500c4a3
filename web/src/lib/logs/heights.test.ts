import { expect, test } from 'vitest';
import { Heights } from './heights.ts';

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, i) => ({ key: from + i }));

test('rows lie below each other, measured ones as measured', () => {
  const heights = new Heights(() => 22);
  heights.layOut(rows(4));
  expect(heights.total).toBe(88);
  expect(heights.measure([[1, 44], [2, 22]])).toBe(true);
  expect([0, 1, 2, 3, 4].map((i) => heights.topOf(i))).toEqual([0, 22, 66, 88, 110]);
  expect(heights.measure([[1, 44]])).toBe(false);
});

test('what was measured stays with its row when others come before it', () => {
  const heights = new Heights(() => 22);
  heights.layOut(rows(3));
  heights.measure([[0, 66]]);
  heights.layOut([...rows(2, -2), ...rows(3)]);
  expect(heights.topOf(heights.indexOf(1))).toBe(22 + 22 + 66);
  heights.reset();
  expect(heights.total).toBe(110);
});

test('only what is seen is drawn, and what is above the end of a list that became shorter is its end', () => {
  const heights = new Heights(() => 20);
  heights.layOut(rows(5_000));
  expect(heights.window(2_000, 100, 40)).toEqual({ first: 98, last: 108 });
  expect(heights.window(0, 100, 40)).toEqual({ first: 0, last: 8 });
  expect(heights.window(1e9, 100, 0).last).toBe(5_000);
  heights.layOut([]);
  expect(heights.window(50, 100, 10)).toEqual({ first: 0, last: 0 });
});

test('a key is found, a missing one is not', () => {
  const heights = new Heights(() => 1);
  heights.layOut([{ key: -7 }, { key: 2 }, { key: 9 }]);
  expect([-7, 2, 9].map((key) => heights.indexOf(key))).toEqual([0, 1, 2]);
  expect(heights.indexOf(3)).toBe(-1);
  expect([-9, 3, 9, 10].map((key) => heights.near(key))).toEqual([0, 2, 2, 3]);
});

test('measures of rows that left are forgotten in time', () => {
  const heights = new Heights(() => 1);
  for (let from = 0; from < 20_000; from += 1_000) {
    heights.layOut(rows(1_000, from));
    heights.measure(rows(1_000, from).map(({ key }) => [key, 3] as const));
  }
  expect(heights.total).toBe(3_000);
});
