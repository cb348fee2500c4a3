// Ending what should end: the plan, the name that is typed, the outcome, and everything that may happen in between.
import { seenWith } from '../support/ending.ts';
import { Crowd } from '../support/processes.ts';
import { Ordinary } from '../support/ordinary.ts';
import { noting } from '../support/passing.ts';
import type { MonitorServer } from '../support/server.ts';
import { expect, line, remember, signIn, test, type Page } from '../support/test.ts';

const KIM = { username: 'kim', password: 'operator horse battery staple' };
const WATCHER = { username: 'watcher', password: 'viewer horse battery staple' };

const drawer = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const plan = (page: Page) => page.getByRole('dialog', { name: /^(Plan to end it|종료 계획|Ending it|끝내는 중입니다)$/ });
const stage = (page: Page, at: string) => page.locator(`[data-stage=${at}]`);
const end = (page: Page) => plan(page).getByRole('button', { name: 'End it', exact: true });

/** Somebody else who may come in; a person who is there already stays. */
function person(server: MonitorServer, who: typeof KIM, role: string): void {
  if (server.run(['user', 'list', '--json']).includes(`"${who.username}"`)) return;
  server.run(['user', 'add', who.username, '--role', role, '--password-stdin'], `${who.password}\n`);
}

/** A plan says who hangs below it: all of them have to be there. */
async function openPlan(page: Page, server: MonitorServer, of: Ordinary, children = 0): Promise<void> {
  if (children > 0) await seenWith(page, server, of, children);
  await page.goto(`${server.url}#/processes?p=${of.pid}`);
  await drawer(page, of.name).getByRole('button', { name: 'Show the plan to end it' }).click();
  await expect(stage(page, 'plan')).toBeVisible();
}

test('the whole story in Korean: danger, why, plan, end, outcome, audit', async ({ page, server }) => {
  using planted = Ordinary.start('e2e-miner');
  const { key } = planted;
  await remember(page, { lang: 'ko' });
  await signIn(page, server);

  await test.step('danger is seen', async () => {
    await page.goto(`${server.url}#/processes?view=flat&only=attention&q=e2e-miner`);
    const row = page.locator(`[data-key="${key}"]`);
    await expect(row).toContainText(/위험|긴급/);
    await row.getByRole('link').click();
  });
  await test.step('why is read', async () => {
    const finding = drawer(page, 'e2e-miner').locator('.finding').filter({ hasText: 'RUNS_FROM_TMP' });
    await expect(finding).toContainText('누구나 쓰는 폴더에서 돕니다');
    await expect(finding).toContainText(`/proc/${planted.pid}/exe`);
  });
  await test.step('the plan is shown, and nothing is done yet', async () => {
    await drawer(page, 'e2e-miner').getByRole('button', { name: '종료 계획 보기' }).click();
    for (const words of ['SIGTERM', 'SIGKILL', '최대 5초 기다림', '아래에 딸린 프로세스가 없습니다', '닫히는 포트가 없습니다', '내 접속이 끊길 위험은 없습니다']) await expect(plan(page)).toContainText(words);
    await expect(plan(page).locator('.sheet-head')).toContainText(key);
    expect(planted.running).toBe(true);
  });
  await test.step('it ends with one press, as nothing hangs on it', async () => {
    await plan(page).getByRole('button', { name: '끝내기', exact: true }).click();
    await expect(stage(page, 'done')).toContainText('끝났습니다');
    await expect(stage(page, 'done')).toContainText('새로 훑어 확인했습니다');
    await expect.poll(() => planted.endedBy).toBe('SIGTERM');
  });
  await test.step('the audit has it', async () => {
    await plan(page).getByRole('link', { name: '감사 기록 보기' }).click();
    const rows = page.getByRole('row').filter({ hasText: 'e2e-miner' });
    await expect(rows.first()).toBeVisible();
    await expect(rows.first()).toContainText('종료');
    await expect(rows.first()).toContainText('admin');
  });
});

test('the chosen process stays the chosen one while the list sorts itself anew', async ({ signedIn: page, server }) => {
  using chosen = Ordinary.start('e2e-chosen');
  using other = Ordinary.start('e2e-choseb');
  const { key } = chosen;
  await page.goto(`${server.url}#/processes?view=flat&sort=start`);
  await page.getByRole('searchbox').fill('e2e-chose');
  const row = page.locator(`[data-key="${key}"]`);
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: 'Show the plan to end e2e-chosen' }).click();
  await expect(stage(page, 'plan')).toBeVisible();
  {
    // Others come and go, all before it in this order.
    using newer = Ordinary.start('e2e-chosec');
    await using crowd = await Crowd.start(40);
    void crowd;
    await expect(page.locator(`[data-key^="${newer.pid}-"]`)).toHaveCount(1);
    await expect(plan(page).locator('.sheet-head')).toContainText(key);
    await end(page).click();
    await expect(stage(page, 'done')).toContainText('It has ended');
    expect(newer.running).toBe(true);
  }
  await expect.poll(() => chosen.running).toBe(false);
  expect(other.running).toBe(true);
});

