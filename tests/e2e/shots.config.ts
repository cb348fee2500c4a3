// `cargo xtask shots`: the pictures of the README, not tests.
import { defineConfig } from '@playwright/test';
import { browser } from './support/browser.ts';

export default defineConfig({
  testDir: 'shots',
  outputDir: '../../target/e2e-results',
  workers: 1,
  timeout: 180_000,
  reporter: 'list',
  use: { ...browser, viewport: { width: 1440, height: 900 } },
});
