// The process view: filters, order, the tree, and one process whole.
import { Named, ps } from '../support/processes.ts';
import { expect, test, type Page } from '../support/test.ts';

const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter processes' });
const rows = (page: Page) => page.getByRole('table', { name: 'Process list' }).locator('[data-key]');
const column = (page: Page, cls: string) => rows(page).locator(`.${cls}`).allInnerTexts();

test('a word is looked for in names, users, numbers and ports', async ({ signedIn: page, server }) => {
  using marked = Named.start('e2e-marked', ['987654321']);
  await page.goto(`${server.url}#/processes`);
  const port = new URL(server.url).port;
  for (const [words, wanted] of [
    ['e2e-marked', marked.pid],
    ['cmd:987654321 user:root', marked.pid],
    [`pid:${marked.pid}`, marked.pid],
    [`port:${port}`, server.pid],
  ] as const) {
    // A test that runs as another user filters for that one.
    await filter(page).fill(words.replace('root', ps(marked.pid, 'user')));
    await expect(rows(page).locator('.c-pid')).toContainText([String(wanted)]);
  }
  await filter(page).fill('no such process anywhere');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Clear the filter' }).last().click();
  await expect(rows(page).first()).toBeVisible();
});

test('a column sorts both ways and the address keeps it', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/processes`);
  const header = page.getByRole('columnheader', { name: 'PID' });
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  const isOrdered = async (way: 1 | -1) => {
    const pids = (await column(page, 'c-pid')).map(Number);
    return pids.length > 1 && pids.every((pid, i) => i === 0 || (pid - (pids[i - 1] ?? pid)) * way > 0);
  };
  await expect.poll(() => isOrdered(1)).toBe(true);
  await header.getByRole('button').click();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await page.reload();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => isOrdered(-1)).toBe(true);
});

test('the tree hangs a child below its parent', async ({ signedIn: page, server }) => {
  using child = Named.start('e2e-child');
  await page.goto(`${server.url}#/processes?q=e2e-child&view=tree`);
  await expect(rows(page).last().locator('.c-pid')).toHaveText(String(child.pid));
  await expect(rows(page).last()).toContainText(/level [1-9]/);
  const parent = ps(child.pid, 'ppid');
  await expect.poll(() => column(page, 'c-pid')).toContain(parent);
});

test('the drawer says of a process what ps says', async ({ signedIn: page, server }) => {
  using process = Named.start('e2e-facts');
  await page.goto(`${server.url}#/processes?p=${process.pid}`);
  const drawer = page.getByRole('dialog', { name: 'e2e-facts' });
  const fact = (name: string) => drawer.locator('.f').filter({ has: page.getByText(name, { exact: true }) }).locator('dd');
  await expect(drawer).toContainText(`PID ${process.pid}`);
  await expect(fact('user')).toContainText(`${ps(process.pid, 'user')}, UID ${ps(process.pid, 'uid')}`);
  await expect(fact('parent')).toContainText(`PID ${ps(process.pid, 'ppid')}`);
  await expect(fact('executable')).toContainText('/e2e-facts');
  await expect(fact('terminal')).toHaveText('no terminal');
  await expect(drawer).toContainText('3600');

  const started = Date.parse((await fact('started').locator('time').getAttribute('datetime')) ?? '');
  expect(Math.abs(started - Date.parse(ps(process.pid, 'lstart')))).toBeLessThan(2_000);

  const memory = drawer.locator('.k').filter({ hasText: 'memory' }).locator('.v');
  // What it holds may change between the two looks.
  await expect(async () => {
    const unit = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }[await memory.locator('.u').innerText()] ?? Number.NaN;
    const shown = Number(await memory.locator('.num').innerText()) * unit;
    const expected = Number(ps(process.pid, 'rss')) * 1024;
    test.info().annotations.push({ type: 'rss shown / ps', description: `${shown} / ${expected}` });
    expect(Math.abs(shown - expected) / expected).toBeLessThan(0.1);
  }).toPass();
});

test('a process that ends while it is looked at is told, and its facts stay', async ({ signedIn: page, server }) => {
  const process = Named.start('e2e-ending');
  await page.goto(`${server.url}#/processes?p=${process.pid}`);
  const drawer = page.getByRole('dialog', { name: 'e2e-ending' });
  await expect(drawer).toContainText('/e2e-ending');
  process[Symbol.dispose]();
  await expect(drawer.getByText('It has ended. Below is what was seen last.')).toBeVisible();
  await expect(drawer).toContainText('/e2e-ending');
});

test('an address of a process that never was says so', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/processes?p=4194000-1`);
  await expect(page.getByRole('heading', { name: 'This process was never seen' }).or(page.getByText('This process was never seen'))).toBeVisible();
  await page.getByRole('button', { name: 'To the list' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
