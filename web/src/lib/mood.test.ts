import { expect, test } from 'vitest';
import type { Snapshot } from './api/types.ts';
import { fullest, moodOf, Steady } from './mood.ts';
import { USUAL } from './parts/levels.ts';

const usual = { cpu: USUAL, memory: USUAL, disk: USUAL };

const snapshot = (memory: number | null, disks: [string, number | null][]) => ({ memory: { percent: memory }, disks: disks.map(([mount, percent]) => ({ mount, percent })) }) as unknown as Snapshot;

test('the fullest resource gives the mood', () => {
  const most = fullest(snapshot(46, [['/', 52], ['/data', 91]]), 17, usual);
  expect(most).toEqual({ what: 'disk', percent: 91, level: 'bad', mount: '/data' });
  expect(moodOf('live', most)).toBe('bad');
});

test('what is configured to be tight earlier is told before what is fuller', () => {
  const most = fullest(snapshot(75, [['/', 72]]), 17, { ...usual, memory: { warn: 90, bad: 95 }, disk: { warn: 50, bad: 70 } });
  expect(most).toMatchObject({ what: 'disk', percent: 72, level: 'bad' });
  expect(moodOf('live', fullest(snapshot(75, []), 17, { ...usual, memory: { warn: 90, bad: 95 } }))).toBe('ok');
});

test('what cannot be read is not taken for empty', () => {
  expect(fullest(snapshot(null, [['/', null]]), null, usual)).toBeNull();
  expect(moodOf('live', null)).toBe('look');
});

test('a broken line is asleep, whatever was seen before', () => {
  expect(moodOf('lost', { what: 'cpu', percent: 99, level: 'bad' })).toBe('sleep');
});

test('a failed service makes it uneasy, however much room there is', () => {
  const most = fullest(snapshot(20, []), 17, usual);
  expect(moodOf('live', most)).toBe('ok');
  expect(moodOf('live', most, 1)).toBe('warn');
  expect(moodOf('lost', most, 1)).toBe('sleep');
  expect(moodOf('live', fullest(snapshot(95, []), 17, usual), 1)).toBe('bad');
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

test('a process that needs somebody now is an alarm, one that should be checked makes uneasy', () => {
  const roomy = { what: 'cpu', percent: 5, level: 'good' } as const;
  const counts = { safe: 9, caution: 3, danger: 0, urgent: 0 };
  expect(moodOf('live', roomy, 0, counts)).toBe('ok');
  expect(moodOf('live', roomy, 0, { ...counts, danger: 1 })).toBe('warn');
  expect(moodOf('live', roomy, 0, { ...counts, urgent: 1 })).toBe('bad');
  expect(moodOf('live', null, 0, { ...counts, urgent: 1 })).toBe('bad');
  expect(moodOf('live', { ...roomy, level: 'bad' }, 0, counts)).toBe('bad');
  expect(moodOf('lost', roomy, 0, { ...counts, urgent: 1 })).toBe('sleep');
});
