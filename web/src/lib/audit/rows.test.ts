import { expect, test } from 'vitest';
import type { AuditRow } from '../api/types.ts';
import { readAuditAddress, writeAuditAddress } from './address.ts';
import { actorOf, KIND_NAMES, KINDS } from './kinds.ts';
import { byDay, cameToNothing, fitsWords, missingIds } from './rows.ts';

const row = (change: Partial<AuditRow> = {}): AuditRow => ({ id: 1, at: '2026-11-21T03:14:08Z', actor: 'user:minsu', action: 'end', key: '4102-1763', name: 'node', outcome: 'refused', code: 'system_service', reason: null, address: '203.0.113.7', ...change });

test('a row is found by who, what, about what, from where and by what the page calls it', () => {
  for (const word of ['minsu', 'node', '4102-1763', 'system_service', '203.0.113.7', '끝내기']) expect(fitsWords(row(), [word], '끝내기')).toBe(true);
  expect(fitsWords(row(), ['node', 'minsu'], '')).toBe(true);
  expect(fitsWords(row(), ['node', 'jiyoung'], '')).toBe(false);
});

test('a pattern of a stranger is only text', () => {
  expect(fitsWords(row({ name: 'a(b' }), ['a(b'], '')).toBe(true);
  expect(fitsWords(row(), ['.*'], '')).toBe(false);
});

test('refused and failed came to nothing, announced did not yet', () => {
  expect((['ok', 'refused', 'failed', 'intended'] as const).filter((outcome) => cameToNothing({ outcome }))).toEqual(['refused', 'failed']);
});

test('each day has one heading, and a time that is none has its own', () => {
  const noon = (day: number) => row({ at: `2026-11-${day}T12:00:00` });
  expect(byDay([noon(21), noon(21), noon(20), row({ at: 'never' })]).map((day) => [day.date, day.rows.length])).toEqual([['2026-11-21', 2], ['2026-11-20', 1], ['', 1]]);
});

test('ids that are left out are counted', () => {
  expect(missingIds([{ id: 9 }, { id: 8 }, { id: 5 }])).toBe(2);
  expect(missingIds([])).toBe(0);
});

test('who acted is told apart, and a stranger cannot pose as another kind', () => {
  expect(actorOf('user:minsu')).toEqual({ kind: 'user', name: 'minsu' });
  expect(actorOf('cli:root:x')).toEqual({ kind: 'cli', name: 'root:x' });
  expect(actorOf('anonymous')).toEqual({ kind: 'anonymous', name: null });
  expect(actorOf('user')).toEqual({ kind: 'program', name: 'user' });
  expect(actorOf('autopilot:leaky')).toEqual({ kind: 'rule', name: 'leaky' });
  expect(actorOf('autopilot')).toEqual({ kind: 'program', name: 'autopilot' });
});

test('the address keeps what is looked for and refuses what is unknown', () => {
  const address = { query: 'node minsu', kind: 'deeds', refused: true, name: 'a&b', actor: 'user:min su' } as const;
  expect(readAuditAddress(new URLSearchParams(writeAuditAddress(address).toString()))).toEqual(address);
  expect(readAuditAddress(new URLSearchParams('kind=constructor'))).toEqual({ query: '', kind: null, refused: false, name: null, actor: null });
  expect(writeAuditAddress({ query: '', kind: null, refused: false, name: null, actor: null }).toString()).toBe('');
});

test('every kind has actions', () => {
  for (const kind of KIND_NAMES) expect(KINDS[kind].length).toBeGreaterThan(0);
});
