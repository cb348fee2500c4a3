// The policies: found, read, changed, brought along and taken along, and what the page says when the store is in trouble.
import { readFileSync } from 'node:fs';
import type { Route } from '@playwright/test';
import { MonitorServer } from '../support/server.ts';
import { expect, remember, signIn, test, type Page } from '../support/test.ts';

const VIEWER = { username: 'watcher', password: 'viewer horse battery staple' };
let server: MonitorServer;

test.beforeAll(async () => {
  server = await MonitorServer.start();
  await server.setUp();
  server.run(['user', 'add', VIEWER.username, '--role', 'viewer', '--password-stdin'], `${VIEWER.password}\n`);
});
test.afterAll(() => server[Symbol.asyncDispose]());

const rows = (page: Page) => page.locator('[data-at]');
const drawer = (page: Page) => page.getByRole('dialog').first();

async function open(page: Page, address = '#/policies'): Promise<void> {
  await signIn(page, server);
  await page.goto(server.url + address);
}

interface Pretended {
  policies: object[];
  read_at?: string;
  trouble?: string;
  revision?: number;
}
const AWAY = { type: 'about:blank', title: 'away', status: 503, code: 'policies_unavailable', detail: 'The store does not answer.' };
/** Answers `GET policies` and `GET policies/state` instead of the server. */
async function pretend(page: Page, now: () => Pretended): Promise<void> {
  const answer = (route: Route, take: (said: Pretended) => object): Promise<void> => (route.request().method() === 'GET' ? route.fulfill({ json: take(now()) }) : route.fallback());
  const state = ({ read_at = new Date().toISOString(), trouble, revision = 1 }: Pretended) => ({ read_at, trouble: trouble ?? null, revision: trouble === undefined ? revision : null });
  await page.route((url) => url.pathname === '/api/v1/policies/state', (route) => answer(route, state));
  await page.route((url) => url.pathname === '/api/v1/policies', (route) => answer(route, (said) => ({ policies: said.policies, ...state(said) })));
}
const record = (i: number, change: object = {}) => ({ id: `p${i}`, name: `program-${i}`, platform: 'linux', category: 'general', description: '설명', policy: { is_system: false, terminatable: true, reason: '' }, tags: [], readable: true, problem: null, ...change });

