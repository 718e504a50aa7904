import { defineConfig } from '@playwright/test';
import { browserArguments, browserEnvironment, findChromium } from './scripts/chromium.ts';

const executablePath = findChromium();

/** The built app in a real browser. One at a time: the software adapter takes every core it gets. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 600_000,
  expect: { timeout: 240_000 },
  reporter: 'list',
  use: {
    headless: true,
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    viewport: { width: 1024, height: 640 },
    launchOptions: {
      args: browserArguments,
      env: browserEnvironment(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
