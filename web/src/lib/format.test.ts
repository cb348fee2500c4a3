import { expect, test } from 'vitest';
import { age, bytes, dateTime, rate, uptime } from './format.ts';

const said = (q: { value: string; unit: string }) => `${q.value} ${q.unit}`;

test('bytes are written with the unit a person would use', () => {
  const gib = 1024 ** 3;
  expect([0, 1023, 1024, 412 * 1024 ** 2, 1.2 * gib, 8 * gib, 41.6 * gib, 80 * gib, 200 * gib, 3 * 1024 * gib].map((n) => said(bytes(n)))).toEqual([
    '0 B', '1023 B', '1 KB', '412 MB', '1.2 GB', '8.0 GB', '41.6 GB', '80 GB', '200 GB', '3.0 TB',
  ]);
});

test('rounding never prints 1024 of a unit', () => {
  expect(said(bytes(1024 ** 2 - 1))).toBe('1.0 MB');
  expect(said(bytes(1024 ** 3 - 1))).toBe('1.0 GB');
});

test('rates keep three digits so that the number does not jump about', () => {
  expect([0, 12, 61.4 * 1024, 1.82 * 1024 ** 2, 9.996 * 1024 ** 2, 250 * 1024 ** 2].map((n) => said(rate(n)))).toEqual(['0 B/s', '12 B/s', '61.4 KB/s', '1.82 MB/s', '10.0 MB/s', '250 MB/s']);
});

test('ages are told in their largest whole unit, in both languages', () => {
  expect([12, 47 * 60, 2 * 3600, 41 * 86400].map((s) => age(s, 'ko'))).toEqual(['12초', '47분', '2시간', '41일']);
  expect([12, 47 * 60, 2 * 3600, 41 * 86400].map((s) => age(s, 'en'))).toEqual(['12 s', '47 min', '2 h', '41 d']);
});

test('a clock that runs ahead does not make a negative age', () => {
  expect(age(-5, 'en')).toBe('0 s');
});

test('uptime is days, hours and minutes', () => {
  expect(uptime(41 * 86400 + 7 * 3600 + 22 * 60 + 59)).toBe('41+07:22');
  expect(uptime(0)).toBe('0+00:00');
});

test('a time that is none is shown as it came', () => {
  expect(dateTime('never')).toBe('never');
});
