import { expect, test } from 'vitest';
import { draftOf, EMPTY, exact, isLike, isRight, newId, numberOf, readAutopilot, REHEARSAL_S, rehearsalLeft, ruleOf, standingOf, wrongOf, type Draft, type Progress, type Rule } from './rule.ts';

const progress = (change: Partial<Progress> = {}): Progress => ({ matching: 0, would_have: 0, done: 0, refused: 0, since: null, rehearsed_s: 0, trip: null, last: [], ...change });
const RULE: Rule = {
  id: 'leaky', title: '새는 빌드', match: { path: '/opt/build/*', known: false }, when: { cpu_percent_over: 90.5, age_s_over: 600, for_s: 60 },
  action: 'end', mode: 'rehearse', limits: { per_hour: 5, cooldown_s: 60, at_once: 3 }, enabled: true, ripe: false, progress: progress(),
};
const draft = (change: Partial<Draft> = {}): Draft => ({ ...EMPTY, path: '/opt/x', ...change });

test('a rule comes back from the form as it went in', () => {
  const { progress: _, ripe: __, ...sent } = RULE;
  expect(ruleOf(draftOf(RULE), RULE.id, RULE.mode, RULE.enabled)).toEqual(sent);
});

test('a name alone is never enough, each of path, user and finding is', () => {
  expect(wrongOf({ ...EMPTY, name: 'node', category: 'runtime', known: 'no' }).identity).toBe('identity');
  for (const given of [{ path: '/opt/x' }, { user: 'deploy' }, { finding: 'CPU_HOG' }]) expect(isRight({ ...EMPTY, ...given })).toBe(true);
});

test('a path that would be everything is refused', () => {
  for (const path of ['/', '/*', '/*/x', 'opt/x', '/opt/../etc', '//x', '*']) expect(wrongOf(draft({ path })).path).toBe('path');
  for (const path of ['/opt/*', '/usr/bin/node', '/opt/**/x']) expect(wrongOf(draft({ path })).path).toBeNull();
});

test('numbers that are none, or can never be reached, are refused', () => {
  for (const cpu of ['-1', '0', 'x', '1e9', 'NaN', '1,2,3']) expect(wrongOf(draft({ cpu })).cpu).toBe('percent');
  for (const memory of ['100', '0']) expect(wrongOf(draft({ memory })).memory).toBe('memory');
  expect(wrongOf(draft({ cpu: '99,5', memory: '50' }))).toMatchObject({ cpu: null, memory: null });
  for (const atOnce of ['0', '', '1.5', '1001']) expect(wrongOf(draft({ atOnce })).atOnce).toBe('limit');
  expect([numberOf(' 1,5 '), numberOf(''), numberOf('12')]).toEqual([1.5, null, 12]);
});

test('nothing is touched on first sight, but told of', () => {
  expect(wrongOf(draft({ action: 'end', lasts: '4' })).lasts).toBe('short');
  expect(wrongOf(draft({ action: 'pause', lasts: '5' })).lasts).toBeNull();
  expect(wrongOf(draft({ action: 'notify', lasts: '0' })).lasts).toBeNull();
  expect(wrongOf(draft({ lasts: '' })).lasts).toBe('time');
});

test('another title keeps the rehearsal, another condition or limit does not', () => {
  expect(isLike(RULE, { ...RULE, match: { known: false, path: '/opt/build/*', user: null } })).toBe(true);
  expect(isLike(RULE, { ...RULE, limits: { ...RULE.limits, at_once: 4 } })).toBe(false);
  expect(isLike(RULE, { ...RULE, action: 'pause' })).toBe(false);
});

test('a rule is enforced after a day of rehearsal, unless it only tells or an admin said so', () => {
  const left = (rehearsed_s: number, change: Partial<Rule> = {}) => rehearsalLeft({ ...RULE, ...change, progress: progress({ rehearsed_s }) });
  expect([left(0), left(60)]).toEqual([REHEARSAL_S, REHEARSAL_S - 60]);
  expect(left(REHEARSAL_S, { ripe: true })).toBe(0);
  expect(left(0, { ripe: true })).toBe(0);
  expect(left(REHEARSAL_S), 'the server has not said so yet').toBe(1);
  expect(left(0, { action: 'notify' })).toBe(0);
});

test('a rule that cannot be read is told apart, and never shown as one that can', () => {
  const answer = { stopped: false, stopped_by: null, stopped_at: null, stop_file: null, trouble: 'The database does not answer.', notices: [] };
  const gone = { ...RULE, title: null, match: null, when: null, action: null, mode: null, limits: null, enabled: null };
  const read = readAutopilot({ ...answer, rules: [{ ...RULE, problem: null }, { ...gone, id: 'x', problem: 'match is missing' }, { ...gone, id: 'y', problem: null }, { ...RULE, id: 'z', problem: 'of a newer server' }] });
  expect([read.rules.map(({ id }) => id), read.trouble]).toEqual([['leaky'], 'The database does not answer.']);
  expect(read.broken).toEqual([{ id: 'x', problem: 'match is missing' }, { id: 'y', problem: '' }, { id: 'z', problem: 'of a newer server' }]);
});

test('what needs a person is said first', () => {
  expect(standingOf({ ...RULE, enabled: false, progress: progress({ trip: { kind: 'too_many', value: 9 } }) })).toBe('tripped');
  expect(standingOf({ ...RULE, enabled: false })).toBe('off');
  expect(standingOf({ ...RULE, mode: 'enforce' })).toBe('enforce');
});

test('a new rule has an id that no other has', () => {
  expect(newId('Leaky build!', [])).toBe('leaky-build');
  expect(newId('새는 빌드', [])).toBe('rule');
  expect(newId('새는 빌드', ['rule'], () => 0)).toBe('rule-0000');
  let turn = 0;
  expect(newId('', ['rule', 'rule-0000'], () => (turn++ === 0 ? 0 : 0.5))).toMatch(/^rule-[0-9a-z]{4}$/);
});

test('times are told in the largest unit that fits exactly', () => {
  expect([5, 60, 90, 3600, 86_400, 90_000].map(exact)).toEqual([{ value: 5, unit: 'second' }, { value: 1, unit: 'minute' }, { value: 90, unit: 'second' }, { value: 1, unit: 'hour' }, { value: 1, unit: 'day' }, { value: 25, unit: 'hour' }]);
});
