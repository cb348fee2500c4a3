import { describe, expect, it } from 'vitest';
import { consequences, freedBy, isTyped, needsTyping, takesAlong, toneOf, wantedWord } from './plan.ts';
import type { Outcome, Plan } from './shapes.ts';

const plan = (values: Partial<Plan> = {}): Plan => ({
  id: 'a', key: '7-70', name: 'chrome', kind: 'end', permitted: true, code: null, reason: null, steps: [{ signal: 'TERM', after_s: 0 }, { signal: 'KILL', after_s: 5 }],
  children: [], complete: true, sockets: [], files_for_writing: [], files_complete: true, restarts: null, lockout: { risk: false, why: null }, frees_bytes: 1_000, init_of_namespace: false, protected_members: [],
  gaps: { code: 'unsupported', reason: 'unsupported', restarts: 'unsupported' }, ...values,
});
const child = { key: '8-80', name: 'tab' };
const socket = { proto: 'tcp', address: '0.0.0.0', port: 80, exposure: 'public' } as const;
const outcome = (values: Partial<Outcome> = {}): Outcome => ({ key: '7-70', name: 'chrome', result: 'ended', signals: ['TERM'], took_ms: 10, verified: true, message: '', members: [], ...values });

describe('the name has to be typed', () => {
  it('for whatever has children or open sockets, and for nothing else', () => {
    expect(needsTyping(plan())).toBe(false);
    expect(needsTyping(plan({ children: [child] }))).toBe(true);
    expect(needsTyping(plan({ sockets: [socket] }))).toBe(true);
  });
  it('where they could not be seen: what is not known is not taken for nothing', () => {
    expect(needsTyping(plan({ children: null }))).toBe(true);
    expect(needsTyping(plan({ sockets: null }))).toBe(true);
  });
  it('never for what can be undone', () => {
    expect(needsTyping(plan({ kind: 'pause', children: [child], sockets: [socket] }))).toBe(false);
    expect(needsTyping(plan({ kind: 'resume', children: [child] }))).toBe(false);
  });
  it('exactly, but for blanks around it and the way Hangul was composed', () => {
    expect(isTyped(' chrome ', 'chrome')).toBe(true);
    expect(isTyped('한글', '한글'.normalize('NFD'))).toBe(true);
    for (const other of ['', 'Chrome', 'chrom', 'chrome2']) expect(isTyped(other, 'chrome')).toBe(false);
    expect(isTyped('', '')).toBe(false);
  });
  it('or the pid, where no keyboard has the name', () => {
    expect(wantedWord('chrome', 'chrome', '7-70')).toBe('chrome');
    expect(wantedWord('evil\u202etxt', 'evil\\u{202e}txt', '7-70')).toBe('7');
    expect(wantedWord('', '', '7-70')).toBe('7');
    expect(wantedWord('x'.repeat(200), 'x'.repeat(200), '7-70')).toBe('7');
  });
});

describe('what would come of it', () => {
  it('is told from the worst to what is harmless', () => {
    const told = consequences(plan({ lockout: { risk: true, why: 'sshd' }, children: [child], sockets: [socket], restarts: { by: 'systemd', what_to_do: 'systemctl stop x' } }), true);
    expect(told.map(({ what, weight }) => `${what} ${weight}`)).toEqual(['lockout danger', 'restarts danger', 'children caution', 'sockets caution', 'frees info', 'files check']);
  });
  it('children that go on alone are no warning, and those that end too are one', () => {
    const weight = (group: boolean) => consequences(plan({ children: [child] }), group).find(({ what }) => what === 'children')?.weight;
    expect([weight(false), weight(true)]).toEqual(['info', 'caution']);
  });
  it('more below it than a plan can tell is a warning, and cannot go along', () => {
    const children = (complete: boolean) => consequences(plan({ children: [child], complete }), false).find(({ what }) => what === 'children');
    expect(children(false)).toMatchObject({ weight: 'caution', complete: false });
    expect(children(true)).toMatchObject({ weight: 'info', complete: true });
    expect([true, false].map((complete) => takesAlong(plan({ children: [child], complete })))).toEqual([true, false]);
    expect(takesAlong(plan({ children: [] }))).toBe(false);
    expect(takesAlong(plan({ children: null }))).toBe(true);
    expect(takesAlong(plan({ kind: 'pause', children: [child] }))).toBe(false);
  });
  it('says what could not be seen instead of ticking it off', () => {
    expect(consequences(plan({ files_for_writing: ['/a'], files_complete: false }), false).find(({ what }) => what === 'files')).toMatchObject({ complete: false });
    const blind = plan({ children: null, sockets: null, files_for_writing: null, frees_bytes: null, lockout: null, gaps: { children: 'denied', sockets: 'denied', files_for_writing: 'denied', frees_bytes: 'denied', restarts: 'failed', lockout: 'failed' } });
    expect(consequences(blind, false).map(({ weight }) => weight)).toEqual(['gap', 'gap', 'gap', 'gap', 'gap', 'gap']);
  });
  it('nobody who starts it again is told as good news only when that was looked for', () => {
    const weight = (gaps: Plan['gaps']) => consequences(plan({ gaps }), false).find(({ what }) => what === 'restarts')?.weight;
    expect(weight({ restarts: 'unsupported' })).toBe('check');
    expect(weight({ restarts: 'denied' })).toBe('gap');
  });
  it('a pause closes nothing', () => {
    expect(consequences(plan({ kind: 'pause', children: [child], sockets: [socket] }), false).map(({ what }) => what)).toEqual(['lockout']);
  });
});

describe('an outcome', () => {
  it('is good only when it came to what was meant', () => {
    expect(['ended', 'killed', 'gone', 'paused', 'resumed'].map((result) => toneOf({ result }))).toEqual(['good', 'good', 'good', 'good', 'good']);
    expect(['interrupted', 'came_back', 'still_there', 'exploded'].map((result) => toneOf({ result }))).toEqual(['warn', 'bad', 'bad', 'bad']);
  });
  it('gives back what everybody who went along gave back, and does not invent it', () => {
    expect(freedBy(outcome({ freed_bytes: 5, members: [outcome({ freed_bytes: 7 }), { key: '9-9', name: 'db', code: 'root', reason: 'root’s' }] }))).toBe(12);
    expect(freedBy(outcome())).toBeNull();
    expect(freedBy(outcome({ freed_bytes: 0 }))).toBe(0);
  });
});
