// The console of the logs: real files, a real writer.
import { LogFolder } from '../support/logs.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, signIn, test, type Page } from '../support/test.ts';

const NAMES = ['follow.log', 'long.log', 'filter.log', 'rotate.log', 'away.log', 'closed.log', 'fast.log', 'late.log'];
let logs: LogFolder;
let server: MonitorServer;

test.beforeAll(async () => {
  logs = new LogFolder();
  for (const name of NAMES.slice(0, -1)) logs.append(name, [`the first line of ${name}`]);
  logs.append('long.log', Array.from({ length: 1_500 }, (_, i) => `number ${i}`));
  logs.readable('closed.log', false);
  server = await MonitorServer.start({ config: logs.config(NAMES), unprivileged: true });
  await server.setUp();
});
test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  logs[Symbol.dispose]();
});

const lines = (page: Page) => page.locator('.l');
const texts = (page: Page) => lines(page).locator('.t').allInnerTexts();

async function open(page: Page, address: string): Promise<void> {
  await signIn(page, server);
  await page.goto(`${server.url}#/logs/${address}`);
}

test('new lines come by themselves; held ones are counted and come when they are wanted', async ({ page }) => {
  await open(page, 'follow.log');
  await expect(page.getByText('following')).toBeVisible();
  await expect(lines(page).last()).toContainText('the first line');
  logs.append('follow.log', ['one', 'two']);
  await expect(lines(page).last()).toContainText('two');

  await page.getByRole('button', { name: 'pause' }).click();
  await expect(page.getByText('paused')).toBeVisible();
  logs.append('follow.log', Array.from({ length: 12 }, (_, i) => `held ${i}`));
  const newer = page.getByRole('button', { name: '12 new lines' });
  await expect(newer).toBeVisible();
  await expect(lines(page).last()).toContainText('two');
  await newer.click();
  await expect(lines(page).last()).toContainText('held 11');
  await expect(page.getByText('following')).toBeVisible();
  expect(await texts(page)).toEqual(['the first line of follow.log', 'one', 'two', ...Array.from({ length: 12 }, (_, i) => `held ${i}`)]);
});

test('who scrolls up is left in peace, and finds earlier lines up to the beginning', async ({ page }) => {
  await open(page, 'long.log');
  await expect(lines(page).last()).toContainText('number 1499');
  const scroller = page.locator('.console');
  await scroller.hover();
  await page.mouse.wheel(0, -300);
  await expect(page.getByText('paused')).toBeVisible();
  // A wheel may roll on for a while: what is read is chosen once it stands.
  const place = () => scroller.evaluate((element) => new Promise<number>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(element.scrollTop)))));
  await expect.poll(async () => (await place()) === (await place())).toBe(true);
  const seen = await lines(page).nth(12).innerText();
  logs.append('long.log', ['number 1500']);
  await expect(page.getByRole('button', { name: '1 new line' })).toBeVisible();
  await expect(lines(page).filter({ hasText: seen.trim() }).first()).toBeInViewport();

  await expect(async () => {
    await page.mouse.wheel(0, -100_000);
    await expect(page.getByText('The log begins here.')).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(lines(page).first()).toContainText('the first line of long.log');
  await expect(lines(page).nth(1)).toContainText('number 0');
  expect(await lines(page).count(), 'only what is seen is drawn').toBeLessThan(120);
  await page.getByRole('button', { name: '1 new line' }).click();
  await expect(lines(page).last()).toContainText('number 1500');
});

test('words and levels are filtered and shone on, and the address keeps them', async ({ page }) => {
  logs.append('filter.log', ['2026-11-21 ERROR disk full', 'WARN nearly full', 'INFO password for admin from 203.0.113.9', 'INFO nothing', 'ERROR password wrong']);
  await open(page, 'filter.log');
  const filter = page.getByRole('searchbox', { name: 'Filter lines' });
  await expect(filter).toBeVisible();
  await page.keyboard.press('/');
  await expect(filter).toBeFocused();
  await filter.fill('password !wrong');
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page).locator('mark')).toHaveText('password');
  await filter.fill('');
  await page.getByLabel('Least level').selectOption('warning');
  await expect(lines(page)).toHaveCount(3);
  await expect(lines(page).first().locator('.sr')).toContainText('error');
  await filter.fill('full');
  await expect(lines(page)).toHaveCount(2);
  await expect(page).toHaveURL(/#\/logs\/filter\.log\?q=full&level=warning$/);
  await page.reload();
  await expect(lines(page)).toHaveCount(2);
  await filter.fill('no such words');
  await expect(page.getByText('No line matches')).toBeVisible();
});

test('through a rotation no line is lost and none is doubled, and a cut is told', async ({ page }) => {
  await open(page, 'rotate.log');
  await expect(lines(page).last()).toContainText('the first line');
  logs.append('rotate.log', ['before 1', 'before 2']);
  logs.rotate('rotate.log');
  logs.append('rotate.log', ['after 1', 'after 2']);
  await expect(lines(page).last()).toContainText('after 2');
  await expect(page.getByText('The file was replaced by a new one.')).toBeVisible();
  expect((await texts(page)).slice(1)).toEqual(['before 1', 'before 2', 'after 1', 'after 2']);
  logs.cut('rotate.log');
  await expect(page.getByText('The file was cut')).toBeVisible();
  logs.append('rotate.log', ['after the cut']);
  await expect(lines(page).last()).toContainText('after the cut');
});

