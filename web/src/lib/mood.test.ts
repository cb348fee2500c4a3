import { expect, test } from 'vitest';
import type { Snapshot } from './api/types.ts';
import { fullest, moodOf, Steady } from './mood.ts';

const snapshot = (memory: number | null, disks: [string, number | null][]) => ({ memory: { percent: memory }, disks: disks.map(([mount, percent]) => ({ mount, percent })) }) as unknown as Snapshot;

test('the fullest resource gives the mood', () => {
  const most = fullest(snapshot(46, [['/', 52], ['/data', 91]]), 17);
  expect(most).toEqual({ what: 'disk', percent: 91, mount: '/data' });
  expect(moodOf('live', most)).toBe('bad');
});

test('what cannot be read is not taken for empty', () => {
  expect(fullest(snapshot(null, [['/', null]]), null)).toBeNull();
  expect(moodOf('live', null)).toBe('look');
});

test('a broken line is asleep, whatever was seen before', () => {
  expect(moodOf('lost', { what: 'cpu', percent: 99 })).toBe('sleep');
});

test('one busy second does not shout', () => {
  const cpu = new Steady(15);
  for (let i = 0; i < 14; i++) cpu.push(10);
  expect(cpu.push(100)).toBeLessThan(20);
  expect(cpu.push(null)).toBeLessThan(20);
});

test('the seconds before the page was opened count, and those after it count more', () => {
  const cpu = new Steady(4);
  cpu.push(100);
  expect(cpu.seed([0, null, 0, 0, 0, 0])).toBe(25);
  cpu.push(100);
  expect(cpu.seed([0, 0])).toBe(50);
});
