import { expect, test } from 'vitest';
import { overlap } from './join.ts';

const lines = (text: string) => [...text].map((char) => ({ text: char }));

test('lines that are known already are counted', () => {
  expect(overlap(lines('abcdef'), lines('defgh'))).toBe(3);
  expect(overlap(lines('abc'), lines('abc'))).toBe(3);
  expect(overlap(lines('abc'), lines('xyz'))).toBe(0);
  expect(overlap(lines('abc'), lines('bcx'))).toBe(2);
});

test('a stream that begins before what is known is joined all the same', () => {
  expect(overlap(lines('cd'), lines('abcdef'))).toBe(4);
});

test('of equal lines the longest overlap counts: nothing is shown twice', () => {
  expect(overlap(lines('aaaa'), lines('aaa'))).toBe(3);
  expect(overlap(lines('abab'), lines('ababx'))).toBe(4);
});

test('nothing known, or nothing new, does not meet', () => {
  expect(overlap([], lines('abc'))).toBe(0);
  expect(overlap(lines('abc'), [])).toBe(0);
});

test('the same words at another time are another line', () => {
  expect(overlap([{ text: 'a', at: '1' }], [{ text: 'a', at: '2' }])).toBe(0);
  expect(overlap([{ text: 'a', at: null }], [{ text: 'a' }])).toBe(1);
});
