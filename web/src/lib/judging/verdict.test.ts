import { expect, test } from 'vitest';
import type { Finding, Severity } from '../api/types.ts';
import { byWeight, colours, gravityOf, heaviest, isMode, isVerdict, needsLook, severityLook } from './verdict.ts';

const finding = (id: string, severity: string): Finding => ({ id, severity: severity as Severity, args: {}, evidence: '' });

test('verdicts are told apart, and words of the language are none', () => {
  expect(['safe', 'caution', 'danger', 'urgent'].map(gravityOf)).toEqual([0, 1, 2, 3]);
  expect(gravityOf(null)).toBe(-1);
  for (const word of ['constructor', '__proto__', '', null]) expect([isVerdict(word), isMode(word)]).toEqual([false, false]);
});

test('a verdict or severity of a newer server does not pass unseen', () => {
  expect(gravityOf('catastrophe')).toBe(gravityOf('urgent'));
  expect(heaviest([finding('A', 'fatal')])).toBe(heaviest([finding('A', 'critical')]));
  expect(severityLook('fatal')).toEqual(severityLook('critical'));
});

test('everything that is judged and not safe needs a look', () => {
  expect([null, 'safe', 'caution', 'danger', 'urgent'].map((verdict) => needsLook(verdict as never))).toEqual([false, false, true, true, true]);
});

test('the gravest finding is read first, and equals keep their order', () => {
  const found = [finding('ROOT', 'notice'), finding('TMP', 'critical'), finding('PORT', 'warning'), finding('MEMFD', 'critical')];
  expect(byWeight(found).map(({ id }) => id)).toEqual(['TMP', 'MEMFD', 'PORT', 'ROOT']);
  expect(found.filter(colours).map(({ id }) => id)).toEqual(['TMP', 'PORT', 'MEMFD']);
  expect(heaviest([])).toBe(-1);
});
