// The autopilot: a rule is written, rehearses on a real process, is let act, and everything is stopped.
import { Named } from '../support/processes.ts';
import { Rules } from '../support/rules.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, line, remember, signIn, test, type Page } from '../support/test.ts';

const OPERATOR = { username: 'watcher', password: 'operator horse battery staple' };
let server: MonitorServer;

test.beforeAll(async () => {
  server = await MonitorServer.start();
  await server.setUp();
  server.run(['user', 'add', OPERATOR.username, '--role', 'operator', '--password-stdin'], `${OPERATOR.password}\n`);
});
test.afterAll(() => server[Symbol.asyncDispose]());

const card = (page: Page, title: string) => page.locator('[data-rule]').filter({ has: page.getByRole('heading', { name: title }) });

async function open(page: Page, person?: typeof OPERATOR): Promise<void> {
  await signIn(page, server, person);
  await page.goto(`${server.url}#/autopilot`);
  await expect(page.getByRole('heading', { name: 'Autopilot', level: 1 })).toBeVisible();
}

test('a rule is written with its matches in sight, begins by rehearsing, and acts only by an override that is typed', async ({ page }) => {
  using process = Named.start('e2e-autopilot');
  await open(page);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.getByRole('dialog', { name: 'Add a rule' });
  await form.getByLabel('What you call it').fill('E2E rule');
  await form.getByLabel('Exact name').fill('e2e-autopilot');
  await expect(form).toContainText('Give a path, a user or a finding as well.');
  await expect(form.getByRole('region', { name: 'What fits now' })).toContainText('Shown as soon as the rule is complete.');
  await form.getByLabel(/^Path of the program/).fill(`${process.folder}/*`);
  await expect(form.getByRole('region', { name: 'What fits now' })).toContainText(String(process.pid));
  await form.getByText('end it', { exact: true }).click();
  await form.getByLabel('Lasting for (seconds)').fill('1');
  await expect(form).toContainText('At least 5 seconds before a process is touched.');
  await form.getByLabel('Lasting for (seconds)').fill('3600');
  await form.getByRole('button', { name: 'Begin rehearsing' }).click();
  await expect(form).toHaveCount(0);
  await expect(card(page, 'E2E rule')).toContainText('rehearses');
  await expect(card(page, 'E2E rule').locator('.numbers')).toContainText(/fit now\s*1/);

  await card(page, 'E2E rule').getByRole('button', { name: 'Let it act' }).click();
  const enforce = page.getByRole('dialog', { name: /Let .*E2E rule.* act/ });
  await expect(enforce).toContainText('It has not been rehearsed for a day');
  const yes = enforce.getByRole('button', { name: 'Act without a rehearsal' });
  await expect(yes).toHaveAttribute('aria-disabled', 'true');
  await enforce.getByLabel(/^To override, type/).fill('e2e');
  await page.keyboard.press('Enter');
  await expect(enforce).toContainText('That is another name.');
  await enforce.getByLabel(/^To override, type/).fill('e2e-rule');
  await yes.click();
  await expect(enforce).toHaveCount(0);
  await expect(card(page, 'E2E rule')).toContainText('acts');
  await expect(page.getByText('One rule acts')).toBeVisible();

  await card(page, 'E2E rule').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('There are no rules')).toBeVisible();
});

test('an operator stops everything with one button, an admin starts it again', async ({ page }) => {
  await open(page, OPERATOR);
  await expect(page.getByText('Only an admin writes rules.')).toBeVisible();
  await page.getByRole('button', { name: 'Stop everything' }).click();
  await expect(page.getByText('Everything is stopped')).toBeVisible();
  await expect(page.getByText('Stopped by watcher', { exact: false })).toBeVisible();
  await expect(page.getByText('Only an admin starts it again.')).toBeVisible();
  await signIn(page, server);
  await page.reload();
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('No rule acts')).toBeVisible();
});

