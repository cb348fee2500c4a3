// How Chromium is started: the system's own, because a browser of Playwright's would have to be downloaded.
import { existsSync } from 'node:fs';
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['CHROMIUM'] ?? CANDIDATES.find((path) => existsSync(path));
if (!executablePath) throw new Error('no Chromium found; `apt-get install chromium`, or name one in CHROMIUM');

export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  launchOptions: {
    executablePath,
    args: [
      // Needed as root, and where user namespaces are closed.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      // Else it keeps asking hosts that a closed network does not reach.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Pixel fonts are judged pixel by pixel.
      '--font-render-hinting=none',
      '--disable-lcd-text',
    ],
  },
};
