import { expect, test } from 'vitest';
import { LogBuffer } from './buffer.ts';

const lines = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ text: String(from + i) }));
const texts = (buffer: LogBuffer) => buffer.entries.map((entry) => (entry.kind === 'line' ? entry.text : entry.notice.kind));

test('lines keep their order and their keys ascend, older ones too', () => {
  const buffer = new LogBuffer();
  buffer.append(lines(10, 2));
  buffer.prepend(lines(7, 3));
  buffer.append(lines(12, 1), { kind: 'rotated' });
  buffer.prepend(lines(5, 2));
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
  expect(buffer.head(2).map((line) => line.text)).toEqual(['25000', '25001']);
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
  const [given, guessed] = buffer.head(2);
  expect([given?.level, given?.guessed]).toEqual(['info', false]);
  expect([guessed?.level, guessed?.guessed]).toEqual(['error', true]);
});
