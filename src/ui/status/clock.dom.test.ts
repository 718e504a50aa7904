import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp, page } from 'vitest/browser';
import type { ClockState } from '../../state/snapshot.ts';
import { NOW_MS } from '../day.testing.ts';
import { countingSnapshot, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;
const tools = cdp() as { send(method: string, parameters: object): Promise<unknown> };

beforeEach(async () => {
  vi.setSystemTime(NOW_MS);
  await page.viewport(1280, 800);
});
afterEach(async () => {
  vi.useRealTimers();
  await tools.send('Emulation.setTimezoneOverride', { timezoneId: '' });
  mounted.dispose();
});

async function show(clock: ClockState): Promise<void> {
  mounted = await mountApp(countingSnapshot({ clock }), '#/status');
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
}

function said(): string {
  const section = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot?.querySelector('.clock');
  return section?.textContent.replaceAll(/\s+/g, ' ') ?? '';
}

test('a clock that nothing speaks against is told with its zone, and offers nothing', async () => {
  await show({ isWrong: false, undated: 0 });
  expect(said()).toContain('Tuesday 24 November 2026, 14:32');
  expect(said()).toContain('Possible');
  expect(said()).not.toContain('unknown time');
  await expect.element(page.getByText('The clock is right')).not.toBeInTheDocument();
});

test('a wrong clock says what to do and how many wait, and can be taken for right in two steps', async () => {
  await show({ isWrong: true, undated: 1_200 });
  expect(said()).toContain('Wrong: set it in the device’s settings');
  expect(said()).toContain('1,200 people, in no day’s total');
  const take = page.getByRole('button', { name: 'Count by this clock' });
  await expect.element(take).not.toBeInTheDocument();
  await page.getByText('The clock is right').click();
  await take.click();
  expect(mounted.intents).toEqual([{ type: 'trust-clock' }]);
});

test('a device that is moved to another time zone shows its time there', async () => {
  await tools.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Tokyo' });
  await show({ isWrong: false, undated: 0 });
  const inTokyo = said();
  await tools.send('Emulation.setTimezoneOverride', { timezoneId: 'America/New_York' });
  await mounted.write({ online: false });
  await settled(mounted.app);
  expect(said()).not.toBe(inTokyo);
  expect([inTokyo, said()].map((words) => / (\d\d):32/.exec(words)?.[1])).toEqual(
    ['Asia/Tokyo', 'America/New_York'].map((timeZone) =>
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone }).format(NOW_MS),
    ),
  );
});
