import { expect, test } from 'vitest';
import { heard, KEPT, NOTICE_MS, PATIENCE_MS, person, STAYS_MS, still } from './news.ts';
import type { ActionEvent, NoticeEvent } from './shapes.ts';

const event = (values: Partial<ActionEvent> = {}): ActionEvent => ({ kind: 'begun', at: '2026-11-21T00:00:00Z', actor: 'user:kim', deed: 'end', key: '7-70', name: 'chrome', ...values });

test('what became of a process takes the place of its beginning', () => {
  const begun = heard([], event(), 0);
  const done = heard(begun, event({ kind: 'done', outcome: 'ended' }), 5_000);
  expect(done.map(({ event: { kind } }) => kind)).toEqual(['done']);
  expect(heard(done, event({ key: '8-80' }), 6_000)).toHaveLength(2);
});

test('news pass, and a beginning without an end is forgotten at last', () => {
  const begun = heard([], event(), 0);
  expect(still(begun, STAYS_MS + 1)).toBe(begun);
  expect(still(begun, PATIENCE_MS + 1)).toEqual([]);
  expect(still(heard([], event({ kind: 'done' }), 0), STAYS_MS + 1)).toEqual([]);
});

test('a storm of news is bounded', () => {
  let list: ReturnType<typeof heard> = [];
  for (let i = 0; i < KEPT * 3; i += 1) list = heard(list, event({ key: `${i}-1` }), i);
  expect(list).toHaveLength(KEPT);
  expect(list[0]?.id).toBe(`${KEPT * 3 - 1}-1`);
});

test('of a rule that tells of many processes one line stays, and what it said of one does not hide what is done to it', () => {
  const notice = (key: string): NoticeEvent => ({ kind: 'notice', at: '2026-11-21T00:00:00Z', actor: 'autopilot', code: 'fits', message: 'm', rule: 'leaks', key });
  const list = heard(heard(heard([], event(), 0), notice('7-70'), 1), notice('8-80'), 2);
  expect(list.map(({ id }) => id)).toEqual(['notice leaks', '7-70']);
  expect(list[0]?.until).toBe(2 + NOTICE_MS);
  expect(still(list, 2 + NOTICE_MS).map(({ id }) => id)).toEqual(['7-70']);
});

test('people are called by their names, others as they are', () => {
  expect([person('user:kim'), person('autopilot:leaks'), person('kim')]).toEqual(['kim', 'autopilot:leaks', 'kim']);
});
