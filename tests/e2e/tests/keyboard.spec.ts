// Everything can be done without a pointer, and what has the focus is seen.
import { Named, ps } from '../support/processes.ts';
import { ADMIN, MonitorServer } from '../support/server.ts';
import { expect, firstValue, test, type Page } from '../support/test.ts';

const focused = (page: Page) => page.locator(':focus');

test('from the log-in to one process and back with the keyboard alone', async ({ page, server }) => {
  using process = Named.start('e2e-keyboard');
  await page.goto(server.url);
  await expect(focused(page)).toHaveAttribute('autocomplete', 'username');
  await page.keyboard.type(ADMIN.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await firstValue(page);

  await tabTo(page, 'Processes');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Processes', level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await expect(focused(page)).toHaveAttribute('type', 'search');
  await page.keyboard.type('e2e-keyboard');
  await expect(page.locator('[data-key]')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(focused(page)).toContainText('e2e-keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(`PID ${process.pid}`);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(focused(page), 'the focus goes back to the row').toContainText('e2e-keyboard');
});

test('the first Tab offers to skip to the content', async ({ console: page }) => {
  await page.keyboard.press('Tab');
  await expect(focused(page)).toHaveText('Skip to content');
  await expect(focused(page)).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(focused(page)).toHaveAttribute('id', 'main');
});

test('whatever has the focus shows it', async ({ console: page, server }) => {
  // 125 keys in five views, one after the other.
  test.setTimeout(180_000);
  for (const view of ['overview', 'processes', 'services', 'logs/sample.log', 'settings']) {
    await page.goto(`${server.url}#/${view}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (let step = 0; step < 25; step += 1) {
      await page.keyboard.press('Tab');
      const unseen = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return null;
        const marks = [element, element.parentElement, element.closest('.field, .r, [role=row]')].filter((one) => one instanceof HTMLElement).map((one) => getComputedStyle(one));
        const seen = marks.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || marks.some((style) => style.boxShadow !== 'none');
        return seen ? null : `${element.tagName}.${element.className}`;
      });
      expect(unseen, `${view}, step ${step}`).toBeNull();
    }
  }
});

test('branches of the tree fold and open by the arrows', async ({ console: page, server }) => {
  using child = Named.start('e2e-branch');
  await page.goto(`${server.url}#/processes?view=tree&q=e2e-branch`);
  const row = page.locator(`[data-key^="${child.pid}-"]`);
  await expect(row).toBeVisible();
  const parent = page.locator(`[data-key^="${ps(child.pid, 'ppid')}-"]`);
  await row.getByRole('link').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(parent.getByRole('link').first(), 'from a leaf to its parent').toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(row).toHaveCount(0);
  await expect(parent).toContainText('+1');
  await page.keyboard.press('ArrowRight');
  await expect(row).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(row.getByRole('link').first()).toBeFocused();
});

test('a dialog keeps the focus inside and gives it back', async ({ console: page, server }) => {
  await page.goto(`${server.url}#/processes`);
  await expect(page.locator('[data-key]').first()).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    // The browser's own bar is the one way out of a modal dialog: the document then has no focus at all.
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a server without a password yet can be set up with the keyboard alone', async ({ page }) => {
  await using server = await MonitorServer.start();
  await page.goto(server.setupLink);
  await expect(focused(page)).toHaveAttribute('autocomplete', 'username');
  await page.keyboard.type(ADMIN.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await firstValue(page);
});

/** Presses Tab until a link of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page).innerText().catch(() => '')).trim() === name) return;
  }
  throw new Error(`thirty Tabs did not reach ${name}`);
}
