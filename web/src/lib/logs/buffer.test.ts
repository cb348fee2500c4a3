import { expect, test } from 'vitest';
import { LogBuffer } from './buffer.ts';

const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ text: String(from + i) }));
const texts = (buffer: LogBuffer) => buffer.entries.map((entry) => (entry.kind === 'line' ? entry.text : entry.notice.kind));

test('lines keep their order and their keys ascend, older ones too', () => {
  const buffer = new LogBuffer();
  buffer.append(lines(10, 2));
  buffer.prepend(lines(7, 3), null);
  buffer.append(lines(12, 1), { kind: 'rotated' });
  buffer.prepend(lines(5, 2), null);
  expect(texts(buffer)).toEqual(['5', '6', '7', '8', '9', '10', '11', 'rotated', '12']);
  const keys = buffer.entries.map((entry) => entry.key);
  expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
});

test('only so many are kept, the newest ones', () => {
  const buffer = new LogBuffer();
  for (let i = 0; i < 30; i += 1) {
    buffer.append(lines(i * 1_000, 1_000));
    buffer.trim(5_000);
  }
  expect(buffer.entries).toHaveLength(5_000);
  expect(texts(buffer).at(-1)).toBe('29999');
  expect(buffer.trim(5_000)).toBe(0);
  expect(texts(buffer).slice(0, 2)).toEqual(['25000', '25001']);
});

test('from wherever it was cut one reads back at the mark before, and what lies between comes back with it', () => {
  for (let most = 1; most <= 12; most += 1) {
    const buffer = new LogBuffer();
    buffer.append(lines(4, 4), null, '4');
    buffer.append(lines(8, 1));
    buffer.append(lines(9, 3), null, '9');
    buffer.append(lines(12, 4), { kind: 'rotated' }, '12');
    // In one step or in several is the same.
    for (let kept = 12; kept > most; kept -= 2) buffer.trim(kept);
    buffer.trim(most);
    const before = Number(buffer.before);
    expect([4, 9, 12]).toContain(before);
    buffer.prepend(lines(before - 2, 2), String(before - 2));
    expect(texts(buffer).filter((text) => text !== 'rotated'), `${most} kept`).toEqual(lines(before - 2, 18 - before).map((line) => line.text));
    expect(buffer.before).toBe(String(before - 2));
    const keys = buffer.entries.map((entry) => entry.key);
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b));
  }
});

test('a gap at the beginning is closed by the lines that are read there, another notice stays', () => {
  for (const [kind, stays] of [['skipped', false], ['left_out', false], ['missed', false], ['rotated', true]] as const) {
    const buffer = new LogBuffer();
    buffer.append(lines(0, 2), null, null);
    buffer.append(lines(50, 2), { kind }, '50');
    buffer.trim(3);
    expect(buffer.before).toBe('50');
    buffer.prepend([], '50');
    expect(texts(buffer), 'nothing was read').toEqual([kind, '50', '51']);
    buffer.prepend(lines(48, 2), '48');
    expect(texts(buffer)).toEqual(stays ? ['48', '49', kind, '50', '51'] : ['48', '49', '50', '51']);
  }
});

test('without any mark the place is not known', () => {
  const buffer = new LogBuffer();
  buffer.append(lines(0, 9));
  buffer.trim(3);
  expect(buffer.before).toBeUndefined();
  expect(texts(buffer)).toEqual(['6', '7', '8']);
});

test('a list that somebody holds does not change under their hands', () => {
  const buffer = new LogBuffer();
  buffer.append(lines(0, 2));
  const held = buffer.entries;
  buffer.append(lines(2, 2));
  buffer.trim(1);
  expect(held).toHaveLength(2);
});

test('a level that the log gives is not guessed', () => {
  const buffer = new LogBuffer();
  buffer.append([{ text: 'ERROR in the words only', level: 'info' }, { text: 'ERROR' }]);
  const found = buffer.entries.map((entry) => entry.kind === 'line' && [entry.level, entry.guessed]);
  expect(found).toEqual([
    ['info', false],
    ['error', true],
  ]);
});