test('a name is typed for what has children; the wrong one ends nothing, and the children are told to go on', async ({ signedIn: page, server }) => {
  using parent = Ordinary.parent('e2e-parent', 2);
  await openPlan(page, server, parent, 2);
  await expect(plan(page)).toContainText('2 processes below it go on');
  const field = plan(page).getByRole('textbox');
  await field.fill('e2e-paren');
  await end(page).click();
  await expect(plan(page)).toContainText('That is something else');
  await expect(field).toBeFocused();
  expect(parent.running).toBe(true);
  await field.fill('e2e-parent');
  await page.keyboard.press('Enter');
  await expect(stage(page, 'done')).toContainText('It has ended');
  await expect.poll(() => parent.running).toBe(false);
});

test('everything below it goes along where that is asked for, each with its own outcome', async ({ signedIn: page, server }) => {
  using parent = Ordinary.parent('e2e-family', 2);
  await openPlan(page, server, parent, 2);
  await plan(page).getByText('End everything below it too').click();
  await expect(plan(page)).toContainText('2 processes below it end with it');
  await plan(page).getByRole('textbox').fill('e2e-family');
  await end(page).click();
  await expect(stage(page, 'done')).toContainText('2 more were dealt with');
});

test('what does not hear TERM is ended by force after its time, and that is told while it happens', async ({ signedIn: page, server }) => {
  using stubborn = Ordinary.stubborn('e2e-stubborn');
  await openPlan(page, server, stubborn);
  const meanwhile = await noting(page, '[data-stage=acting]');
  const progress = await noting(page, '[data-stage=acting] [role=progressbar]');
  await end(page).click();
  await expect(stage(page, 'done')).toContainText('It was ended by force');
  expect((await meanwhile()).join('\n')).toContain('SIGTERM was sent');
  expect((await progress()).join('\n')).toContain('Ending');
  await expect.poll(() => stubborn.endedBy).toBe('SIGKILL');
});

test('a process that ends by itself while the dialog is open leaves nothing to press', async ({ signedIn: page, server }) => {
  using planted = Ordinary.start('e2e-short');
  await openPlan(page, server, planted);
  planted.endByItself();
  await expect(stage(page, 'gone')).toContainText('It ended by itself while this was open');
  await expect(end(page)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('dialog') !== null), { message: 'the focus stays inside' }).toBe(true);
  await page.keyboard.press('Escape');
  await expect(plan(page)).toHaveCount(0);
});

test('two people end the same process: the other one is told who did it, and nothing is ended twice', async ({ signedIn: page, browser, server }) => {
  person(server, KIM, 'operator');
  using planted = Ordinary.start('e2e-shared');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, KIM);
  await openPlan(page, server, planted);
  await openPlan(other, server, planted);
  await end(other).click();
  await expect(stage(other, 'done')).toContainText('It has ended');
  await expect(stage(page, 'gone')).toContainText('kim ended it while this was open');
  await expect(end(page)).toHaveCount(0);
  await other.context().close();
});

test('two people press at the same moment: both are told what came of it', async ({ signedIn: page, browser, server }) => {
  person(server, KIM, 'operator');
  using planted = Ordinary.start('e2e-together');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, KIM);
  await openPlan(page, server, planted);
  await openPlan(other, server, planted);
  // Held by hand: the one who comes a moment later may find the button gone, which is right too.
  const buttons = await Promise.all([page, other].map((one) => end(one).elementHandle()));
  await Promise.all(buttons.map((button) => button?.evaluate((key) => (key as HTMLElement).click())));
  for (const one of [page, other]) await expect(one.locator('[data-stage=done], [data-stage=gone]')).toBeVisible();
  await expect.poll(() => planted.endedBy).toBe('SIGTERM');
  await other.context().close();
});

test('what others do is told on every view', async ({ signedIn: page, browser, server }) => {
  person(server, KIM, 'operator');
  using planted = Ordinary.start('e2e-far-away');
  // News are old after a while; here no time passes.
  await page.clock.setFixedTime(new Date());
  await page.goto(`${server.url}#/services`);
  // What the view listens to is asked for over a new line, and what happens before that is no news.
  await expect(page.getByRole('heading', { name: 'Services', level: 1 })).toBeVisible();
  await expect(line(page)).toHaveText('live');
  const other = await (await browser.newContext()).newPage();
  await signIn(other, server, KIM);
  await openPlan(other, server, planted);
  await end(other).click();
  await expect(page.getByRole('log')).toContainText('kim ended e2e-far-away');
  await page.getByRole('button', { name: 'Dismiss the news of e2e-far-away' }).click();
  await expect(page.getByRole('log')).not.toContainText('e2e-far-away');
  await other.context().close();
});

