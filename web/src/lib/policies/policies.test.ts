import { expect, test } from 'vitest';
import { readPolicyAddress, writePolicyAddress } from './address.ts';
import { permits, readPolicy, type Policy } from './document.ts';
import { asksFor, bodyOf, draftOf, EMPTY, isRight, mediaOf, tagsOf, wrongOf } from './draft.ts';
import { arranged, categoriesOf, countOf, endOf, fits, type Wanted } from './filter.ts';
import { countChanges, sorted } from './imported.ts';

const WHOLE = {
  id: 'a1', readable: true, problem: null, name: 'nginx', platform: 'common', category: 'web-server', description: '웹 서버입니다.',
  policy: { is_system: false, terminatable: false, reason: '사이트가 멈춥니다', owner: 'ops' }, tags: ['web'], created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-02T00:00:00Z',
  descriptions: { ko: '웹 서버입니다.', en: 'A web server.' }, aliases: ['openresty'], expect: { ports: [80, 443] }, seed: { hash: 'ab' }, team: { name: 'x' },
};
const policy = (change: Record<string, unknown> = {}): Policy => readPolicy({ ...WHOLE, ...change });
const ALL: Wanted = { words: [], platform: null, category: null, end: null };

test('every field is read, and what another program wrote is kept in sight', () => {
  const read = policy();
  expect(read).toMatchObject({ name: 'nginx', platform: 'common', ko: '웹 서버입니다.', en: 'A web server.', terminatable: false, reason: '사이트가 멈춥니다', aliases: ['openresty'], seeded: true });
  expect(read.expect).toEqual([{ key: 'ports', value: '[80,443]' }]);
  expect(read.others).toEqual([{ key: 'team', value: '{"name":"x"}' }, { key: 'policy.owner', value: '"ops"' }]);
});

test('a document of anybody is read without stumbling', () => {
  for (const row of [{}, { name: 7 }, { policy: [] }, { policy: null, tags: 'x', descriptions: 3, expect: [] }, { name: '', platform: 'mars' }, { descriptions: { ko: 1, en: null } }]) {
    const read = readPolicy(row);
    expect(permits(read)).toBe(false);
    expect(read.name).toBeNull();
  }
  expect(readPolicy({ tags: 'x' }).others).toEqual([{ key: 'tags', value: '"x"' }]);
});

test('what cannot be read forbids, whatever it seems to say', () => {
  const broken = policy({ readable: false, problem: 'platform is none', policy: { terminatable: true } });
  expect(permits(broken)).toBe(false);
  expect(endOf(broken)).toBe('broken');
  expect(endOf(policy({ policy: { terminatable: true, is_system: true } }))).toBe('no');
  expect(endOf(policy({ policy: { terminatable: true } }))).toBe('yes');
});

test('what cannot be read comes first, then what is odd, then names in order', () => {
  const names = arranged([policy({ name: 'b' }), policy({ name: 'A', platform: 'windows' }), policy({ name: 'a', platform: 'linux' }), policy({ name: 'y', problem: 'tags' }), policy({ name: 'z', readable: false })]).map(({ policy: { name } }) => name);
  expect(names).toEqual(['z', 'y', 'a', 'A', 'b']);
});

test('it is found by name, alias, tag and sentence in either language, and by what was picked', () => {
  const entries = arranged([policy(), policy({ name: 'redis', platform: 'linux', category: 'database', policy: { terminatable: true } })]);
  const names = (wanted: Partial<Wanted>) => entries.filter((entry) => fits(entry, { ...ALL, ...wanted })).map(({ policy: { name } }) => name);
  expect(names({ words: ['openresty', 'server', '웹'] })).toEqual(['nginx', 'redis']);
  expect(names({ words: ['nginx'] })).toEqual(['nginx']);
  expect(names({ platform: 'linux' })).toEqual(['redis']);
  expect(names({ category: 'database', end: 'yes' })).toEqual(['redis']);
  expect(names({ end: 'broken' })).toEqual([]);
  expect(countOf(entries)).toEqual({ yes: 1, no: 1, broken: 0, linux: 1, windows: 0, common: 1 });
  expect(categoriesOf(entries, ['database', 'core'])).toEqual(['database', 'web-server']);
});

