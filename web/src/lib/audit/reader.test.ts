import { expect, test } from 'vitest';
import type { AuditRow } from '../api/types.ts';
import { earlier, ENOUGH, FAR, newer, NOTHING, PAGE, type Ask } from './reader.ts';

const row = (id: number, action = 'log_in'): AuditRow => ({ id, at: '2026-11-21T03:14:08Z', actor: 'user:minsu', action, key: null, name: null, outcome: 'ok', code: null, reason: null, address: null });
/** An audit of rows 1 to `last`. */
const audit = (last: number, asked: number[] = [], actionOf: (id: number) => string = () => 'log_in'): Ask => async (before, limit) => {
  asked.push(limit);
  const from = Math.min(last, (before ?? Infinity) - 1);
  return Array.from({ length: Math.max(0, Math.min(limit, from)) }, (_, i) => row(from - i, actionOf(from - i)));
};

test('it reads until enough fit, and goes on from there', async () => {
  const first = await earlier(audit(1000), NOTHING, () => true);
  expect(first.rows.map((one) => one.id).slice(0, 2)).toEqual([1000, 999]);
  expect(first).toMatchObject({ complete: false, rows: { length: PAGE } });
  const second = await earlier(audit(1000), first, () => true);
  expect(second.rows[PAGE]?.id).toBe(1000 - PAGE);
});

test('what seldom fits is looked for further back, but not for ever', async () => {
  const asked: number[] = [];
  const seldom = await earlier(audit(100_000, asked, (id) => (id % 1000 === 0 ? 'end' : 'log_in')), NOTHING, (one) => one.action === 'end');
  expect(asked).toHaveLength(FAR);
  expect(seldom.complete).toBe(false);
  const often = await earlier(audit(100_000, [], (id) => (id % 4 === 0 ? 'end' : 'log_in')), NOTHING, (one) => one.action === 'end');
  expect(often.rows.filter((one) => one.action === 'end').length).toBeGreaterThanOrEqual(ENOUGH);
});

test('the beginning of the audit is known when it is reached, also on a full page', async () => {
  expect(await earlier(audit(3), NOTHING, () => true)).toMatchObject({ complete: true, rows: { length: 3 } });
  expect(await earlier(audit(0), NOTHING, () => true)).toEqual({ rows: [], complete: true });
  const full = await earlier(audit(PAGE), NOTHING, () => true);
  expect(full.complete).toBe(false);
  expect(await earlier(audit(PAGE), full, () => true)).toMatchObject({ complete: true, rows: { length: PAGE } });
});

test('what was written since comes before, without a gap and without a double', async () => {
  const before = await earlier(audit(300), NOTHING, () => true);
  const after = await newer(audit(300 + PAGE + 7), before);
  const ids = after?.rows.map((one) => one.id) ?? [];
  expect(ids[0]).toBe(300 + PAGE + 7);
  expect(ids.every((id, i) => i === 0 || id === (ids[i - 1] as number) - 1)).toBe(true);
  expect((await newer(audit(300), before))?.rows).toEqual(before.rows);
});

test('after a long absence the reading begins anew', async () => {
  const before = await earlier(audit(10), NOTHING, () => true);
  expect(await newer(audit(10 + PAGE * FAR), before)).toBeNull();
});
