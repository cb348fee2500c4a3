import { describe, expect, it } from 'vitest';
import { MOST } from './several.ts';
import { groupsOf, kept, percentAfter, share, sumOf, tally, toggled } from './tidy.ts';
import type { EndRow, TidyRow } from './shapes.ts';

const row = (key: string, why: string, frees_bytes: number | null): TidyRow => ({ key, name: `n${key}`, app: null, why: why as TidyRow['why'], frees_bytes, zombies: 0 });
const rows = [row('1-1', 'user_app', 5), row('2-2', 'unused', 1), row('3-3', 'unused', 9), row('4-4', 'unused', null), row('5-5', 'haunted', 2)];

describe('the list', () => {
  it('is in groups, each the largest first, and a reason of a newer server is shown too', () => {
    expect(groupsOf(rows).map(({ why, rows: members, bytes }) => [why, members.map(({ key }) => key), bytes])).toEqual([
      ['unused', ['3-3', '2-2', '4-4'], 10],
      ['user_app', ['1-1'], 5],
      ['haunted', ['5-5'], 2],
    ]);
    expect(groupsOf([])).toEqual([]);
  });
});

describe('what is picked', () => {
  it('is forgotten when it ends by itself, and stays the same set while nothing changes', () => {
    const picked = new Set(['1-1', '9-9']);
    expect([...kept(picked, rows)]).toEqual(['1-1']);
    const all = new Set(['1-1']);
    expect(kept(all, rows)).toBe(all);
  });
  it('a reused pid is not picked because the old one was', () => {
    expect([...kept(new Set(['1-1']), [row('1-2', 'unused', 1)])]).toEqual([]);
  });
  it('is at most as many as one request holds', () => {
    const keys = Array.from({ length: MOST + 20 }, (_, i) => `${i}-1`);
    expect(toggled(new Set(), keys, true).size).toBe(MOST);
    expect(toggled(new Set(keys.slice(0, 3)), ['0-1'], false).size).toBe(2);
  });
  it('of a group is none, some or all', () => {
    expect([share(new Set(), rows), share(new Set(['1-1']), rows), share(new Set(rows.map(({ key }) => key)), rows)]).toEqual(['none', 'some', 'all']);
  });
  it('adds up, and says of how many it cannot be known', () => {
    expect(sumOf(new Set(['3-3', '4-4', '1-1']), rows)).toEqual({ count: 3, bytes: 14, unknown: 1 });
  });
});

describe('memory afterwards', () => {
  it('is never below nothing, and not known where memory is not known', () => {
    expect(percentAfter({ total: 100, used: 60 }, 20)).toBe(40);
    expect(percentAfter({ total: 100, used: 10 }, 20)).toBe(0);
    expect(percentAfter({ total: null, used: 1 }, 1)).toBeNull();
    expect(percentAfter({ total: 0, used: 0 }, 1)).toBeNull();
  });
});

describe('several that were ended together', () => {
  it('are counted each by its own outcome', () => {
    const done = (result: string, freed_bytes: number | null): EndRow => ({ key: 'k', name: 'n', code: null, reason: null, outcome: { key: 'k', name: 'n', result, signals: [], took_ms: 1, verified: true, message: '', members: [], freed_bytes } });
    const refused: EndRow = { key: 'k', name: 'n', outcome: null, code: 'root', reason: '' };
    expect(tally([done('ended', 3), done('killed', null), done('still_there', null), refused])).toEqual({ ended: 2, refused: 1, other: 1, bytes: 3 });
  });
});
