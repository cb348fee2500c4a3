import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format, isolate, makeBundle } from './bundle.ts';

const locales = join(import.meta.dirname, '../../../../locales');
const PAGE_FILES = ['page.ftl', 'processes.ftl', 'explain-page.ftl', 'rules.ftl', 'verdict.ftl', 'services.ftl', 'logs.ftl', 'settings.ftl', 'totp.ftl', 'audit.ftl', 'refusals.ftl', 'acting-page.ftl', 'cleanup.ftl', 'cleanup-page.ftl', 'policies-page.ftl', 'audit-page.ftl', 'autopilot-page.ftl'];
const read = (lang: string) => PAGE_FILES.filter((file) => readdirSync(join(locales, lang)).includes(file)).map((file) => readFileSync(join(locales, lang, file), 'utf8'));
const idsOf = (sources: string[]) => sources.join('\n').match(/^[a-z][\w-]*(?= =)/gm) ?? [];

test('an argument fills its place, a missing message shows its id', () => {
  const bundle = makeBundle('en', ['last-seen = Last seen { $age } ago.\n    .short = { $age }\n']);
  expect(format(bundle, 'last-seen', { age: '12 s' })).toBe('Last seen 12 s ago.');
  expect(format(bundle, 'last-seen.short', { age: '12 s' })).toBe('12 s');
  expect(format(bundle, 'no-such-words')).toBe('no-such-words');
});

test('a name cannot turn the sentence around it', () => {
  const evil = '\u202Etxt.exe\u2069';
  expect(isolate(evil)).toBe('txt.exe');
  expect(isolate('مراقب')).toBe('\u2068مراقب\u2069');
  expect(isolate('nginx')).toBe('nginx');
});

test('a name is never read as words of ours', () => {
  const bundle = makeBundle('en', ['ended = { $name } has ended.\n']);
  expect(format(bundle, 'ended', { name: '{ $name } <b>' })).toBe('{ $name } <b> has ended.');
});

test('both languages have the same messages, each once', () => {
  const ko = idsOf(read('ko'));
  const en = idsOf(read('en'));
  expect([...ko].sort()).toEqual([...en].sort());
  expect(new Set(en).size).toBe(en.length);
});

test('every message of both languages can be read', () => {
  for (const lang of ['ko', 'en'] as const) {
    const sources = read(lang);
    const bundle = makeBundle(lang, sources);
    for (const id of idsOf(sources)) expect(bundle.hasMessage(id), `${lang} ${id}`).toBe(true);
  }
});
