import { expect, test } from 'vitest';
import { process } from './fixtures.ts';
import { passes, sharesOf } from './share.ts';

const rows = [
  process(),
  process({ pid: 2, verdict: 'caution', known: false, ports: [], sockets: [] }),
  process({ pid: 3, verdict: 'urgent', known: false, exe_deleted: true }),
  process({ pid: 4, verdict: null, gaps: { exe: 'denied' }, exe: null }),
];

test('each filter says how many it would leave', () => {
  expect(sharesOf(rows)).toEqual({ only: { attention: 2, safe: 1, caution: 1, danger: 0, urgent: 1 }, chips: { unknown: 2, public: 3, denied: 1, deleted: 1 } });
});

test('what needs somebody is everything that is judged and not safe', () => {
  expect(rows.filter(({ verdict }) => passes(verdict, 'attention')).map(({ pid }) => pid)).toEqual([2, 3]);
  expect(rows.filter(({ verdict }) => passes(verdict, 'safe')).map(({ pid }) => pid)).toEqual([1324]);
  expect(rows.filter(({ verdict }) => passes(verdict, null))).toHaveLength(4);
});
