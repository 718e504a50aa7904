import { expect, test } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.ts';
import { serveApp } from '../app-server.ts';
import { runTorture } from './run-torture.ts';

test('four kills and a bad network lose nobody and double nobody', async () => {
  const app = await serveApp(4196);
  try {
    const executablePath = findChromium() ?? '';
    const tortured = await runTorture({ app, executablePath, kills: 4, seed: 4, onKill: () => {} });
    expect(tortured.findings).toEqual([]);
    expect(tortured.betrayals).toEqual([]);
    expect(tortured.people.kiosk).toBeGreaterThan(0);
    expect(tortured.people.collector).toBe(tortured.people.kiosk);
    expect(tortured.kills.kiosk * tortured.kills.collector).toBeGreaterThan(0);
  } finally {
    await app.stop();
  }
});
