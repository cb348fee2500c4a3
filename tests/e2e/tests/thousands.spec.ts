// The process view on a machine with thousands of processes. The last file by name: for a while after so many the
// servers of other tests would still be slowed down, as they should be.
import { Crowd, FIRST } from '../support/processes.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, signIn, test } from '../support/test.ts';

const CROWD = 5_000;

test('five thousand processes are filtered to the one that is meant', async ({ page }) => {
  test.setTimeout(300_000);
  await using crowd = await Crowd.start(CROWD);
  void crowd;
  await using server = await MonitorServer.start();
  await server.setUp();
  await signIn(page, server);
  await page.goto(`${server.url}#/processes?view=flat`);
  const rows = page.getByRole('table', { name: 'Process list' }).locator('[data-key]');
  const count = page.locator('.view-head .count');
  // There may be any number of others.
  const counted = async () => Number(/^([\d,]+) /.exec(await count.innerText())?.[1]?.replaceAll(',', ''));
  await expect(count).toHaveText(/^[\d,]+ processes$/, { timeout: 90_000 });
  await expect.poll(counted, { timeout: 90_000 }).toBeGreaterThanOrEqual(CROWD);
  expect(await rows.count(), 'only what is seen is drawn').toBeLessThan(200);

  const begun = performance.now();
  const filter = page.getByRole('searchbox', { name: 'Filter processes' });
  await filter.fill(`cmd:${FIRST + 4_242}`);
  await expect(rows).toHaveCount(1);
  const took = performance.now() - begun;
  test.info().annotations.push({ type: 'filter of 5,000, ms', description: took.toFixed(0) });
  await expect(rows.locator('.c-command')).toContainText(`sleep ${FIRST + 4_242}`);

  await filter.fill('name:sleep');
  await expect(count).toHaveText(/ of /);
  await expect.poll(counted).toBeGreaterThanOrEqual(CROWD);
  await page.getByRole('button', { name: 'tree', exact: true }).click();
  await expect(count).toContainText('as a tree');
  await page.keyboard.press('Escape');
  const scroller = page.locator('.scroller');
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(rows.first()).toBeVisible();
});
