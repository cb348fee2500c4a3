// Everything can be done without a pointer, and what has the focus is seen.
import { Ordinary } from '../support/ordinary.ts';
import { Named, ps } from '../support/processes.ts';
import { Rules } from '../support/rules.ts';
import type { Locator } from '@playwright/test';
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

test('whatever has the focus shows it', async ({ signedIn: page, server }) => {
  using tidy = Ordinary.start('e2e-focus');
  for (const view of ['overview', 'processes', 'cleanup', 'services', 'logs/sample.log', 'autopilot', 'policies', 'audit', 'settings']) {
    await page.goto(`${server.url}#/${view}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (view === 'cleanup') await expect(page.locator(`[data-key^="${tidy.pid}-"]`)).toBeVisible();
    // Looked at by the page itself, wherever the focus comes to.
    const looks = await page.evaluateHandle(() => {
      const found = { seen: 0, unseen: [] as string[] };
      const look = (element: EventTarget | null): string | null => {
        if (!(element instanceof HTMLElement) || element === document.body) return null;
        // A box of our own stands for the browser's, which is there and not seen.
        const box = element instanceof HTMLInputElement && (element.type === 'checkbox' || element.type === 'radio') ? element.parentElement?.querySelector('.box') : null;
        const isOutlined = (style: CSSStyleDeclaration): boolean => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        if (box) return isOutlined(getComputedStyle(box)) ? null : `${element.tagName}.${element.className}, ${element.getAttribute('aria-label')}`;
        const marks = [element, element.parentElement, element.closest('.field, .r, [role=row]')].filter((one) => one instanceof HTMLElement).map((one) => getComputedStyle(one));
        const seen = marks.some(isOutlined) || marks.some((style) => style.boxShadow !== 'none');
        return seen ? null : `${element.tagName}.${element.className}`;
      };
      const before = (window as unknown as { looking?: AbortController }).looking;
      before?.abort();
      const looking = new AbortController();
      Object.assign(window, { looking });
      document.addEventListener('focusin', ({ target }) => {
        const unseen = look(target);
        found.seen += 1;
        if (unseen !== null) found.unseen.push(unseen);
      }, { signal: looking.signal });
      return found;
    });
    for (let step = 0; step < 25; step += 1) await page.keyboard.press('Tab');
    const { seen, unseen } = await looks.jsonValue();
    expect(unseen, view).toEqual([]);
    expect(seen, `${view}: keys that led somewhere`).toBeGreaterThan(10);
  }
});

test('branches of the tree fold and open by the arrows', async ({ signedIn: page, server }) => {
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

test('a dialog keeps the focus inside and gives it back', async ({ signedIn: page, server }) => {
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

test('several are tidied away with the keyboard alone', async ({ signedIn: page, server }) => {
  using one = Ordinary.start('e2e-keys-tidy');
  await page.goto(`${server.url}#/cleanup`);
  const box = page.locator(`[data-key^="${one.pid}-"]`).getByRole('checkbox');
  await expect(box).toBeAttached();
  await tabUntil(page, box);
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  const plan = page.getByRole('button', { name: 'Show the plan' });
  await tabUntil(page, plan);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-stage=plan]')).toBeVisible();
  await tabUntil(page, page.getByRole('dialog').getByRole('button', { name: 'End it' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-stage=done]')).toContainText('1 ended');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => one.running).toBe(false);
});

test('the end of an application: from its row by a key, and the focus goes back to the list', async ({ signedIn: page, server }) => {
  using first = Ordinary.start('e2e-keys-app');
  using second = Ordinary.start('e2e-keys-app');
  await page.goto(`${server.url}#/processes?q=e2e-keys-app`);
  await expect(page.locator('[data-key]')).toContainText('×2');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.locator('[data-stage=plan]')).toContainText(String(second.pid));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(focused(page)).toContainText('e2e-keys-app');
  expect(first.running && second.running).toBe(true);
});

test('every dialog of the views that act keeps the focus, closes by Escape and gives the focus back', async ({ signedIn: page, server }) => {
  using planted = Ordinary.parent('e2e-keys-dialog', 1);
  await using rules = await Rules.of(server);
  await rules.put('e2e-keys', { title: 'Keys', match: { path: '/opt/e2e-keys/*' }, when: { for_s: 3600 }, action: 'pause' });
  const openers = [
    { address: `#/processes?p=${planted.pid}`, opener: page.getByRole('button', { name: 'Show the plan to end it' }), dialog: 'Plan to end it' },
    { address: `#/processes?p=${planted.pid}`, opener: page.getByRole('button', { name: 'Pause', exact: true }), dialog: 'Plan to pause' },
    { address: '#/autopilot', opener: page.getByRole('button', { name: 'Add a rule' }), dialog: 'Add a rule' },
    { address: '#/autopilot', opener: page.locator('[data-rule=e2e-keys]').getByRole('button', { name: 'Let it act' }), dialog: /Let .*Keys.* act/ },
    { address: '#/autopilot', opener: page.locator('[data-rule=e2e-keys]').getByRole('button', { name: 'Remove' }), dialog: /Keys/ },
    { address: '#/policies', opener: page.getByRole('button', { name: 'Add a policy' }), dialog: 'Add a policy' },
    { address: '#/policies', opener: page.getByRole('button', { name: 'Import a list' }), dialog: 'Import a list' },
  ];
  for (const { address, opener, dialog } of openers) {
    await test.step(String(dialog), async () => {
      await page.goto(server.url + address);
      await expect(opener).toBeVisible();
      await opener.focus();
      await page.keyboard.press('Enter');
      const opened = page.getByRole('dialog', { name: dialog });
      await expect(opened).toBeVisible();
      for (let step = 0; step < 16; step += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
      }
      await page.keyboard.press('Escape');
      await expect(opened).toHaveCount(0);
      await expect(opener, 'the focus goes back to where it was').toBeFocused();
    });
  }
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

/** Presses Tab until this has the focus; no more often than there are places for it. */
async function tabUntil(page: Page, wanted: Locator): Promise<void> {
  const most = (await page.locator('a, button, input, select, textarea, [tabindex]').count()) + 20;
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${most} Tabs did not reach ${String(wanted)}`);
}

/** Presses Tab until a link of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.innerText : ''))).trim() === name) return;
  }
  throw new Error(`thirty Tabs did not reach ${name}`);
}
