// The line to the server: values move, it breaks, it comes back.
import { MonitorServer } from '../support/server.ts';
import { cpuPanel, expect, firstValue, signIn, test, type Page } from '../support/test.ts';

const line = (page: Page) => page.getByRole('status', { name: 'Connection to the server' });

async function openConsole(page: Page, server: MonitorServer): Promise<void> {
  await server.setUp();
  await signIn(page, server);
  await page.goto(server.url);
  await firstValue(page);
  await expect(line(page)).toHaveText('live');
}

test('values change within two seconds', async ({ console: page }) => {
  const facts = page.locator('.ov');
  const before = await facts.innerText();
  await expect.poll(() => facts.innerText(), { timeout: 2_000, intervals: [100] }).not.toBe(before);
});

test('the clock of the HUD follows the ticks of the server', async ({ console: page }) => {
  const time = page.locator('.hud time');
  const first = await time.getAttribute('datetime');
  await expect.poll(() => time.getAttribute('datetime'), { timeout: 2_500, intervals: [100] }).not.toBe(first);
});

test('a lost server is told with its last sign of life, and the page comes back by itself', async ({ page }) => {
  await using server = await MonitorServer.start();
  await openConsole(page, server);
  await server.end('SIGKILL');
  await expect(line(page)).toHaveText('offline');
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await expect(page.getByText(/Last seen \d+ s ago\. Retrying (now|in \d+ s)\./)).toBeVisible();
  await expect(cpuPanel(page), 'the old values stay, marked as old').toBeVisible();
  await server.again();
  await expect(line(page)).toHaveText('live', { timeout: 20_000 });
  await expect(page.getByText('Connection lost.')).toBeHidden();
});

test('a server that was stopped says so, which is not the same as a lost one', async ({ page }) => {
  await using server = await MonitorServer.start();
  let asked = performance.now();
  page.on('request', (request) => {
    if (request.url().includes('/live?')) asked = performance.now();
  });
  await openConsole(page, server);
  // Once it knows which log to show it asks for that too, over a new line, on which no goodbye could be heard yet.
  await expect.poll(() => performance.now() - asked, { message: 'it has all the topics that it wants' }).toBeGreaterThan(1_500);
  const begun = performance.now();
  expect(await server.end('SIGTERM'), 'a stop on purpose is no failure').toBe(0);
  expect(performance.now() - begun, 'an open stream does not hold the server').toBeLessThan(2_000);
  await expect(line(page)).toHaveText('stopped');
  await expect(page.getByText('The monitor was stopped.')).toBeVisible();
  await server.again();
  await expect(line(page)).toHaveText('live', { timeout: 20_000 });
});

test('a page that is opened while the server is away asks until it is there', async ({ console: page }) => {
  await page.route('**/api/v1/me', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The server is silent' })).toBeVisible();
  await page.unroute('**/api/v1/me');
  await firstValue(page);
});

test('a log-in that is ended elsewhere closes the open page within seconds', async ({ page, server }) => {
  // Somebody else than whom the other tests are.
  const kept = { username: 'shut-out', password: 'first horse battery staple' };
  server.run(['user', 'add', kept.username, '--role', 'viewer', '--password-stdin'], `${kept.password}\n`);
  await signIn(page, server, kept);
  await page.goto(server.url);
  await firstValue(page);
  await expect(line(page)).toHaveText('live');
  server.run(['user', 'password', kept.username, '--password-stdin'], 'quite another horse battery\n');
  await expect(page.getByRole('heading', { name: 'You were signed out' })).toBeVisible();
});

test('two tabs share one stream, its topics too, and the other goes on when one is closed', async ({ console: page, context, server, logs }) => {
  const open = new Map<unknown, Page>();
  context.on('request', (request) => new URL(request.url()).pathname.endsWith('/api/v1/live') && open.set(request, request.frame().page()));
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  // A tab that was closed has taken its requests with it, without a word.
  const streams = () => [...open.values()].filter((one) => !one.isClosed()).length;
  await page.reload();
  await firstValue(page);

  const second = await context.newPage();
  await second.goto(`${server.url}#/logs/sample.log`);
  await expect(second.locator('.l').last()).toBeVisible();
  const words = `written for two tabs ${Date.now()}`;
  logs.append('sample.log', [words]);
  await expect(second.locator('.l').last()).toContainText(words);
  await expect(line(second)).toHaveText('live');
  const tick = (one: Page) => one.locator('.hud time').getAttribute('datetime');
  for (const one of [page, second]) {
    const before = await tick(one);
    await expect.poll(() => tick(one)).not.toBe(before);
  }
  expect(streams(), 'streams that are open').toBe(1);

  await page.close();
  const before = await tick(second);
  await expect.poll(() => tick(second)).not.toBe(before);
  logs.append('sample.log', [`${words} again`]);
  await expect(second.locator('.l').last()).toContainText(`${words} again`);
  expect(streams(), 'streams that are open').toBe(1);
  expect(await second.locator('.l', { hasText: words }).count(), 'no line twice').toBe(2);
});

test('the thresholds of the configuration colour the gauges and the face', async ({ page }) => {
  await using server = await MonitorServer.start({ config: 'memory_warn = 0.5\nmemory_bad = 1\ncpu_warn = 99.9\ncpu_bad = 100\ndisk_warn = 99.9\ndisk_bad = 100\n' });
  await server.setUp();
  await signIn(page, server);
  await page.goto(server.url);
  const memory = page.locator('section.gauge').filter({ has: page.getByRole('heading', { name: 'Memory', exact: true }) });
  await expect(memory).toContainText('at limit');
  await expect(memory).toHaveClass(/is-bad/);
  await expect(memory.locator('.ticks')).toContainText('0.5');
  // Of what is at its limit the fullest is named: where every core is busy all the time that is the CPU.
  await expect(async () => {
    const busy = await cpuPanel(page).evaluate((gauge) => gauge.classList.contains('is-bad'));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(busy ? 'The CPU is at its limit' : 'Memory is at its limit');
  }).toPass({ timeout: 30_000 });
});