test('what was written while the server was away is there afterwards, each line once', async ({ page }) => {
  await open(page, 'away.log');
  await expect(lines(page).last()).toContainText('the first line');
  logs.append('away.log', ['before']);
  await expect(lines(page).last()).toContainText('before');
  await server.end('SIGKILL');
  await expect(page.getByText('not connected')).toBeVisible();
  // More than a stream begins with.
  const missed = Array.from({ length: 50 }, (_, i) => `meanwhile ${i}`);
  logs.append('away.log', missed);
  await server.again();
  await expect(lines(page).last()).toContainText('meanwhile 49');
  logs.append('away.log', ['after']);
  await expect(lines(page).last()).toContainText('after');
  await page.locator('.console').evaluate((element) => element.scrollTo(0, 0));
  await expect(lines(page).first()).toContainText('the first line');
  await expect(page.locator('.count')).toHaveText('53 lines');
  await expect(page.locator('.n')).toHaveCount(0);
});

test('a log that may not be read says so with the way out, and opens by itself once it may', async ({ page }) => {
  await open(page, 'closed.log');
  await expect(page.getByText(/^No permission to read .*closed\.log$/)).toBeVisible();
  await expect(page.getByText(/may not read it; let the user into its group/)).toBeVisible();
  await expect(page.getByRole('link', { name: /closed\.log denied/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /late\.log missing/ })).toBeVisible();
  logs.readable('closed.log', true);
  await expect(lines(page).last()).toContainText('the first line of closed.log');
  await page.getByRole('link', { name: /late\.log/ }).click();
  await expect(page.getByText(/late\.log is not there$/)).toBeVisible();
  logs.append('late.log', ['here it is']);
  await expect(lines(page).last()).toContainText('here it is');
});

test('an id of no log is answered in words, and a path is no id', async ({ page }) => {
  await open(page, 'no.such.log');
  await expect(page.getByText('There is no such log')).toBeVisible();
  await page.goto('about:blank');
  await open(page, '..%2F..%2Fetc%2Fpasswd');
  await expect(page).toHaveURL(/#\/logs\/(?!\.\.)/);
});

test('ten thousand lines a second do not freeze the page', async ({ page }) => {
  await open(page, 'fast.log');
  await expect(lines(page).last()).toBeVisible();
  await page.evaluate(() => {
    const gaps = { longest: 0 };
    let last = performance.now();
    const step = (now: number) => {
      gaps.longest = Math.max(gaps.longest, now - last);
      last = now;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    Object.assign(window, { gaps });
  });
  let written = 0;
  for (let burst = 0; burst < 20; burst += 1) {
    logs.append('fast.log', Array.from({ length: 1_000 }, () => `fast ${(written += 1)} ${'some words of a busy server '.repeat(3)}`));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await expect(lines(page).last()).toContainText(`fast ${written} `);
  await expect(page.locator('.count')).toHaveText('5,000 lines');
  expect(await lines(page).count(), 'only what is seen is drawn').toBeLessThan(120);
  const longest = await page.evaluate(() => (window as unknown as { gaps: { longest: number } }).gaps.longest);
  test.info().annotations.push({ type: 'longest frame, ms', description: longest.toFixed(0) });
  await page.getByRole('button', { name: 'pause' }).click();
  await expect(page.getByText('paused')).toBeVisible();

  // Lines that were let go are still in the log: reading back finds them, in order and each once. Coming to the top is
  // enough to read on, and the line that was first stays where it is. A key pressed there would be to go up once more.
  const top = () => page.locator('.console').evaluate((element) => element.scrollTo(0, 0));
  const oldest = written - 5_000 + 1;
  await top();
  await expect(lines(page).filter({ hasText: `fast ${oldest} ` })).toBeVisible();
  await expect(lines(page).filter({ hasText: `fast ${oldest - 1} ` })).toHaveCount(1);
  for (let further = 0; ; further += 1) {
    const drawn = await numbers(page);
    expect(drawn.found, 'counted from the newest, every line is in its place').toEqual(drawn.expected.map((behind) => written - behind));
    if (further === 3) break;
    await top();
    await expect.poll(async () => (await numbers(page)).kept).toBeGreaterThan(drawn.kept);
  }
});

/** The numbers in the lines drawn, and how many lines are kept behind each; all of it at one moment. */
const numbers = (page: Page) =>
  lines(page).evaluateAll((drawn) => ({
    found: drawn.map((line) => Number(/fast (\d+) /.exec(line.textContent)?.[1])),
    expected: drawn.map((line) => Number(line.ariaSetSize) - Number(line.ariaPosInSet)),
    kept: Number(drawn[0]?.ariaSetSize),
  }));

test('a line is chosen and copied with the keyboard', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'filter.log');
  await expect(lines(page).last()).toBeVisible();
  await page.locator('.console').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  const chosen = lines(page).locator(':scope.sel .t');
  const text = await chosen.innerText();
  await page.keyboard.press('c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await page.keyboard.press('Escape');
  await expect(chosen).toHaveCount(0);
});
