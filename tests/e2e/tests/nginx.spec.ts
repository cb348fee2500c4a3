// The page behind a real nginx, as `config nginx` puts it: TLS, a sub-path, the unix socket.
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DOMAIN, Nginx, findNginx } from '../support/nginx.ts';
import { ADMIN, MonitorServer } from '../support/server.ts';
import { expect, firstValue, test } from '../support/test.ts';

test.use({ ignoreHTTPSErrors: true });

test('through TLS, a sub-path and the socket one logs in, values move and the line stays up', async ({ page, context, watch }) => {
  const program = findNginx();
  if (!program) {
    console.log('SKIPPED nginx: it is not installed; wanted for the page behind it');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'server-monitor-socket-'));
  try {
    const socket = join(folder, 'http.sock');
    const more = ['--listen', `unix:${socket}`, '--trusted-proxies', 'unix', '--allowed-hosts', DOMAIN];
    await using server = await MonitorServer.start({ basePath: '/watch', more });
    await server.setUp();
    await using nginx = await Nginx.start(program, server, socket, '/watch');
    const { origin } = new URL(nginx.url);
    watch.expected(new RegExp(`^foreign host: ${origin}/watch(/|$)`));
    const above: string[] = [];
    page.on('request', (request) => {
      const { pathname, protocol } = new URL(request.url());
      if (protocol === 'https:' && !pathname.startsWith('/watch/')) above.push(pathname);
    });

    await page.goto(nginx.url.slice(0, -1));
    expect(page.url(), 'nginx adds the slash').toMatch(new RegExp(`^${nginx.url}`));
    await page.getByLabel('User name').fill(ADMIN.username);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await firstValue(page);
    const cookies = await context.cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', path: expect.stringMatching(/^\/watch\/?$/) });

    const line = page.getByRole('status', { name: 'Connection to the server' });
    await expect(line).toHaveText('live');
    const time = page.locator('.hud time');
    for (let second = 0; second < 4; second += 1) {
      const before = await time.getAttribute('datetime');
      await expect.poll(() => time.getAttribute('datetime')).not.toBe(before);
    }
    await expect(line).toHaveText('live');
    await page.getByRole('link', { name: 'Processes' }).first().click();
    await expect(page.locator('[data-key]').first()).toBeVisible();
    await page.reload();
    await expect(page.locator('[data-key]').first()).toBeVisible();
    expect(above.filter((path) => path !== '/watch')).toEqual([]);

    expect(await server.end('SIGTERM'), 'the stream through nginx does not hold the server').toBe(0);
    await expect(line, 'the goodbye arrives through nginx').toHaveText('stopped');
    await server.again();
    await expect(line).toHaveText('live');
    const logs = nginx.logs;
    expect(logs).toContain('/watch/api/v1/live');
    for (const secret of [ADMIN.password, ...cookies.map((cookie) => cookie.value)]) expect(logs).not.toContain(secret);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