test('a rule that suddenly fits too many stops itself, is told at once and on every view, and goes on only when an admin says so', async ({ page }) => {
  using first = Named.start('e2e-storm');
  await using rules = await Rules.of(server);
  await signIn(page, server);
  // News are old after a while; here no time passes. What is told before somebody listens is no news either.
  await page.clock.setFixedTime(new Date());
  await page.goto(`${server.url}#/policies`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(line(page)).toHaveText('live');
  await rules.put('storm', { title: 'Storm', match: { name: 'e2e-storm', path: `${first.folder.replace(/\/[^/]*$/, '')}/*/*` }, when: { for_s: 3600 }, action: 'notify', limits: { at_once: 1, per_hour: 5, cooldown_s: 0 } });
  using second = Named.start('e2e-storm');
  const news = page.getByRole('log');
  await expect(news).toContainText(/Storm.* stopped itself/);
  await expect(page.getByRole('region', { name: 'A rule of the autopilot stopped itself.' }), 'without waiting for its turn').toContainText('Storm');
  await news.getByRole('link', { name: 'Look at it' }).click();
  await expect(card(page, 'Storm')).toContainText('It stopped itself. 2 processes fitted at once, 1 are allowed.');
  await page.goto(`${server.url}#/policies`);
  const banner = page.getByRole('region', { name: 'A rule of the autopilot stopped itself.' });
  await expect(banner).toContainText('Storm');
  second[Symbol.dispose]();
  await banner.getByRole('link', { name: 'Look at it' }).click();
  // Let go on before it was seen to have ended, it would stop itself at once.
  await expect(card(page, 'Storm').locator('.numbers')).toContainText(/fit now\s*1(?!\d)/);
  await card(page, 'Storm').getByRole('button', { name: 'Let it go on' }).click();
  await expect(card(page, 'Storm')).toContainText('rehearses');
  await expect(banner).toHaveCount(0);
});

test('what a stranger wrote is text, and a rule that cannot be read is said to be left out', async ({ page }) => {
  const progress = { matching: 2, would_have: 41, done: 0, refused: 1, since: new Date().toISOString(), rehearsed_s: 60, trip: null, last: [{ at: new Date().toISOString(), key: '4-2', name: '<b>x</b>', came: 'of_a_newer_server' }] };
  const rule = { id: 'x', title: '<img src=x onerror=alert(1)>', match: { path: '/opt/\u202e*' }, when: { for_s: 60 }, action: 'end', mode: 'rehearse', limits: { per_hour: 5, cooldown_s: 60, at_once: 3 }, enabled: true, problem: null, ripe: false, overridden: false, progress };
  const broken = { ...rule, id: 'by-hand', title: null, match: null, when: null, action: null, mode: null, limits: null, enabled: null, problem: 'nobody knows `pth`' };
  await page.route('**/api/v1/autopilot', (route) => route.fulfill({ json: { stopped: true, stopped_by: 'file', stopped_at: null, stop_file: '/var/lib/x/autopilot.stop', trouble: null, rules: [rule, broken], notices: [] } }));
  await remember(page, { lang: 'ko' });
  await signIn(page, server);
  await page.goto(`${server.url}#/autopilot`);
  await expect(page.getByText('/var/lib/x/autopilot.stop 파일이 있는 동안', { exact: false })).toBeVisible();
  await expect(card(page, '<img src=x')).toContainText('/opt/\\u{202e}*');
  await expect(card(page, '<img src=x')).toContainText('of_a_newer_server');
  await expect(card(page, '<img src=x').locator('.numbers')).toContainText(/종료했을 것\s*41/);
  await expect(page.getByRole('region', { name: 'by-hand' })).toContainText('nobody knows `pth`');
  await expect(page.getByRole('region', { name: 'by-hand' })).toContainText('저장된 곳에서 바로잡거나');
  await expect(page.locator('main img, main b b')).toHaveCount(0);
});

test('while the rules cannot be read the page says so, why, and that nothing is done, and goes on by itself', async ({ page }) => {
  const progress = { matching: 0, would_have: 3, done: 1, refused: 0, since: new Date().toISOString(), rehearsed_s: 90_000, trip: null, last: [] };
  const rule = { id: 'kept', title: '남은 규칙', match: { path: '/opt/x/*' }, when: { for_s: 60 }, action: 'end', mode: 'enforce', limits: { per_hour: 5, cooldown_s: 60, at_once: 3 }, enabled: true, problem: null, ripe: true, overridden: false, progress };
  const away = { stopped: true, stopped_by: 'unknown', stopped_at: null, stop_file: null, trouble: '정책 데이터베이스에 연결할 수 없습니다.', notices: [] };
  let now: object = { ...away, rules: [rule] };
  await page.route('**/api/v1/autopilot', (route) => route.fulfill({ json: now }));
  await remember(page, { lang: 'ko' });
  await signIn(page, server);
  await page.goto(`${server.url}#/autopilot`);
  const trouble = page.getByRole('region', { name: '지금 규칙을 읽을 수 없습니다.' });
  await expect(trouble).toContainText('정책 데이터베이스에 연결할 수 없습니다.');
  await expect(trouble).toContainText('다시 읽을 때까지 규칙은 아무것도 하지 않습니다');
  await expect(trouble).toContainText('아래는 마지막으로 읽은 규칙입니다.');
  await expect(trouble.getByRole('button')).toBeVisible();
  await expect(page.getByRole('heading', { name: '지금은 아무것도 하지 않습니다' })).toBeVisible();
  await expect(card(page, '남은 규칙')).toContainText('(지금은 멈춤)');
  await expect(page.getByRole('button', { name: '다시 시작하기' }), 'nobody stopped it').toHaveCount(0);
  await expect(page.getByRole('button', { name: '모두 멈추기' })).toBeVisible();
  // Rules that were never read are not none; and what the flag says is known again before the rules are.
  now = { ...away, stopped: false, stopped_by: null, rules: [] };
  await expect(trouble).not.toContainText('마지막으로 읽은');
  await expect(page.getByRole('heading', { name: '지금은 아무것도 하지 않습니다' })).toBeVisible();
  await expect(page.getByText('규칙이 없습니다')).toHaveCount(0);
  now = { ...away, stopped: false, stopped_by: null, trouble: null, rules: [rule] };
  await expect(trouble).toHaveCount(0);
  await expect(page.getByText('규칙 1개가 움직이고 있습니다')).toBeVisible();
});
