// The pictures of the README: the overview of this very machine, in both languages.
import { expect, test } from '@playwright/test';
import { MonitorServer } from '../support/server.ts';
import { cpuPanel, firstValue, remember, signIn } from '../support/test.ts';

const FOLDER = new URL('../../../docs/shots/', import.meta.url).pathname;
/** So long that the strips of the last hour have something to show. */
const WATCHED_MS = 90_000;
const CALM_PERCENT = 40;

test('the overview in Korean and English', async ({ browser }) => {
  await using server = await MonitorServer.start();
  await server.setUp();
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  for (const lang of ['ko', 'en'] as const) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await remember(page, { lang, theme: 'night' });
    await signIn(page, server);
    await page.goto(server.url);
    await firstValue(page);
    await page.evaluate(() => document.fonts.ready);
    // The start of the browser is the busiest moment of a calm machine: wait until it has passed.
    await expect(page.locator('.hero .shout')).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(async () => Number(await cpuPanel(page).locator('.big .sr').first().innerText()), { timeout: 60_000 }).toBeLessThan(CALM_PERCENT);
    await page.screenshot({ path: `${FOLDER}overview-${lang}.png` });
    await page.close();
  }
});