test('a program that runs away is paused, and goes on again', async ({ signedIn: page, server }) => {
  using planted = Ordinary.start('e2e-runaway');
  await page.goto(`${server.url}#/processes?p=${planted.pid}`);
  await drawer(page, 'e2e-runaway').getByRole('button', { name: 'Pause' }).click();
  const dialog = page.getByRole('dialog', { name: /^(Plan to pause|Pausing it|Resume|Resuming it)$/ });
  await dialog.getByRole('button', { name: 'after 5 min' }).click();
  await dialog.getByRole('button', { name: 'Pause it' }).click();
  await expect(stage(page, 'done')).toContainText('It stands still');
  await dialog.getByRole('button', { name: 'Back to the list' }).click();
  await drawer(page, 'e2e-runaway').getByRole('button', { name: 'Resume' }).click();
  await dialog.getByRole('button', { name: 'Resume it' }).click();
  await expect(stage(page, 'done')).toContainText('It goes on');
  expect(planted.running).toBe(true);
});

test('what stands still is seen after a reload: by whom, until when, and how it goes on or stays', async ({ signedIn: page, server }) => {
  using planted = Ordinary.start('e2e-standing');
  await page.goto(`${server.url}#/processes?p=${planted.pid}`);
  const pause = page.getByRole('dialog', { name: /^(Plan to pause|Pausing it)$/ });
  await drawer(page, 'e2e-standing').getByRole('button', { name: 'Pause', exact: true }).click();
  await pause.getByRole('button', { name: 'Pause it' }).click();
  await expect(stage(page, 'done')).toContainText('It stands still');
  await page.goto(`${server.url}#/processes?view=flat&q=e2e-standing`);
  await page.reload();
  const row = page.locator(`[data-key="${planted.key}"]`);
  await expect(row).toContainText(/paused, wakes in (2\d|30) min/);

  await page.goto(`${server.url}#/processes?p=${planted.pid}`);
  await expect(drawer(page, 'e2e-standing')).toContainText(/admin paused it \d+ (s|min) ago\. It wakes by itself in/);
  await drawer(page, 'e2e-standing').getByRole('button', { name: 'Change when it wakes' }).click();
  await expect(pause).toContainText('What you choose here takes the place of that.');
  await pause.getByRole('button', { name: 'only when resumed' }).click();
  await pause.getByRole('button', { name: 'Pause it' }).click();
  await expect(stage(page, 'done')).toContainText('It stands still');
  await page.keyboard.press('Escape');
  await expect(drawer(page, 'e2e-standing')).toContainText('It stands still until somebody resumes it.');

  await page.goto(`${server.url}#/processes?view=flat&q=e2e-standing`);
  await row.getByRole('button', { name: /Resume e2e-standing$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume it' }).click();
  await expect(stage(page, 'done')).toContainText('It goes on');
  await page.keyboard.press('Escape');
  await expect(row).not.toContainText('paused');
  expect(planted.running).toBe(true);
});

test('an application ends by one plan: who stays is said before, each of the others ends by its own', async ({ signedIn: page, server }) => {
  using parent = Ordinary.parent('e2e-several', 1);
  using other = Ordinary.start('e2e-several');
  using roots = Ordinary.start('e2e-several', { asRoot: true });
  const keys = [parent.key, other.key];
  await seenWith(page, server, parent, 1);
  await page.goto(`${server.url}#/processes?q=name:e2e-several`);
  const row = page.locator('[data-key]').first();
  await expect(row).toContainText('×3');
  await row.getByRole('button', { name: 'Show the plan to end e2e-several, 3 processes' }).click();
  await expect(stage(page, 'plan')).toContainText('One cannot be ended and stays');
  await expect(stage(page, 'plan')).toContainText(new RegExp(`e2e-several \\(${roots.pid}\\).*root`));
  for (const one of [parent, other]) await expect(stage(page, 'plan').getByRole('list', { name: 'Those that end' })).toContainText(String(one.pid));
  const yes = page.getByRole('dialog').getByRole('button', { name: 'End 2' });
  await yes.click();
  await expect(stage(page, 'plan')).toContainText('That is something else');
  expect([parent, other, roots].every(({ running }) => running)).toBe(true);

  const asked = page.waitForRequest((request) => request.url().endsWith('/api/v1/ends'));
  await page.getByRole('dialog').getByRole('textbox').fill('e2e-several');
  await yes.click();
  const sent = (await asked).postDataJSON() as { keys: string[]; plans: Record<string, string> };
  expect(sent.keys, 'older ones first, and nobody who was refused').toEqual(keys);
  expect(Object.keys(sent.plans), 'each by the plan that was shown').toEqual(keys);
  await expect(stage(page, 'done')).toContainText('2 ended');
  await expect.poll(() => parent.running || other.running).toBe(false);
  expect(roots.running).toBe(true);
});

test('a viewer sees the reason and no button', async ({ page, server }) => {
  person(server, WATCHER, 'viewer');
  using planted = Ordinary.start('e2e-watched');
  await signIn(page, server, WATCHER);
  await page.goto(`${server.url}#/processes?p=${planted.pid}`);
  await expect(drawer(page, 'e2e-watched').locator('.locked')).toContainText('ask for the role operator');
  await expect(drawer(page, 'e2e-watched').getByRole('button', { name: /plan|Pause/ })).toHaveCount(0);
});

test('what must not be ended has its reason instead of a button', async ({ signedIn: page, server }) => {
  await page.goto(`${server.url}#/processes?p=${server.pid}`);
  await expect(drawer(page, 'server-monitor').locator('.locked')).toContainText('It is this program');
  // Its namesakes on the same machine are another matter.
  await expect(drawer(page, 'server-monitor').getByRole('button', { name: /^Show the plan|Pause/ })).toHaveCount(0);
});

test('what changed since the plan is shown anew before anything is done', async ({ signedIn: page, server }) => {
  using planted = Ordinary.start('e2e-changing');
  await openPlan(page, server, planted);
  await page.route('**/api/v1/processes/*/end', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'changed', status: 409, code: 'changed_since_plan', detail: '' } }), { times: 1 });
  await end(page).click();
  await expect(plan(page).getByRole('alert')).toContainText('Something changed meanwhile, so nothing was done');
  expect(planted.running).toBe(true);
  await end(page).click();
  await expect(stage(page, 'done')).toContainText('It has ended');
});

