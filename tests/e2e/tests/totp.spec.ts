// The second step of a log-in, by a person with an authenticator: switched on, asked for, recovered from.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { ADMIN, MonitorServer } from '../support/server.ts';
import { expect, signIn, test } from '../support/test.ts';

const STEP_MS = 30_000;

/** The code of a moment (RFC 6238: HMAC-SHA-1, 30 s, 6 digits), reckoned apart from the program's own. */
function codeOf(base32: string, at = Date.now()): string {
  const bits = [...base32].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function enterPassword(page: Page): Promise<void> {
  await page.getByLabel('User name').fill(ADMIN.username);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
}

test('a second step is switched on, asked for, recovered from and switched off', async ({ page }) => {
  await using server = await MonitorServer.start();
  await server.setUp();
  await signIn(page, server);
  await page.goto(`${server.url}#/settings`);

  await page.getByRole('button', { name: 'Switch on the second step' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Present password').fill('wrong horse battery staple');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Present password').fill(ADMIN.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const picture = dialog.getByRole('img', { name: 'QR code' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 'the policy let the picture through').toBeGreaterThan(100);
  const secret = ((await dialog.locator('.secret').textContent()) ?? '').replace(/\s/g, '');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await dialog.getByLabel('Code of the authenticator').fill('000 000');
  await dialog.getByRole('button', { name: 'Switch on', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  let streams = 0;
  page.on('response', (answer) => (streams += answer.url().includes('/live') && answer.ok() ? 1 : 0));
  const confirmedAt = Date.now();
  await dialog.getByLabel('Code of the authenticator').fill(codeOf(secret, confirmedAt));
  await dialog.getByRole('button', { name: 'Switch on', exact: true }).click();

  await expect(dialog.getByRole('heading', { name: 'Keep these recovery codes' })).toBeVisible();
  const codes = await dialog.getByRole('listitem').allTextContents();
  expect(new Set(codes).size).toBe(10);
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('link', { name: 'Save as a file' }).click()]);
  expect(readFileSync(await download.path(), 'utf8')).toContain(codes.join('\n'));
  // All sessions of the account ended; this browser was given a new one, and the stream goes on with it.
  await expect.poll(() => streams, { message: 'the stream did not come back' }).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect(dialog.getByText('Once closed they cannot be seen again')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have them' }).click();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await enterPassword(page);
  const field = page.getByLabel('Code of the authenticator');
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(field).toHaveAttribute('inputmode', 'numeric');
  // The code that switched it on was used by that; the one after it is accepted a step early, and the present one if it took long.
  await field.fill(codeOf(secret, confirmedAt));
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByText('This code does not match, or was used already.')).toBeVisible();
  await field.fill(codeOf(secret, Math.max(Date.now(), confirmedAt + STEP_MS)));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await enterPassword(page);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill((codes[3] ?? '').toUpperCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible();
  await page.goto(`${server.url}#/audit`);
  await expect(page.getByRole('cell', { name: 'second step switched on' }).first()).toHaveAttribute('title', 'totp_enable');
  await page.goto(`${server.url}#/settings`);

  await page.getByRole('button', { name: 'Switch off the second step' }).click();
  await dialog.getByLabel('Present password').fill(ADMIN.password);
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog.getByLabel('Recovery code').fill(codes[4] ?? '');
  await dialog.getByRole('button', { name: 'Switch off the second step' }).click();
  await expect(page.getByText('The second step is off.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Switch on the second step' })).toBeVisible();
});
