// The services of the configuration, by real processes where no unit has their name.
import { Named } from '../support/processes.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, signIn, test, type Page } from '../support/test.ts';

let server: MonitorServer;

test.beforeAll(async () => {
  server = await MonitorServer.start({ config: 'services = ["e2e-daemon", "e2e-absent"]\n' });
  await server.setUp();
});
test.afterAll(() => server[Symbol.asyncDispose]());

const row = (page: Page, name: string) => page.locator('.row2').filter({ has: page.getByRole('link', { name, exact: true }) });

async function open(page: Page, address = '#/services'): Promise<void> {
  await signIn(page, server);
  await page.goto(server.url + address);
}

test('a service is seen to come and go, with its process and who says so', async ({ page }) => {
  await open(page);
  await expect(row(page, 'e2e-absent')).toContainText('not found');
  await expect(row(page, 'e2e-daemon')).toContainText('not found');
  const daemon = Named.start('e2e-daemon');
  await expect(row(page, 'e2e-daemon')).toContainText('active');
  await expect(row(page, 'e2e-daemon')).toContainText('by process');
  await row(page, 'e2e-daemon').getByRole('link', { name: 'e2e-daemon' }).click();
  await expect(page).toHaveURL(/#\/services\/e2e-daemon$/);
  await expect(page.locator('.facts2')).toContainText(`PID ${daemon.pid}`);
  await expect(page.getByText('A process of this name runs.').first()).toBeVisible();

  await page.locator('.facts2').getByRole('link', { name: `Details of process ${daemon.pid}` }).click();
  await expect(page.getByRole('dialog', { name: 'e2e-daemon' })).toContainText(`PID ${daemon.pid}`);
  await page.goto(`${server.url}#/services`);
  daemon[Symbol.dispose]();
  await expect(row(page, 'e2e-daemon')).toContainText('not found');
});

test('the overview shows the watched ones and leads to them', async ({ page }) => {
  await open(page, '#/overview');
  const panel = page.locator('section.services');
  await expect(panel).toContainText('e2e-absent');
  await panel.getByRole('link', { name: 'e2e-absent' }).click();
  await expect(page.locator('.one, [role=dialog]').getByText('Neither a unit nor a process has this name.').or(page.getByText('No process of this name runs.')).first()).toBeVisible();
});

test('it is filtered, and used by keyboard alone', async ({ page }) => {
  await open(page);
  await expect(row(page, 'e2e-absent')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('absent');
  await expect(page.locator('.row2').filter({ hasText: 'e2e-daemon' })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'e2e-absent' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/services\/e2e-absent\?q=absent$/);
  await page.keyboard.press('Escape');
  await expect(row(page, 'e2e-daemon')).toBeVisible();
  await page.getByRole('button', { name: 'all units' }).click();
  await expect(page).toHaveURL(/all=1/);
  await expect(row(page, 'e2e-absent')).toBeVisible();
});

test('on a phone the facts come as a sheet, and go back to the list', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page);
  await row(page, 'e2e-absent').getByRole('link', { name: 'e2e-absent' }).click();
  const sheet = page.getByRole('dialog', { name: 'e2e-absent' });
  await expect(sheet).toContainText('not found');
  await sheet.getByRole('button', { name: 'To the list' }).click();
  await expect(sheet).toHaveCount(0);
});

test('an address of a service that is not there says so', async ({ page }) => {
  await open(page, '#/services/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E');
  await expect(page.getByText('There is no such service')).toBeVisible();
  expect(await page.locator('main img').count()).toBe(0);
});