for (const [status, code, words] of [[503, 'audit_unavailable', 'The audit cannot be written'], [403, 'policy_forbids', 'The policy forbids it']] as const) {
  test(`a refusal is told in the words of the server: ${code}`, async ({ signedIn: page, server }) => {
    using planted = Ordinary.start('e2e-refused');
    await openPlan(page, server, planted);
    await page.route('**/api/v1/processes/*/end', (route) => route.fulfill({ status, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'refused', status, code, detail: words } }));
    await end(page).click();
    await expect(plan(page)).toContainText(words);
    await expect(end(page)).toHaveCount(0);
    expect(planted.running).toBe(true);
  });
}

test('by keyboard alone: from the row to the outcome, and the focus stays inside', async ({ signedIn: page, server }) => {
  using planted = Ordinary.start('e2e-keys');
  await page.goto(`${server.url}#/processes?view=flat&q=pid:${planted.pid}`);
  await expect(page.locator(`[data-key^="${planted.pid}-"]`)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(stage(page, 'plan')).toBeVisible();
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await end(page).focus();
  await page.keyboard.press('Enter');
  await expect(stage(page, 'done')).toContainText('It has ended');
  await page.keyboard.press('Escape');
  await expect(plan(page)).toHaveCount(0);
});

test('on a phone the plan fits the screen', async ({ signedIn: page, server }) => {
  using parent = Ordinary.parent('e2e-small', 3);
  await page.setViewportSize({ width: 360, height: 740 });
  await openPlan(page, server, parent, 3);
  await expect(end(page)).toBeInViewport();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expect
    .poll(async () => {
      const box = await plan(page).locator('.dialog').boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 360;
    })
    .toBe(true);
});

test('with more below it than a plan can tell, that is said and nobody is offered to end all of it', async ({ page, server }) => {
  using crowded = Ordinary.parent('e2e-crowded', 501);
  await remember(page, { lang: 'en' });
  await signIn(page, server);
  const planned = async (): Promise<unknown> => ((await (await page.request.get(`${server.url}api/v1/processes/${crowded.key}/plan`)).json()) as { complete?: boolean }).complete;
  await expect.poll(planned, { message: 'all of them were started and seen' }).toBe(false);
  await openPlan(page, server, crowded);
  await expect(plan(page)).toContainText('More than 500 processes hang below it');
  await expect(plan(page)).toContainText('cannot be ended together with it');
  await expect(plan(page).getByRole('checkbox')).toHaveCount(0);
  await page.keyboard.press('Escape');
  expect(crowded.running).toBe(true);
});
