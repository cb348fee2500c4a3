// Behind a reverse proxy the console lives below a path.
import { ADMIN, MonitorServer } from '../support/server.ts';
import { expect, firstValue, test } from '../support/test.ts';

for (const basePathBy of ['flag', 'environment'] as const) {
  test(`everything works below a path that is given by the ${basePathBy}, and nothing is asked above it`, async ({ page }) => {
    await using server = await MonitorServer.start({ basePath: '/watch', basePathBy });
    const above: string[] = [];
    page.on('request', (request) => {
      const { pathname, protocol } = new URL(request.url());
      if (protocol === 'http:' && !pathname.startsWith('/watch/')) above.push(pathname);
    });
    expect(server.setupLink).toContain('/watch/setup#token=');
    await page.goto(server.setupLink);
    await page.getByLabel('User name').fill(ADMIN.username);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Create and start' }).click();
    await firstValue(page);
    await page.getByRole('link', { name: 'Processes' }).first().click();
    await expect(page.locator('[data-key]').first()).toBeVisible();
    await page.reload();
    await expect(page.locator('[data-key]').first()).toBeVisible();
    expect(above).toEqual([]);
    const [cookie] = await page.context().cookies();
    expect(cookie?.path).toMatch(/^\/watch\/?$/);
  });
}
