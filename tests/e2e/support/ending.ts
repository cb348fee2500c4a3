// Ending a process as an operator does it on the page, for stories about what stands in the way.
import type { Ordinary } from './ordinary.ts';
import type { MonitorServer } from './server.ts';
import { expect, remember, signIn, type Page } from './test.ts';

export const rows = (page: Page) => page.locator('[data-at]');
export const drawer = (page: Page) => page.getByRole('dialog').first();
export const stage = (page: Page, at: string) => page.locator(`[data-stage=${at}]`);

/** Opens an address of the page as the administrator. */
export async function openAt(page: Page, server: MonitorServer, address: string, lang: 'ko' | 'en' = 'en'): Promise<void> {
  await remember(page, { lang });
  await signIn(page, server);
  // An address that differs behind its # alone would leave open what is open.
  await page.goto('about:blank');
  await page.goto(server.url + address);
}

/** The server has seen a process with as many below it as it is to have: a plan is made of what was seen. */
export async function seenWith(page: Page, server: MonitorServer, of: Ordinary, children: number): Promise<void> {
  const found = async (): Promise<number | null> => {
    const answer = await page.request.get(`${server.url}api/v1/processes/${of.key}/plan`);
    return answer.ok() ? ((await answer.json()) as { children: unknown[] }).children.length : null;
  };
  await expect.poll(found, { message: `${of.name} was seen with ${children} below it` }).toBe(children);
}

/** The plan to end a process is open, in English. */
export async function openPlanOn(page: Page, server: MonitorServer, of: Ordinary): Promise<void> {
  await openAt(page, server, `#/processes?p=${of.pid}`);
  await page.getByRole('button', { name: 'Show the plan to end it' }).click();
  await expect(stage(page, 'plan')).toBeVisible();
}

/** The plan that is open is carried out, and the process ends. */
export async function ends(page: Page, of: Ordinary): Promise<void> {
  await page.getByRole('button', { name: 'End it', exact: true }).click();
  await expect(stage(page, 'done')).toContainText('It has ended');
  await expect.poll(() => of.running).toBe(false);
}