test('a policy is added, found, changed and removed, and its history says who did it', async ({ page }) => {
  await open(page);
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Add a policy' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await page.getByLabel('name', { exact: true }).fill('e2e-program');
  await page.getByText('Forbids it', { exact: true }).click();
  await page.getByLabel('Why', { exact: true }).fill('ask the team first');
  await page.getByLabel('in Korean').fill('브라우저 시험에만 있는 이름입니다.');
  await page.getByLabel('in English').fill('A program for tests.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toContainText('This policy forbids ending it.');
  await expect(drawer(page)).toContainText('ask the team first');
  await expect(drawer(page)).toContainText('A program for tests.');
  await expect(drawer(page).locator('ol')).toContainText('admin');

  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Does not forbid it').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toContainText('This policy does not forbid ending it.');
  await expect(drawer(page).locator('ol > li')).toHaveCount(2);
  expect(JSON.parse(server.run(['policy', 'show', 'e2e-program', '--json']))).toMatchObject({ policies: [{ policy: { terminatable: true } }] });
  await page.keyboard.press('Escape');

  await page.keyboard.press('/');
  await page.keyboard.type('"브라우저 시험에만"');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('link').click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog', { name: 'Remove the policy of e2e-program?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No policy fits')).toBeVisible();
});

test('a list is tried first, and written only when that was seen', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Import a list' }).click();
  const list = { name: 'ours.csv', mimeType: 'text/csv', buffer: Buffer.from('e2e-import-one,동영상 변환\n<img src=x onerror=alert(1)>,커널 모듈\ne2e,too,many,columns\n') };
  await page.locator('dialog input[type=file]').setInputFiles({ ...list, name: 'ours.xlsx' });
  await expect(page.getByText('The end of its name tells no format.', { exact: false })).toBeVisible();
  await page.locator('dialog input[type=file]').setInputFiles(list);
  const report = page.getByRole('dialog', { name: 'Import a list' });
  await expect(report).toContainText('Nothing is written yet.');
  await expect(report.locator('li').first()).toContainText('more than two columns');
  await expect(report.locator('li')).toHaveCount(3);
  expect(server.run(['policy', 'list', '--json'])).not.toContain('e2e-import-one');
  await report.getByRole('button', { name: 'Write 2 records' }).click();
  await expect(report).toContainText('Imported: 2 new, 0 changed.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('onerror');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('<img src=x onerror=alert(1)>');
  await expect(rows(page)).toContainText('forbidden');
  await expect(page.locator('main img')).toHaveCount(0);
});

test('what is exported is what the command line exports', async ({ page }) => {
  await open(page);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('policies.json');
  const taken = JSON.parse(readFileSync(await download.path(), 'utf8')) as { policies: { name: string }[] };
  const { policies } = JSON.parse(server.run(['policy', 'list', '--json'])) as { policies: unknown[] };
  expect(taken.policies.length).toBe(policies.length);
});

test('a viewer reads everything and finds no button that would be refused', async ({ page }) => {
  await signIn(page, server, VIEWER);
  await page.goto(`${server.url}#/policies`);
  await rows(page).first().getByRole('link').click();
  await expect(drawer(page)).toContainText('Only an admin changes policies.');
  await expect(drawer(page)).toContainText('Operators and admins see who changed it.');
  await expect(page.getByRole('button', { name: /Add a policy|Import|Change|Remove/ })).toHaveCount(0);
});

test('twenty thousand are filtered and walked through, and only what is seen exists', async ({ page }) => {
  const policies = Array.from({ length: 20_000 }, (_, i) => record(i));
  await pretend(page, () => ({ policies }));
  await open(page);
  await expect(page.getByText('20,000 records')).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(80);
  await page.keyboard.press('j');
  await page.keyboard.press('End');
  await expect(page.locator('[data-at="19999"] a')).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('program-19999');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=program-19999/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('program-19999');
});

test('what cannot be read stands first, with what is wrong and that it protects', async ({ page }) => {
  const broken = record(7, { name: 'zz-broken', policy: { terminatable: 'no!' }, readable: false, problem: 'policy.terminatable is neither true nor false' });
  await pretend(page, () => ({ policies: [record(1), broken, record(2)] }));
  await page.route('**/api/v1/policies/p7/document', (route) => route.fulfill({ json: { text: '{"policy":{"terminatable":"no!"}}', complete: true } }));
  await open(page);
  await expect(rows(page).first()).toContainText('zz-broken');
  await expect(rows(page).first()).toContainText('policy.terminatable is neither true nor false');
  await expect(page.getByText('One record cannot be read.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: /unreadable/ }).click();
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('link').click();
  await expect(drawer(page)).toContainText('what it names may not be ended');
  await expect(drawer(page)).toContainText('"no!"');
});

test('while the database is away the page says so, how old everything is, and that nothing is ended', async ({ page }) => {
  let away = true;
  const read_at = () => new Date(Date.now() - 12_000).toISOString();
  await pretend(page, () => (away ? { policies: [record(1)], read_at: read_at(), trouble: 'The database does not answer.' } : { policies: [record(1), record(2)], revision: 2 }));
  await remember(page, { lang: 'ko' });
  await open(page);
  const trouble = page.getByRole('region', { name: '지금 정책을 읽을 수 없습니다.' });
  await expect(trouble).toContainText(/1\d초 전에 읽었습니다\. 데이터베이스가/);
  await expect(trouble).toContainText('아무것도 종료할 수 없습니다');
  await expect(rows(page)).toHaveCount(1);
  await trouble.getByRole('button').click();
  await expect(trouble).toBeVisible();
  // Nobody has to press anything.
  away = false;
  await expect(trouble).toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
});

test('a store that was never read is said, and asked again', async ({ page }) => {
  await pretend(page, () => ({ policies: [record(1)] }));
  // The first question is refused. The second, which the page asks by itself, is not answered at all: only whoever presses is.
  let asked = 0;
  await page.route((url) => url.pathname === '/api/v1/policies', (route) => {
    asked += 1;
    if (asked === 1) return route.fulfill({ status: 503, contentType: 'application/problem+json', json: AWAY });
    return asked === 2 ? undefined : route.fallback();
  });
  await open(page);
  await expect(page.getByText('The policies cannot be read')).toBeVisible();
  await expect(page.getByText('Nothing can be ended until the database answers.', { exact: false })).toBeVisible();
  await expect.poll(() => asked).toBe(2);
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('what somebody else changes is on the page without asking, and a long list is not read again for nothing', async ({ page }) => {
  let asked = 0;
  page.on('request', (request) => (asked += new URL(request.url()).pathname === '/api/v1/policies' ? 1 : 0));
  await open(page);
  await page.getByRole('searchbox').fill('e2e-from-the-terminal');
  await expect(page.getByText('No policy fits')).toBeVisible();
  server.run(['policy', 'set', 'e2e-from-the-terminal', '--platform', 'linux']);
  await expect(rows(page)).toHaveCount(1);
  expect(asked).toBe(2);
});

test('a record without a name is shown as it was written, and given one or removed', async ({ page }) => {
  const nameless = record(7, { name: undefined, email: 'a@example.org', readable: false, problem: 'name is missing or no text' });
  const sent: [string, unknown][] = [];
  await pretend(page, () => ({ policies: [record(1), nameless] }));
  await page.route('**/api/v1/policies/p7/document', (route) => route.fulfill({ json: { text: '{\n  "email": "<b>a</b>\u202e\u0000"\n}', complete: false } }));
  await page.route('**/api/v1/policies/p7/history', (route) => route.fulfill({ json: { audit: [] } }));
  await page.route('**/api/v1/policies/p7', (route) => {
    sent.push([route.request().method(), route.request().postDataJSON()]);
    return route.request().method() === 'DELETE' ? route.fulfill({ status: 204 }) : route.fulfill({ json: record(7, { name: 'given' }) });
  });
  await open(page);
  await expect(rows(page).first()).toContainText('(without a name)');
  await rows(page).first().getByRole('link').click();
  const written = page.getByRole('region', { name: 'As it was written' });
  await expect(written).toHaveText('{\n  "email": "<b>a</b>\\u{202e}\\0"\n}');
  await expect(drawer(page)).toContainText('There is more of it.');
  await expect(drawer(page)).toContainText('This record names nothing, so it forbids nothing.');
  await page.getByRole('button', { name: 'Change' }).click();
  const form = page.getByRole('dialog', { name: 'Correct the record' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Enter a name.')).toBeVisible();
  await form.getByLabel('name', { exact: true }).fill('given');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  expect(sent).toMatchObject([['PUT', { name: 'given', policy: { terminatable: true } }]]);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog', { name: 'Remove this record without a name?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('The record is removed.')).toBeVisible();
  expect(sent[1]).toEqual(['DELETE', null]);
});

test('an address of a record that is not there says so', async ({ page }) => {
  await open(page, '#/policies/%3Cb%3Ex%3C%2Fb%3E');
  await expect(drawer(page)).toContainText('There is no such policy');
});
