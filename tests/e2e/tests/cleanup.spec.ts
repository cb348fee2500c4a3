// Clean-up: several at once, each judged and ended alone, with one plan before and one answer after.
import { Ordinary } from '../support/ordinary.ts';
import { noting } from '../support/passing.ts';
import { expect, signIn, test, type Page } from '../support/test.ts';

const WATCHER = { username: 'tidy-watcher', password: 'viewer horse battery staple' };
const tidy = (page: Page) => page.getByRole('region', { name: 'Can be tidied' });
const system = (page: Page) => page.getByRole('region', { name: 'System', exact: true });
const row = (page: Page, one: Ordinary) => tidy(page).locator(`[data-key^="${one.pid}-"]`);
const dialog = (page: Page) => page.getByRole('dialog');
/** It is in the list, of which the first ones are shown until more are asked for. */
const listed = (page: Page, one: Ordinary) =>
  expect(async () => {
    if ((await row(page, one).count()) === 0) for (const more of await tidy(page).getByRole('button', { name: /^Show \d+ more$/ }).all()) await more.click({ timeout: 5_000 });
    await expect(row(page, one)).toBeVisible({ timeout: 1_000 });
  }).toPass();
/** By its key: where a row stands may change while it is pointed at. */
const pick = (page: Page, one: Ordinary) => row(page, one).getByRole('checkbox').press('Space');

test('several are picked, planned as one, ended each alone, and told each by itself', async ({ signedIn: page, server }) => {
  using first = Ordinary.start('e2e-tidy-one');
  using second = Ordinary.start('e2e-tidy-two');
  using kept = Ordinary.start('e2e-tidy-kept');
  await page.goto(`${server.url}#/cleanup`);
  await listed(page, second);
  for (const one of [first, second]) await pick(page, one);
  await expect(tidy(page).getByRole('status')).toHaveText('2 selected');
  await tidy(page).getByRole('button', { name: 'Show the plan' }).click();
  await expect(dialog(page).locator('[data-stage=plan]')).toContainText('Frees');
  expect(first.running && second.running).toBe(true);
  await dialog(page).getByRole('button', { name: 'End 2' }).click();
  await expect(dialog(page).locator('[data-stage=done]')).toContainText('2 ended');
  for (const one of [first, second]) await expect(dialog(page).locator(`[data-key^="${one.pid}-"]`)).toContainText('It has ended');
  await expect.poll(() => first.running || second.running).toBe(false);
  expect(kept.running).toBe(true);
  await dialog(page).getByRole('button', { name: 'Back to the list' }).click();
  await expect(row(page, first)).toHaveCount(0);
  await listed(page, kept);
});

test('how far it is with each is told while it happens', async ({ signedIn: page, server }) => {
  using quick = Ordinary.start('e2e-tidy-quick');
  using stubborn = Ordinary.stubborn('e2e-tidy-slow');
  await page.goto(`${server.url}#/cleanup`);
  for (const one of [quick, stubborn]) {
    await listed(page, one);
    await pick(page, one);
  }
  await tidy(page).getByRole('button', { name: 'Show the plan' }).click();
  await expect(dialog(page).locator('[data-stage=plan]')).toBeVisible();
  const told = (one: Ordinary) => noting(page, `[data-stage=acting] [data-key^="${one.pid}-"]`);
  const [ofQuick, ofStubborn] = [await told(quick), await told(stubborn)];
  await dialog(page).getByRole('button', { name: 'End 2' }).click();
  await expect(dialog(page).locator('[data-stage=done]').locator(`[data-key^="${stubborn.pid}-"]`)).toContainText('It was ended by force');
  expect((await ofQuick()).join('\n'), 'while it happened').toContain('It has ended');
  expect((await ofStubborn()).join('\n'), 'while it happened').toContain('ending');
});

test('what ends by itself is no longer picked', async ({ signedIn: page, server }) => {
  using one = Ordinary.start('e2e-tidy-short');
  using other = Ordinary.start('e2e-tidy-long');
  await page.goto(`${server.url}#/cleanup`);
  await listed(page, one);
  await pick(page, one);
  await expect(tidy(page).getByRole('status')).toHaveText('1 selected');
  one.endByItself();
  await expect(row(page, one)).toHaveCount(0);
  await listed(page, other);
  await expect(tidy(page).getByRole('status')).toHaveText('Nothing is selected');
});

test('what is left alone stands folded beside it, each with why not', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/cleanup`);
  await system(page).getByRole('button', { name: 'See why they are left alone' }).click();
  const own = system(page).getByRole('listitem').filter({ has: page.getByText(String(server.pid), { exact: true }) });
  const more = system(page).getByRole('button', { name: /^Show \d+ more$/ });
  await expect(async () => {
    if ((await own.count()) === 0) await more.click({ timeout: 5_000 });
    await expect(own).toContainText('It is this program', { timeout: 1_000 });
  }).toPass();
});

test('a viewer sees the list and no box', async ({ page, server }) => {
  using one = Ordinary.start('e2e-tidy-seen');
  if (!server.run(['user', 'list', '--json']).includes(`"${WATCHER.username}"`)) server.run(['user', 'add', WATCHER.username, '--role', 'viewer', '--password-stdin'], `${WATCHER.password}\n`);
  await signIn(page, server, WATCHER);
  await page.goto(`${server.url}#/cleanup`);
  await listed(page, one);
  await expect(tidy(page).getByRole('checkbox')).toHaveCount(0);
  await expect(tidy(page)).toContainText('ask for the role operator');
});

test('a list that cannot be read says so and can be asked for again', async ({ signedIn: page, server }) => {
  // While the line is up it is asked for again without anybody pressing anything.
  await page.route('**/api/v1/live?*', (route) => route.abort());
  await page.route('**/api/v1/cleanup*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'not ready', status: 503, code: 'not_ready', detail: 'The first look at the machine is not done yet.' } }), { times: 1 });
  await page.goto(`${server.url}#/cleanup`);
  await expect(page.getByText('The list could not be read')).toBeVisible();
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(system(page)).toBeVisible();
});
