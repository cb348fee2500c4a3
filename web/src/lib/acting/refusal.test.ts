import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format, makeBundle, type Args } from '../i18n/bundle.ts';
import { process } from '../processes/fixtures.ts';
import { refusalMessage, refusalWords } from './refusal.ts';

const locales = join(import.meta.dirname, '../../../../locales');
const text = (lang: string, file: string) => readFileSync(join(locales, lang, file), 'utf8');
const words = (lang: 'ko' | 'en') => {
  const bundle = makeBundle(lang, [text(lang, 'refusals.ftl'), text(lang, 'acting-page.ftl')]);
  return (id: string, args?: Args) => format(bundle, id, args);
};
const CODES = [...text('en', 'refusals.ftl').matchAll(/^refusal-([a-z-]+) =/gm)].map(([, code = '']) => code.replaceAll('-', '_'));

test('every code is a sentence in both languages, whatever the row knows', () => {
  expect(CODES.length).toBeGreaterThan(20);
  for (const lang of ['ko', 'en'] as const) {
    for (const row of [process(), process({ unit: null, container: null, uid: null }), null]) {
      for (const code of CODES) {
        const said = refusalWords(words(lang), code, row);
        expect(said, `${lang} ${code}`).toMatch(/\.$/);
        expect(said, `${lang} ${code}`).not.toMatch(/[{}]/);
      }
    }
  }
});

test('the unit is named where the row knows it', () => {
  expect(refusalWords(words('en'), 'system_service', process({ unit: 'nginx.service' }))).toContain('systemctl stop nginx.service');
  for (const unit of [null, 'nginx', '$(x).service', '--root=x.service']) expect(refusalMessage('system_service', process({ unit }))?.id, 'nobody can tell how that one is stopped').toBe('acting-refusal-system-service');
});

test('a hostile name steers nothing, and a code of a newer server is shown as it is', () => {
  expect(refusalWords(words('en'), 'other_container', process({ container: 'a\u001b[31m\u202eb' }))).toContain('a\\x1b[31m\\u{202e}b');
  expect(refusalWords(words('en'), 'made_of_cheese', null)).toBe('made_of_cheese');
  expect(refusalWords(words('en'), '<b>\u202e', null)).toBe('<b>\\u{202e}');
});
