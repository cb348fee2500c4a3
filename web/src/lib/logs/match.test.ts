import { expect, test } from 'vitest';
import { LogBuffer } from './buffer.ts';
import { parseLogFilter, passing, segments } from './match.ts';

const ESC = '\u001b';

function passed(query: string, least: Parameters<typeof parseLogFilter>[1] = null): string[] {
  const buffer = new LogBuffer();
  buffer.append(
    [{ text: 'Failed password for admin from 203.0.113.9' }, { text: 'ERROR pool exhausted' }, { text: 'plain', level: 'warning' }, { text: `colour${ESC}[31m` }],
    { kind: 'rotated' },
  );
  return passing(buffer.entries, parseLogFilter(query, least)).map((entry) => (entry.kind === 'line' ? entry.text : entry.notice.kind));
}

test('every word must occur, whatever its case; notices stay', () => {
  expect(passed('failed 203.0.113.9')).toEqual(['rotated', 'Failed password for admin from 203.0.113.9']);
  expect(passed('"password for"')).toHaveLength(2);
  expect(passed('password nothing')).toEqual(['rotated']);
  expect(passed('')).toHaveLength(5);
});

test('a word with an exclamation mark must not occur', () => {
  expect(passed('!failed !pool !colour')).toEqual(['rotated', 'plain']);
});

test('a level is the given one, else the guessed one', () => {
  expect(passed('', 'warning')).toEqual(['rotated', 'ERROR pool exhausted', 'plain']);
  expect(passed('', 'error')).toEqual(['rotated', 'ERROR pool exhausted']);
});

test('what one sees is what one finds: a written-out character too', () => {
  expect(passed('\\x1b')).toEqual(['rotated', `colour${ESC}[31m`]);
});

test('words are shone on, overlapping ones once', () => {
  expect(segments('Failed password', ['passw', 'word'])).toEqual([{ text: 'Failed ', kind: 'plain' }, { text: 'password', kind: 'hit' }]);
  expect(segments('aXbXc', ['x'])).toEqual(['a', 'X', 'b', 'X', 'c'].map((text, i) => ({ text, kind: i % 2 ? 'hit' : 'plain' })));
  expect(segments('', ['x'])).toEqual([{ text: '', kind: 'plain' }]);
});

test('written-out characters stand apart', () => {
  expect(segments(`a${ESC}b`, [])).toEqual([{ text: 'a', kind: 'plain' }, { text: '\\x1b', kind: 'written' }, { text: 'b', kind: 'plain' }]);
});

test('letters that change their length with their case are not cut wrongly', () => {
  expect(segments('İİ error', ['error']).map((part) => part.text).join('')).toBe('İİ error');
});
