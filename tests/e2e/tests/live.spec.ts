// The line to the server: values move, it breaks, it comes back.
import { LogFolder } from '../support/logs.ts';
import { MonitorServer } from '../support/server.ts';
import { cpuPanel, expect, firstValue, line, signIn, test, type Page } from '../support/test.ts';

/** From the moment of which a value was true to when the next one is drawn, ms. */
const FRESH_MS = 2_000;

async function openConsole(page: Page, server: MonitorServer): Promise<void> {
  await server.setUp();
  await signIn(page, server);
  await page.goto(server.url);
  await firstValue(page);
  await expect(line(page)).toHaveText('live');
}

test('values change within two seconds, and the clock of the HUD with them', async ({ console: page }) => {
  // Noted by the page itself, whenever the clock of the HUD goes on: how old the values before had become, and whether
  // these are others. A machine that stands still for a while does so for all, and goes on.
  const ticks = await page.evaluateHandle(() => {
    const clock = document.querySelector('.hud time');
    const facts = () => document.querySelector<HTMLElement>('.ov')?.innerText;
    const at = () => Date.parse(clock?.getAttribute('datetime') ?? '');
    const noted: { after: number; changed: boolean }[] = [];
    let before = { at: at(), facts: facts() };
    new MutationObserver(() => {
      const now = { at: at(), facts: facts() };
      if (now.at !== before.at) noted.push({ after: Date.now() - before.at, changed: now.facts !== before.facts });
      before = now;
    }).observe(clock ?? document, { attributes: true });
    return noted;
  });
  await expect.poll(async () => (await ticks.jsonValue()).filter(({ after, changed }) => changed && after < FRESH_MS).length).toBeGreaterThan(1);
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
  await expect(line(page)).toHaveText('live');
  await expect(page.getByText('Connection lost.')).toBeHidden();
});

test('a server that was stopped says so, which is not the same as a lost one', async ({ page }) => {
  using logs = new LogFolder();
  logs.append('only.log', ['the only line']);
  await using server = await MonitorServer.start({ config: logs.config(['only.log']) });
  await openConsole(page, server);
  // Once it knows which log to show it asks for that too, over a new line, on which no goodbye could be heard yet.
  await expect(page.locator('.newest')).toContainText('the only line');
  await expect(line(page)).toHaveText('live');
  const begun = performance.now();
  expect(await server.end('SIGTERM'), 'a stop on purpose is no failure').toBe(0);
  expect(performance.now() - begun, 'an open stream does not hold the server').toBeLessThan(15_000);
  await expect(line(page)).toHaveText('stopped');
  await expect(page.getByText('The monitor was stopped.')).toBeVisible();
  await server.again();
  await expect(line(page)).toHaveText('live');
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
  await expect.poll(streams, { message: 'streams that are open' }).toBe(1);

  await page.close();
  const before = await tick(second);
  await expect.poll(() => tick(second)).not.toBe(before);
  logs.append('sample.log', [`${words} again`]);
  await expect(second.locator('.l').last()).toContainText(`${words} again`);
  await expect.poll(streams, { message: 'streams that are open' }).toBe(1);
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
    const [busy, title] = await cpuPanel(page).evaluate((gauge) => [gauge.classList.contains('is-bad'), document.querySelector('h1')?.textContent]);
    expect(title).toBe(busy ? 'The CPU is at its limit' : 'Memory is at its limit');
  }).toPass();
});
