// The page in Debian's Chromium. Two workers, file by file: each test has a server of its own on a port of its own, and
// half of the time of one is waiting.
import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

// A failure leaves a picture, the page as text and what was done; a film of every passing test would take a third of the time.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../../target/e2e-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // For a machine that is slow and busy with other things: nobody waits that long while all is well.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  reporter: [['list', { printSteps: false }]],
  // A window costs Chromium more than what most tests do in it: one serves all tests of a worker, and is emptied in between.
  use: { ...browser, reuseContext: true, locale: 'en-GB', viewport: { width: 1440, height: 900 }, trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false }, screenshot: 'only-on-failure' },
});
