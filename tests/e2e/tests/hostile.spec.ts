// Text from the system is hostile: a process may be called anything. The watch of every test looks for
// dialogs, exceptions and broken policy; here it has something to find.
import { Named } from '../support/processes.ts';
import { expect, remember, signIn, test, type Page } from '../support/test.ts';

const RIGHT_TO_LEFT = '\u202e';
const ESCAPE = '\u001b';

const NAMES = [
  { what: 'markup', name: '<img src=x onerror=alert(1)>', shown: '<img src=x onerror=alert(1)>' },
  { what: 'a turned line', name: `e2e-${RIGHT_TO_LEFT}gnp.exe`, shown: 'e2e-' },
  { what: 'an escape sequence', name: `e2e-${ESCAPE}]0;title\u0007`, shown: 'e2e-' },
  { what: 'a line break', name: 'e2e-one\ntwo', shown: 'e2e-one' },
];

for (const { what, name, shown } of NAMES) {
  test(`a process name with ${what} is shown as text`, async ({ signedIn: page, server }) => {
    using process = Named.start(name);
    for (const address of [`#/processes?q=pid:${process.pid}`, `#/processes?p=${process.pid}`, `#/processes?q=pid:${process.pid}&view=tree`]) {
      await page.goto(`${server.url}${address}`);
      const place = address.includes('p=') && !address.includes('q=') ? page.getByRole('dialog') : page.locator(`[data-key^="${process.pid}-"]`);
      await expect(place).toContainText(shown);
      const text = await place.innerText();
      expect(text, 'no character that turns or hides what follows').not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      expect(await page.locator('main img, dialog img, main script, dialog script').count()).toBe(0);
    }
  });
}

const MARKUP = '<img src=x onerror=alert(1)>';
/** Whole within the 15 bytes that the kernel keeps of a name, which are what lists show. */
const SHORT = '<img src=x>';
const MADE = 'main img, dialog img, main script, dialog script, main [onerror], dialog [onerror]';

