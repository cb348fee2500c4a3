// The page in Debian's Chromium. One worker: the machine has few cores, and each worker starts a server.
import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

export default defineConfig({
  testDir: 'tests',
  outputDir: '../../target/e2e-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list', { printSteps: false }]],
  use: { ...browser, locale: 'en-GB', viewport: { width: 1440, height: 900 }, trace: 'retain-on-failure' },
});
