// `test` of all specs: a server shared by the tests of a worker, a page that is logged in, and a watch over it.
//
// The watch fails any test in which the page broke its own policy, asked another host, opened a dialog,
// or let an exception out.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { LogFolder } from './logs.ts';
import { ADMIN, MonitorServer } from './server.ts';

export { expect } from '@playwright/test';
export type { Page } from '@playwright/test';

interface ForEach {
  /** What must not happen in a page. Tests that provoke something say what by `expected`. */
  watch: Watch;
  /** Logged in as the administrator; nothing is open yet. */
  signedIn: Page;
  /** Logged in as the administrator, on the overview, with first values. */
  console: Page;
}

interface ForAll {
  /** Log files that the shared server follows: `sample.log`, `hostile.log`. */
  logs: LogFolder;
  /** Set up, running, shared. Tests that stop or count on it alone start their own. */
  server: MonitorServer;
}

export class Watch {
  readonly findings: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** A finding that the test is about. */
  expected(what: RegExp): void {
    this.allowed.push(what);
  }

  over(context: BrowserContext, origin: () => string): void {
    context.on('page', (page) => this.overPage(page, origin));
    for (const page of context.pages()) this.overPage(page, origin);
  }

  private overPage(page: Page, origin: () => string): void {
    page.on('pageerror', (error) => this.findings.push(`exception: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.findings.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text())) this.findings.push(`policy: ${message.text()}`);
    });
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (protocol.startsWith('http') && asked !== origin() && !asked.startsWith('http://127.0.0.1:')) this.findings.push(`foreign host: ${request.url()}`);
    });
  }

  unexpected(): string[] {
    return this.findings.filter((finding) => !this.allowed.some((allowed) => allowed.test(finding)));
  }
}

export const test = base.extend<ForEach, ForAll>({
  logs: [
    async ({}, use) => {
      using logs = new LogFolder();
      logs.append('sample.log', Array.from({ length: 60 }, (_, i) => `2026-11-21 03:14:${String(i).padStart(2, '0')} ${['INFO', 'INFO', 'WARN', 'INFO', 'ERROR'][i % 5]} worker ${i} of a sample`));
      logs.append('hostile.log', ['an ordinary line']);
      await use(logs);
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ logs }, use) => {
      await using server = await MonitorServer.start({ config: logs.config(['sample.log', 'hostile.log']) });
      await server.setUp();
      await use(server);
    },
    { scope: 'worker' },
  ],
  watch: [
    async ({ context, server }, use) => {
      const watch = new Watch();
      watch.over(context, () => server.origin);
      await use(watch);
      expect(watch.unexpected()).toEqual([]);
    },
    { auto: true },
  ],
  signedIn: async ({ page, server }, use) => {
    await signIn(page, server);
    await use(page);
  },
  console: async ({ signedIn: page, server }, use) => {
    await page.goto(server.url);
    await firstValue(page);
    await use(page);
  },
});

/** One log-in for each server: they are limited, and slow on purpose. */
const sessions = new Map<string, string>();

/** Gives the page a session of the administrator, or of somebody else. */
export async function signIn(page: Page, server: MonitorServer, person = ADMIN): Promise<void> {
  const id = `${server.url} ${person.username}`;
  let cookie = sessions.get(id);
  if (!cookie) {
    const answer = await server.post('api/v1/session', person);
    if (!answer.ok) throw new Error(`log-in was refused: ${answer.status} ${await answer.text()}`);
    cookie = answer.headers.getSetCookie()[0] ?? '';
    sessions.set(id, cookie);
  }
  const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
  await page.context().addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
}

/** The overview shows a true number. */
export async function firstValue(page: Page): Promise<void> {
  await expect(cpuPanel(page).locator('.big .sr').first()).toHaveText(/^\d/);
}

/** How the page says that it stands with the server. */
export const line = (page: Page) => page.getByRole('status', { name: 'Connection to the server' });

/** The gauge of the processor, by its heading in either language. */
export const cpuPanel = (page: Page) => page.locator('section').filter({ has: page.getByRole('heading', { name: 'CPU', exact: true }) }).first();

/** Stores what the page remembers in this browser, before it is opened. */
export async function remember(page: Page, choices: { lang?: 'ko' | 'en'; theme?: 'night' | 'paper' }): Promise<void> {
  await page.addInitScript((stored) => {
    // An empty page between two views has no storage.
    if (!location.protocol.startsWith('http')) return;
    for (const [key, value] of Object.entries(stored)) localStorage.setItem(key, value);
  }, choices);
}