test('one whose platform cannot be told holds everywhere, and is found everywhere', () => {
  const [entry] = arranged([policy({ platform: 'mars', readable: false })]);
  expect(entry && fits(entry, { ...ALL, platform: 'windows' })).toBe(true);
});

test('a draft says what is wrong with it before the server does', () => {
  expect(wrongOf(EMPTY)).toMatchObject({ name: 'empty', ko: null });
  expect(wrongOf({ ...EMPTY, name: '가'.repeat(86) }).name).toBe('long');
  expect(wrongOf({ ...EMPTY, name: 'a\u202eb' }).name).toBe('hidden');
  expect(wrongOf({ ...EMPTY, name: 'a', tags: Array.from({ length: 65 }, (_, i) => `t${i}`).join(' ') }).tags).toBe('many');
  expect(isRight({ ...EMPTY, name: 'ffmpeg' })).toBe(true);
  expect(tagsOf(' a, b  a\n')).toEqual(['a', 'b']);
});

test('what is sent says what the form says, and leaves alone what it does not show', () => {
  const draft = draftOf(policy());
  expect(bodyOf(draft, policy())).toEqual({ category: 'web-server', description: '웹 서버입니다.', policy: { is_system: false, terminatable: false, reason: '사이트가 멈춥니다' }, tags: ['web'], descriptions: { ko: '웹 서버입니다.', en: 'A web server.' } });
  expect(bodyOf({ ...draft, en: '' }, policy())['descriptions']).toEqual({ ko: '웹 서버입니다.' });
  expect(bodyOf({ ...EMPTY, name: 'x' }, null)).toEqual({ name: 'x', platform: 'linux', category: 'general', description: '', policy: { is_system: false, terminatable: true, reason: '' }, tags: [] });
});

test('a broken record becomes a "no" in the form, not a "yes"', () => {
  expect(draftOf(readPolicy({ id: 'x', name: 'x', policy: {} })).terminatable).toBe(false);
});

test('what a record does not tell of itself is asked and sent, and nothing else', () => {
  const nameless = readPolicy({ id: 'x', platform: 'linux', email: 'a@example.org' });
  expect([asksFor(null), asksFor(policy()), asksFor(nameless)]).toEqual([{ name: true, platform: true }, { name: false, platform: false }, { name: true, platform: false }]);
  expect(Object.keys(bodyOf({ ...draftOf(nameless), name: 'tool' }, nameless))).toEqual(['name', 'category', 'description', 'policy', 'tags']);
  const adrift = readPolicy({ id: 'x', name: 'a\u202eb', platform: 'mars' });
  expect(bodyOf(draftOf(adrift), adrift)).toMatchObject({ platform: 'common' });
  // A name that nobody is asked for keeps nobody from sending: the server says what is wrong with it.
  expect([isRight(draftOf(adrift)), isRight(draftOf(adrift), false)]).toEqual([false, true]);
});

test('only files that can be lists are sent', () => {
  expect(['a.json', 'A.CSV', 'b.toml', 'c.ndjson', 'd.xlsx', 'json'].map(mediaOf)).toEqual(['application/json', 'text/csv', 'application/toml', 'application/x-ndjson', null, null]);
});

test('what was refused is seen first, and everything is counted', () => {
  const report = (['created', 'unchanged', 'refused', 'updated', 'of_a_newer_server', 'created'] as const).map((change, at) => ({ change, at }));
  expect(sorted(report).map(({ at }) => at)).toEqual([2, 0, 5, 3, 1, 4]);
  expect(countChanges(report)).toEqual({ created: 2, updated: 1, unchanged: 1, refused: 1 });
});

test('the address keeps what was picked and refuses what is unknown', () => {
  const address = { id: 'a1', query: 'web', platform: 'common', category: 'web-server', end: 'no' } as const;
  expect(readPolicyAddress(['a1'], new URLSearchParams(writePolicyAddress(address).toString()))).toEqual(address);
  expect(readPolicyAddress(['x'.repeat(65)], new URLSearchParams('platform=mars&end=maybe'))).toEqual({ id: null, query: '', platform: null, category: null, end: null });
});
