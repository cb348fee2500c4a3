import { expect, test } from 'vitest';
import { LogTails, TAIL_LINES } from './tails.ts';

const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ text: `line ${from + i}` }));

test('the first event of a log is where it begins, and so is the first after the stream was opened anew', () => {
  const tails = new LogTails();
  expect(tails.take({ log: 'a', lines: lines(0, 2) }).opening).toBe(true);
  expect(tails.take({ log: 'a', lines: lines(2, 2) }).opening).toBeUndefined();
  tails.opened();
  expect(tails.of('a'), 'what was known before is no beginning any more').toBeNull();
  expect(tails.take({ log: 'a', lines: lines(3, 2) }).opening).toBe(true);
  expect(tails.take({ log: 'a', lines: lines(5, 1) }).opening).toBeUndefined();
});

test('who comes later is told the newest lines', () => {
  const tails = new LogTails();
  expect(tails.of('a')).toBeNull();
  tails.take({ log: 'a', lines: lines(0, 15) });
  tails.take({ log: 'a', lines: lines(15, 15) });
  expect(tails.of('a')?.lines).toEqual(lines(30 - TAIL_LINES, TAIL_LINES));
  expect(tails.of('a')?.opening).toBe(true);
});

test('a log that nobody follows is forgotten', () => {
  const tails = new LogTails();
  tails.take({ log: 'a', lines: lines(0, 1) });
  tails.keep(new Set(['b']));
  expect(tails.of('a')).toBeNull();
  expect(tails.take({ log: 'a', lines: lines(9, 1) }).opening).toBe(true);
});
