// Clean-up: several at once, each judged and ended alone, with one plan before and one answer after.
import { Ordinary } from '../support/ordinary.ts';
import { expect, signIn, test, type Page } from '../support/test.ts';

const WATCHER = { username: 'tidy-watcher', password: 'viewer horse battery staple' };
const tidy = (page: Page) => page.getByRole('region', { name: 'Can be tidied' });
const system = (page: Page) => page.getByRole('region', { name: 'System', exact: true });
const row = (page: Page, one: Ordinary) => tidy(page).locator(`[data-key^="${one.pid}-"]`);
const dialog = (page: Page) => page.getByRole('dialog');

test('several are picked, planned as one, ended each alone, and told each by itself', async ({ console: page, server }) => {
  using first = Ordinary.start('e2e-tidy-one');
  using second = Ordinary.start('e2e-tidy-two');
  using kept = Ordinary.start('e2e-tidy-kept');
  await page.goto(`${server.url}#/cleanup`);
  await expect(row(page, second)).toBeVisible({ timeout: 25_000 });
  for (const one of [first, second]) await row(page, one).getByRole('checkbox').check({ force: true });
  await expect(tidy(page).getByRole('status')).toHaveText('2 selected');
  await tidy(page).getByRole('button', { name: 'Show the plan' }).click();
  await expect(dialog(page).locator('[data-stage=plan]')).toContainText('Frees');
  expect(first.running && second.running).toBe(true);
  await dialog(page).getByRole('button', { name: 'End 2' }).click();
  await expect(dialog(page).locator('[data-stage=done]')).toContainText('2 ended', { timeout: 20_000 });
  for (const one of [first, second]) await expect(dialog(page).locator(`[data-key^="${one.pid}-"]`)).toContainText('It has ended');
  await expect.poll(() => first.running || second.running).toBe(false);
  expect(kept.running).toBe(true);
  await dialog(page).getByRole('button', { name: 'Back to the list' }).click();
  await expect(row(page, first)).toHaveCount(0);
  await expect(row(page, kept)).toBeVisible();
});

test('how far it is with each is told while it happens', async ({ console: page, server }) => {
  using quick = Ordinary.start('e2e-tidy-quick');
  using stubborn = Ordinary.stubborn('e2e-tidy-slow');
  await page.goto(`${server.url}#/cleanup`);
  for (const one of [quick, stubborn]) {
    await expect(row(page, one)).toBeVisible({ timeout: 25_000 });
    await row(page, one).getByRole('checkbox').check({ force: true });
  }
  await tidy(page).getByRole('button', { name: 'Show the plan' }).click();
  await expect(dialog(page).locator('[data-stage=plan]')).toBeVisible();
  const field = dialog(page).getByRole('textbox');
  if (await field.count()) await field.fill('e2e-tidy-slow');
  await dialog(page).getByRole('button', { name: 'End 2' }).click();
  const acting = dialog(page).locator('[data-stage=acting]');
  await expect(acting.locator(`[data-key^="${quick.pid}-"]`)).toContainText('It has ended');
  await expect(acting.locator(`[data-key^="${stubborn.pid}-"]`)).toContainText('ending');
  await expect(dialog(page).locator('[data-stage=done]').locator(`[data-key^="${stubborn.pid}-"]`)).toContainText('It was ended by force', { timeout: 20_000 });
});

test('what ends by itself is no longer picked', async ({ console: page, server }) => {
  using one = Ordinary.start('e2e-tidy-short');
  using other = Ordinary.start('e2e-tidy-long');
  await page.goto(`${server.url}#/cleanup`);
  await expect(row(page, one)).toBeVisible({ timeout: 25_000 });
  await row(page, one).getByRole('checkbox').check({ force: true });
  await expect(tidy(page).getByRole('status')).toHaveText('1 selected');
  one.endByItself();
  await expect(row(page, one)).toHaveCount(0);
  await expect(row(page, other)).toBeVisible();
  await expect(tidy(page).getByRole('status')).toHaveText('Nothing is selected');
});

test('what is left alone stands folded beside it, each with why not', async ({ console: page, server }) => {
  await page.goto(`${server.url}#/cleanup`);
  await system(page).getByRole('button', { name: 'See why they are left alone' }).click({ timeout: 25_000 });
  const own = system(page).getByRole('listitem').filter({ hasText: String(server.pid) });
  while ((await own.count()) === 0) await system(page).getByRole('button', { name: /^Show \d+ more$/ }).click();
  await expect(own.first()).toContainText('It is this program');
});

test('a viewer sees the list and no box', async ({ page, server }) => {
  using one = Ordinary.start('e2e-tidy-seen');
  if (!server.run(['user', 'list', '--json']).includes(`"${WATCHER.username}"`)) server.run(['user', 'add', WATCHER.username, '--role', 'viewer', '--password-stdin'], `${WATCHER.password}\n`);
  await signIn(page, server, WATCHER);
  await page.goto(`${server.url}#/cleanup`);
  await expect(row(page, one)).toBeVisible({ timeout: 25_000 });
  await expect(tidy(page).getByRole('checkbox')).toHaveCount(0);
  await expect(tidy(page)).toContainText('ask for the role operator');
});

test('a list that cannot be read says so and can be asked for again', async ({ console: page, server }) => {
  await page.route('**/api/v1/cleanup*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'not ready', status: 503, code: 'not_ready', detail: 'The first look at the machine is not done yet.' } }), { times: 1 });
  await page.goto(`${server.url}#/cleanup`);
  await expect(page.getByText('The list could not be read')).toBeVisible();
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(system(page)).toBeVisible({ timeout: 15_000 });
});
