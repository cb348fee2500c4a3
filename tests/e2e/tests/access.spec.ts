// The doors: set-up link, log-in, log-out, roles, foreign pages.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN, MonitorServer } from '../support/server.ts';
import { expect, firstValue, signIn, test } from '../support/test.ts';

test('the set-up link leads to the first value in one form', async ({ page }) => {
  await using server = await MonitorServer.start();
  await page.goto(server.setupLink);
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Create and start' }).click();
  await firstValue(page);
  expect(page.url(), 'the token does not stay in the address').not.toContain('token');
});

test('a set-up link that was used is dead, and the page says what to do instead', async ({ page, server }) => {
  await page.goto(server.setupLink);
  await page.getByLabel('User name').fill('somebody');
  await page.getByLabel('Password').fill('another horse battery staple');
  await page.getByRole('button', { name: 'Create and start' }).click();
  await expect(page.getByRole('heading', { name: 'This link is spent' })).toBeVisible();
  await expect(page.getByText('server-monitor user add')).toBeVisible();
});

test('a wrong password is told in words, and the right one lets in', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password').fill('wrong horse battery staple');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('User name or password is wrong.')).toBeVisible();
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await firstValue(page);
});

test('after signing out the log-in stands there, and the old cookie opens nothing', async ({ page, context, server }) => {
  // Somebody else than whom the other tests are.
  const leaver = { username: 'leaver', password: 'leaver horse battery staple' };
  server.run(['user', 'add', leaver.username, '--role', 'operator', '--password-stdin'], `${leaver.password}\n`);
  await signIn(page, server, leaver);
  await page.goto(`${server.url}#/settings`);
  const cookies = await context.cookies();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
  await context.addCookies(cookies);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
});

test('the session cookie cannot be read by scripts or sent by other sites', async ({ console: page, context }) => {
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /token|session/i.test(key)))).toEqual([]);
});

test('a viewer sees every value and nothing that an administrator does', async ({ page, server }) => {
  const viewer = { username: 'looker', password: 'viewer horse battery staple' };
  server.run(['user', 'add', viewer.username, '--role', 'viewer', '--password-stdin'], `${viewer.password}\n`);
  await signIn(page, server, viewer);
  await page.goto(server.url);
  await firstValue(page);
  await page.goto(`${server.url}#/settings`);
  await expect(page.getByText('Only an admin sees the users')).toBeVisible();
  await expect(page.getByText('Only an admin sees the tokens')).toBeVisible();
  await expect(page.getByText('Operators and admins read the audit')).toBeVisible();
  for (const name of ['Add a user', 'Make a token', /^Remove/, /^Revoke/, 'Reset password']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
});

test('a page of another origin can neither read nor change anything', async ({ page, server, watch }) => {
  watch.expected(/foreign host/);
  await signIn(page, server);
  // A site of its own: another host name and port for the browser, and still this machine.
  const site = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
    const attempts = await page.evaluate(async (target) => {
      const outcome = async (path: string, init: RequestInit): Promise<string> => {
        try {
          const answer = await fetch(target + path, { credentials: 'include', ...init });
          return `${answer.type} ${answer.status}`;
        } catch {
          return 'blocked';
        }
      };
      return {
        read: await outcome('api/v1/snapshot', {}),
        blind: await outcome('api/v1/snapshot', { mode: 'no-cors' }),
        change: await outcome('api/v1/users', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        // What a plain form can send without asking first.
        form: await outcome('api/v1/session', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{"username":"admin","password":"x"}' }),
      };
    }, server.url);
    // Even an answer that the page could not look into is kept from it (Cross-Origin-Resource-Policy).
    expect(attempts).toEqual({ read: 'blocked', blind: 'blocked', change: 'blocked', form: 'blocked' });
  } finally {
    site.close();
  }
  // The browser hides what the server said: it must have said no.
  const form = await fetch(new URL('api/v1/session', server.url), { method: 'POST', headers: { origin: 'http://localhost:1', 'content-type': 'application/json' }, body: JSON.stringify(ADMIN) });
  expect(form.status).toBe(403);
});

test('the page may not be framed', async ({ server }) => {
  const answer = await fetch(server.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});