/** Counts in the page itself what its policy had to stop; answers all that were reported so far. */
async function policyReports(page: Page): Promise<string[]> {
  const reports: string[] = [];
  await page.exposeFunction('reported', (what: string) => void reports.push(what));
  await page.addInitScript(() => {
    const { reported } = globalThis as unknown as { reported: (what: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => reported(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return reports;
}

for (const { lang, grave } of [
  { lang: 'ko', grave: /위험|긴급/ },
  { lang: 'en', grave: /danger|urgent/ },
] as const) {
  test(`what was found about an executable with markup for its name is text everywhere (${lang})`, async ({ page, server }) => {
    // Its path is evidence; this library, which is not there and changes nothing, is named in the message too.
    using process = Named.start(MARKUP, ['3600'], { LD_AUDIT: `/nowhere/${MARKUP}` });
    using first = Named.start(SHORT);
    using second = Named.start(SHORT);
    const reports = await policyReports(page);
    await remember(page, { lang });
    await signIn(page, server);

    await page.goto(`${server.url}#/processes?p=${process.pid}`);
    const drawer = page.getByRole('dialog');
    await expect(drawer.locator('.sheet-head')).toContainText(grave);
    const evidence = drawer.locator('.finding').filter({ hasText: 'RUNS_FROM_TMP' }).locator('.evidence');
    await expect(evidence).toContainText(`/proc/${process.pid}/exe`);
    await expect(evidence).toContainText(`/${MARKUP}`);
    const preloaded = drawer.locator('.finding').filter({ hasText: 'PRELOADED' });
    await expect(preloaded.locator('> div > p').first(), 'the message').toContainText(`/nowhere/${MARKUP}`);
    await expect(preloaded.locator('.evidence')).toContainText(`/nowhere/${MARKUP}`);
    await expect(page.locator(MADE)).toHaveCount(0);

    await page.goto(`${server.url}#/processes?q=${encodeURIComponent(SHORT)}`);
    const app = page.getByRole('table').locator('[data-key]', { hasText: '×2' });
    await expect(app.locator('.c-name'), 'the head of the application').toContainText(SHORT);
    await app.getByRole('link').focus();
    await page.keyboard.press('ArrowRight');
    for (const { pid } of [first, second]) await expect(page.locator(`[data-key^="${pid}-"] .c-name`)).toContainText(SHORT);
    await expect(page.locator(MADE)).toHaveCount(0);

    // Others of this machine may be graver and fill the short list: the page is told of ours alone, by the real server.
    // No question of the view before may still be on its way: leaving the page would take its answer from us.
    await page.goto('about:blank');
    await page.route(/api\/v1\/processes\?.*sort=verdict/, async (route) => {
      const all = new URL(route.request().url());
      all.searchParams.delete('limit');
      const answer = await route.fetch({ url: all.href, timeout: 0 });
      const { processes, ...rest } = (await answer.json()) as { processes: { pid: number }[] };
      await route.fulfill({ response: answer, json: { ...rest, processes: processes.filter(({ pid }) => [first.pid, second.pid].includes(pid)) } });
    });
    await page.goto(`${server.url}#/overview`);
    const worst = page.locator('section.worst li');
    await expect(worst, 'the worst of the overview').toContainText(SHORT);
    await expect(worst.locator('.why')).not.toBeEmpty();
    await expect(page.locator(MADE)).toHaveCount(0);
    expect(reports, 'the policy had nothing to stop').toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
}

test('a line of a log is shown as text, whatever is in it', async ({ signedIn: page, server, logs }) => {
  await page.goto(`${server.url}#/logs/hostile.log`);
  await expect(page.locator('.l').last()).toBeVisible();
  logs.append('hostile.log', [
    '<img src=x onerror=alert(1)><script>alert(2)</script>',
    `${ESCAPE}]0;title\u0007${ESCAPE}[31mred ${RIGHT_TO_LEFT}gnp.exe \u2066x`,
    'javascript:alert(3) {{constructor.constructor("alert(4)")()}} ${alert(5)}',
    `${'long'.repeat(8_000)}`,
    'ERROR <b>the last one</b>',
  ]);
  await expect(page.locator('.l').last()).toContainText('ERROR <b>the last one</b>');
  const filter = page.getByRole('searchbox', { name: 'Filter lines' });
  await filter.fill('red');
  const line = page.locator('.l', { hasText: 'gnp.exe' });
  await expect(line).toContainText('\\x1b]0;title\\x07');
  await expect(line).toContainText('\\u{202e}gnp.exe');
  await filter.fill('');
  await expect(page.locator('.l').last()).toContainText('the last one');
  const text = await page.locator('main').innerText();
  expect(text, 'no character that turns or hides what follows').not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  expect(await page.locator('main img, main script, main b').count()).toBe(0);
  await page.goto(`${server.url}#/overview`);
  await expect(page.locator('.newest')).toBeVisible();
  expect(await page.locator('main img, main script').count()).toBe(0);
});

test('a secret on a command line never reaches the page', async ({ signedIn: page, server }) => {
  // `sleep` sums its arguments and refuses these; a shell that sleeps keeps them.
  const { spawn } = await import('node:child_process');
  const child = spawn('sh', ['-c', 'sleep 3600; :', 'e2e-secret', '--password=canary-one', '--api-key', 'canary-two', 'https://me:canary-three@host/'], { stdio: 'ignore', detached: true });
  const heard: string[] = [];
  page.on('response', (answer) => void answer.text().then((text) => heard.push(text), () => {}));
  try {
    await page.goto(`${server.url}#/processes?p=${child.pid}`);
    const drawer = page.getByRole('dialog');
    await expect(drawer).toContainText('e2e-secret');
    await expect(drawer).toContainText('--password=');
    expect(await page.content()).not.toContain('canary');
    const list = await page.evaluate(async () => (await fetch('api/v1/processes')).text());
    expect(list).toContain('e2e-secret');
    expect(list + heard.join()).not.toContain('canary');
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
});
