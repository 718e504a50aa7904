import { afterEach, expect, test, vi } from 'vitest';
import { reportName } from './evaluate-keeper.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['Pacific/Auckland', '2026-11-25'],
  ['America/Los_Angeles', '2026-11-24'],
])('a report has the date of the device, as exports have: in %s', (zone, date) => {
  vi.stubEnv('TZ', zone);
  expect(reportName(Date.UTC(2026, 10, 24, 23))).toBe(`vestibule-evaluation-${date}.html`);
  expect(reportName(Date.UTC(2026, 10, 25, 2))).toBe(`vestibule-evaluation-${date}.html`);
});
