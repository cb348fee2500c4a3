// What the page says of a process: its verdict with evidence, the filters that are shared by address, both ways of judging.
import { Named } from '../support/processes.ts';
import { expect, line, remember, signIn, test, type Page } from '../support/test.ts';

const list = (page: Page) => page.getByRole('table', { name: /Process list|프로세스 목록/ });
const row = (page: Page, key: number) => list(page).locator(`[data-key^="${key}-"]`);
const count = async (page: Page, name: string) => Number(await page.getByRole('button', { name: new RegExp(`^${name} \\d`) }).locator('.num').innerText());

test('a program that borrows a known name in a folder of everybody is told, with evidence', async ({ signedIn: page, server }) => {
  using planted = Named.start('nginx');
  await page.goto(`${server.url}#/processes?view=flat&q=pid:${planted.pid}`);
  await expect(row(page, planted.pid)).toContainText(/danger|urgent/);
  await row(page, planted.pid).getByRole('link').click();

  const drawer = page.getByRole('dialog', { name: 'nginx' });
  await expect(drawer.locator('.sheet-head')).toContainText(/danger|urgent/);
  const finding = drawer.locator('.finding').filter({ hasText: 'RUNS_FROM_TMP' });
  await expect(finding).toContainText('Runs from a folder of everybody');
  await expect(finding).toContainText(`/proc/${planted.pid}/exe → `);
  await expect(finding).toContainText('/nginx');
  await expect(finding).toContainText('When this is wrong');
  await expect(drawer.locator('.todo li').first()).not.toBeEmpty();
  await expect(drawer.getByRole('heading', { name: 'Who started it' })).toBeVisible();
  await expect(drawer.locator('.chain [aria-current]')).toContainText('nginx');

  await finding.getByRole('link', { name: 'About the rule RUNS_FROM_TMP' }).click();
  await expect(page).toHaveURL(/#\/rules\/RUNS_FROM_TMP$/);
  await expect(page.locator('[data-rule=RUNS_FROM_TMP]')).toBeInViewport();
});

test('an ordinary program is safe, and the drawer says what it does', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/processes?p=${server.pid}`);
  const drawer = page.getByRole('dialog');
  await expect(drawer.locator('.sheet-head')).toContainText('safe');
  await expect(drawer).toContainText('There is nothing to do.');
  await expect(drawer.locator('.read').first()).not.toBeEmpty();
  await expect(drawer).not.toContainText('Looking it up');
});

test('what needs a look is one press away, and the address shows the same in another tab', async ({ signedIn: page, context, server }) => {
  using planted = Named.start('e2e-unheard-of');
  await page.goto(`${server.url}#/processes?view=flat`);
  await expect(list(page).locator('[data-key]').first()).toBeVisible();
  await page.getByRole('button', { name: /^needs a look/ }).click();
  await expect(page).toHaveURL(/only=attention/);
  await expect(list(page).locator('.c-verdict.safe')).toHaveCount(0);
  await page.getByRole('columnheader', { name: 'name' }).getByRole('button').click();
  await page.getByRole('searchbox').fill('e2e-unheard');
  await expect(page).toHaveURL(/q=e2e-unheard/);
  await expect(row(page, planted.pid)).toBeVisible();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('searchbox')).toHaveValue('e2e-unheard');
  await expect(other.getByRole('button', { name: /^needs a look/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByRole('columnheader', { name: 'name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(row(other, planted.pid)).toBeVisible();
  await other.close();
});

test('the strict mode judges more gravely, in this view alone, and the address carries it', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/processes`);
  const strict = page.getByRole('button', { name: 'strict', exact: true });
  await expect(strict).toHaveAttribute('aria-pressed', 'false');
  const grave = async () => (await count(page, 'danger')) + (await count(page, 'urgent'));
  await expect.poll(() => count(page, 'safe')).toBeGreaterThan(0);
  // Others come and go meanwhile: both ways are counted right after each other, again if need be.
  await expect(async () => {
    await page.getByRole('button', { name: 'contextual', exact: true }).click();
    await expect(page).not.toHaveURL(/mode=/);
    await expect(line(page)).toHaveText('live');
    const calm = await grave();
    await strict.click();
    await expect(page).toHaveURL(/mode=strict/);
    await expect.poll(grave, { timeout: 15_000 }).toBeGreaterThan(calm);
  }).toPass();
  await expect(page.getByText('Judges by the five plain rules alone and lets no warning pass.').last()).toBeVisible();
  await page.reload();
  await expect(strict).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'contextual', exact: true }).click();
  await expect(page).not.toHaveURL(/mode=/);
});

test('a mode that is remembered in the settings holds on every view', async ({ signedIn: page, server }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/api/v1/live') && asked.push(request.url()));
  await page.goto(`${server.url}#/settings/judging`);
  const panel = page.locator('[data-section=judging]');
  await panel.getByRole('button', { name: 'strict', exact: true }).click();
  await page.reload();
  await expect(panel.getByRole('button', { name: 'strict', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => asked.at(-1)).toContain('mode=strict');
  await panel.getByRole('button', { name: 'as the server' }).click();
  await expect.poll(() => asked.at(-1)).not.toContain('mode=');
});

test('members of an application are one row that opens to them', async ({ signedIn: page, server }) => {
  using first = Named.start('e2e-member');
  using second = Named.start('e2e-member');
  await page.goto(`${server.url}#/processes?q=e2e-member`);
  const app = list(page).locator('[data-key]');
  await expect(app).toHaveCount(1);
  await expect(app).toContainText('×2');
  await app.getByRole('link').focus();
  await page.keyboard.press('ArrowRight');
  await expect(row(page, first.pid)).toBeVisible();
  await expect(row(page, second.pid)).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, first.pid)).toHaveCount(0);
});

test('the overview counts by verdict, leads to the list and names the worst', async ({ signedIn: page, server }) => {
  using planted = Named.start('nginx');
  // Others of this machine may be as grave: whoever is named first is explained one press further. It may be another one
  // a moment later, or gone.
  await expect(async () => {
    await page.goto(`${server.url}#/overview`);
    const worst = page.locator('section.worst li').first();
    await expect(worst).toContainText(/danger|urgent/);
    const pid = await worst.evaluate((one) => {
      one.querySelector('a')?.click();
      return /PID (\d+)/.exec(one.textContent)?.[1] ?? '';
    });
    await expect(page.getByRole('dialog').locator('.sheet-head')).toContainText(`PID ${pid}`, { timeout: 15_000 });
    await expect(page.getByRole('dialog').locator('.finding').first()).toBeVisible({ timeout: 15_000 });
  }).toPass();

  await page.goto(`${server.url}#/overview`);
  await page.getByRole('list', { name: 'Processes by verdict' }).getByRole('link', { name: /safe/ }).click();
  await expect(page).toHaveURL(/#\/processes\?only=safe$/);
  await expect(list(page).locator('.c-verdict.safe').first()).toBeVisible();
  await expect(row(page, planted.pid)).toHaveCount(0);
});

test('the drawer is read in Korean', async ({ page, server }) => {
  using planted = Named.start('nginx');
  await remember(page, { lang: 'ko' });
  await signIn(page, server);
  await page.goto(`${server.url}#/processes?p=${planted.pid}`);
  const drawer = page.getByRole('dialog', { name: 'nginx' });
  await expect(drawer.locator('.sheet-head')).toContainText(/위험|긴급/);
  for (const section of ['하는 일', '지금 상태', '왜 그렇게 판단했나', '무엇을 하면 되나', '여는 포트', '누가 시작했나', '보지 못한 것']) await expect(drawer.getByRole('heading', { name: section })).toBeVisible();
  await expect(drawer.locator('.finding').filter({ hasText: 'RUNS_FROM_TMP' })).toContainText('누구나 쓰는 폴더에서 돕니다');
});

test('on a phone a row is the console form', async ({ signedIn: page, server }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${server.url}#/processes?view=flat&q=pid:${server.pid}`);
  const port = new URL(server.url).port;
  await expect(row(page, server.pid)).toContainText(new RegExp(`server-monitor[\\s\\S]*PID\\s*${server.pid}[\\s\\S]*PORT[\\s\\S]*${port}`));
  await expect(row(page, server.pid).locator('.c-ports')).toBeVisible();
});
