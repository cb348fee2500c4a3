// The pictures of the README: the overview of this very machine, in both languages.
import { test } from '@playwright/test';
import { MonitorServer } from '../support/server.ts';
import { firstValue, remember, signIn } from '../support/test.ts';

const FOLDER = new URL('../../../docs/shots/', import.meta.url).pathname;
/** So long that the strips of the last hour have something to show. */
const WATCHED_MS = 90_000;

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
    await page.getByRole('list').last().waitFor();
    await page.screenshot({ path: `${FOLDER}overview-${lang}.png` });
    await page.close();
  }
});
