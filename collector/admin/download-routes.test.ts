import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedIn, type AdminBrowser } from '../testing/admin.testing.ts';
import { sampleBatch, sampleBucket } from '../testing/samples.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

let made: ReturnType<typeof testFolder>;
let server: TestServer;
let browser: AdminBrowser;

beforeEach(async () => {
  made = testFolder();
  server = await startServer({ folder: made.folder });
  browser = await signedIn(server);
});

afterEach(async () => {
  await server.dispose();
  made.remove();
});

test('hands out the slots of some days as CSV and JSON, by the days of the kiosk', async () => {
  const token = await server.newToken('=East door');
  const starts = ['2026-10-24T21:45', '2026-10-24T22:00', '2026-10-25T22:45', '2026-10-25T23:00'];
  const buckets = starts.map((time) => sampleBucket(0, { startMs: Date.parse(`${time}:00Z`) }));
  await server.post('/v1/batches', sampleBatch(...buckets), token);
  const query = 'from=2026-10-25&to=2026-10-25';
  const csv = await browser.get(`/admin/buckets.csv?${query}`);
  expect(csv.headers.get('content-disposition')).toBe(
    'attachment; filename="vestibule-2026-10-25-to-2026-10-25.csv"',
  );
  const rows = parse(await csv.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ start, kioskName, entries }) => [start, kioskName, entries])).toEqual([
    ['2026-10-24T22:00:00.000Z', "'=East door", '7'],
    ['2026-10-25T22:45:00.000Z', "'=East door", '7'],
  ]);
  const json = await browser.get(`/admin/buckets.json?${query}`);
  expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(((await json.json()) as { start: string }[]).map(({ start }) => start)).toEqual(
    rows.map(({ start }) => start),
  );
  const none = 'from=2020-01-01&to=2020-01-02';
  expect(await (await browser.get(`/admin/buckets.json?${none}`)).json()).toEqual([]);
  expect((await (await browser.get(`/admin/buckets.csv?${none}`)).text()).split('\n')).toHaveLength(2);
});

test('hands out a database of many pages whole', async () => {
  const token = await server.newToken();
  for (let batch = 0; batch < 3; batch += 1) {
    const slots = Array.from({ length: 500 }, (_, slot) => sampleBucket(batch * 500 + slot));
    await server.post('/v1/batches', sampleBatch(...slots), token);
  }
  const query = 'from=2025-01-01&to=2026-12-31';
  const json = (await (await browser.get(`/admin/buckets.json?${query}`)).json()) as { start: string }[];
  expect(new Set(json.map(({ start }) => start)).size).toBe(1_500);
  const csv = parse(await (await browser.get(`/admin/buckets.csv?${query}`)).text()) as string[][];
  expect(csv).toHaveLength(1_501);
}, 60_000);

test('reads no slot to say what a download is', async () => {
  for (const ending of ['csv', 'json']) {
    const path = `/admin/buckets.${ending}?from=2025-01-01&to=2026-12-31`;
    const headers = { cookie: browser.cookie };
    expect((await fetch(server.url + path, { method: 'HEAD', headers })).status).toBe(404);
  }
});

test('says which days it needs', async () => {
  const cases = [
    ['csv', 'Say from and to which day'],
    ['csv?from=2026-11-02&to=2026-11-01', '2 November 2026 is after 1 November 2026.'],
    ['json?from=2026-11-02&from=2026-11-01&to=2026-11-03', 'Say from'],
  ] as const;
  for (const [asked, message] of cases) {
    const answered = await browser.get(`/admin/buckets.${asked}`);
    expect([asked, answered.status]).toEqual([asked, 422]);
    expect(await answered.text()).toContain(message);
  }
});
