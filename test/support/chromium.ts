import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why tests of the page do not run here, or null when they do. In CI the browser must be there. */
export const chromiumMissing = (): string | null => {
  if (existsSync(executablePath)) return null;
  const reason = `tests of the page need Chromium at ${executablePath} (Debian: apt-get install -y chromium)`;
  if (process.env.GEX_REQUIRE_ALL) throw new Error(`${reason}, and GEX_REQUIRE_ALL says that nothing may be skipped`);
  return reason;
};

/** Headless, and silent towards everything but the page under test. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
