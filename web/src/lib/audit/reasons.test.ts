import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { format, makeBundle, type Args } from '../i18n/bundle.ts';
import { reasonWords } from './reasons.ts';

const words = (lang: 'ko' | 'en') => {
  const bundle = makeBundle(lang, [readFileSync(join(import.meta.dirname, '../../../../locales', lang, 'audit-page.ftl'), 'utf8')]);
  return (id: string, args?: Args) => format(bundle, id, args);
};
const said = (reason: string) => (['ko', 'en'] as const).map((lang) => reasonWords(reason, words(lang)));

test('what the audit keeps in English is said in both languages, part by part', () => {
  for (const [kept, ko, en] of [
    ['role admin', '관리 역할', 'role: admin'],
    ['created; mode rehearse', '새로 만듦; 연습', 'new; rehearses'],
    ['updated: title, limits; mode enforce', '바뀐 것: title, limits; 실행', 'changed: title, limits; acts'],
    ['linux created: terminatable false', '리눅스, 새로 만듦: terminatable false', 'Linux, new: terminatable false'],
    ['common updated: tags', '공통, 바뀐 것: tags', 'common, changed: tags'],
    ['intent 12; TERM; verified', '예고 12번; TERM; 새로 훑어 확인함', 'announced as 12; TERM; verified by a fresh look'],
    ['intent 12; intent without outcome', '예고 12번; 결과가 적히지 않음', 'announced as 12; its outcome was never written'],
    ['as 77-7, started by cron (4)', 'PID 77(으)로, 시작한 것: cron (4)', 'as PID 77, started by cron (4)'],
    ['by recovery code, 3 left', '복구 코드로, 3개 남음', 'by a recovery code, 3 left'],
    ['POST /api/v1/users needs admin', 'POST /api/v1/users에는 관리 역할이 필요함', 'POST /api/v1/users needs the role admin'],
  ] as const) expect(said(kept), kept).toEqual([ko, en]);
});

test('what is not known, or is somebody else’s, is shown as it is and steers nothing', () => {
  for (const raw of ['57', 'something new', 'role king', 'because', `because: ${'x'.repeat(400)}`]) expect(said(raw)).toEqual([raw, raw]);
  expect(said('\u202eodd')[0]).toBe('\\u{202e}odd');
  expect(said('because: \u202e<b>x</b>; role admin')[0]).toBe('까닭: \\u{202e}<b>x</b>; 관리 역할');
});
