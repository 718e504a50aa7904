import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeQR } from 'qr/decode.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEnrolmentHash } from '../../src/domain/enrolment-link.ts';
import { addCode, enrol, findKiosk, listKiosks } from '../store/kiosks.ts';
import { signedIn, type AdminBrowser } from '../testing/admin.testing.ts';
import { sampleBatch, sampleBucket, START_MS } from '../testing/samples.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

const CODE = /(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}/;

let made: ReturnType<typeof testFolder>;
let server: TestServer;
let browser: AdminBrowser;

async function restart(kioskFolder?: string): Promise<void> {
  server = await startServer({ folder: made.folder }, { kioskFolder });
  browser = await signedIn(server);
}

beforeEach(async () => {
  made = testFolder();
  await restart();
});

afterEach(async () => {
  await server.dispose();
  made.remove();
});

async function page(path: string, status = 200): Promise<string> {
  const response = await browser.get(path);
  expect([path, response.status]).toEqual([path, status]);
  return response.text();
}

test('before the first kiosk says how to get one', async () => {
  expect(await page('/admin/')).toMatch(/No kiosk yet.*Make a code/);
  expect(await page('/admin/coverage')).toContain('There is no kiosk yet');
});

test('shows what kiosks say as text, never as markup', async () => {
  const token = await server.newToken('<script>alert(1)</script>');
  const batch = sampleBatch(sampleBucket(0, { entrance: '"><img src=x onerror=alert(1)>' }));
  const kiosk = { ...batch.kiosk, tier: '<b>', softwareVersion: '"<i>', timeZone: '<u>' };
  expect((await server.post('/v1/batches', { ...batch, kiosk }, token)).status).toBe(200);
  const day = new Date(START_MS).toISOString().slice(0, 10);
  for (const path of [`/admin/?date=${day}`, `/admin/coverage?month=${day.slice(0, 7)}`]) {
    const text = await page(path);
    expect(text).toContain('&lt;script');
    expect(text).toContain('&lt;img src=x');
    expect(text).not.toMatch(/<(script|img|b>|i>|u>)/);
  }
  expect(await page('/admin/?date=%3Cscript%3E', 422)).toContain('“&lt;script');
});

test('says how many entrances it shows as one', async () => {
  const token = await server.newToken();
  const slots = Array.from({ length: 1_250 }, (_, index) => sampleBucket(0, { entrance: `door ${index}` }));
  for (const first of [0, 500, 1_000])
    await server.post('/v1/batches', sampleBatch(...slots.slice(first, first + 500)), token);
  const day = new Date(START_MS).toISOString().slice(0, 10);
  for (const path of [`/admin/?date=${day}`, `/admin/coverage?month=${day.slice(0, 7)}`]) {
    const text = await page(path);
    expect(text.match(/Entrance door /g)).toHaveLength(20);
    expect(text).toContain('1,230 more entrances: their counts together, what was measured on average');
    expect(text.length).toBeLessThan(500_000);
  }
  // All that was measured: 1,250 times 7.
  expect(await page(`/admin/?date=${day}`)).toContain('8,750');
});

test('says of a date or month that it is none', async () => {
  for (const path of ['/admin/?date=2026-02-30', '/admin/?date=yesterday'])
    expect(await page(path, 422)).toContain('is no day');
  expect(await page('/admin/coverage?month=2026-13', 422)).toContain('is no month');
  for (const path of [
    '/admin/?date=0001-01-01&span=week',
    '/admin/?date=9999-12-31&span=week',
    '/admin/coverage?month=9999-12',
  ])
    await page(path);
});

test.each(['day', 'week'])('keeps to the %s where Enter sends a date, and says which it is', async (span) => {
  await server.newToken();
  const text = await page(`/admin/?date=2026-11-26&span=${span}`);
  const [form = ''] = /class="choice">.*?<\/form>/s.exec(text) ?? [];
  const buttons = [...form.matchAll(/<button[^>]*value="(\w+)"[^>]*>/g)];
  // Enter presses the first.
  expect(buttons.map(([, value]) => value)).toEqual([span, 'day', 'week']);
  const current = buttons.filter(([tag]) => tag.includes('aria-current="true"'));
  expect(current.map(([, value]) => value)).toEqual([span]);
});

test('says that nothing was counted where the only kiosk is revoked', async () => {
  const [id] = (await server.newToken()).split('.');
  await browser.submit(`/admin/kiosks/${id}/revoke`);
  expect(await page('/admin/coverage?month=2026-11')).toContain('Nothing was counted in this month');
  expect(await page('/admin/?date=2026-11-26')).toContain('Nothing was counted, and every kiosk is revoked');
});

/** The text of a QR code that is drawn by one path of unit squares. */
function readQr(text: string): string {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(text)?.[1]);
  const scale = 4;
  const data = new Uint8Array((size * scale) ** 2 * 4).fill(255);
  for (const [, x, y] of text.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < scale; dy += 1)
      for (let dx = 0; dx < scale; dx += 1) {
        const at = ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4;
        data.fill(0, at, at + 3);
      }
  return decodeQR({ width: size * scale, height: size * scale, data });
}

test('says how a name changes, as it does for a kiosk that is known by its key', async () => {
  const { database } = server.store;
  const thumbprint = 'k'.repeat(43);
  const ids = [];
  for (const name of ['East door', 'West door']) {
    const code = await addCode(database, name, Date.now());
    ids.push((await enrol(database, code, Date.now(), thumbprint))?.kiosk);
  }
  expect((await listKiosks(database)).map(({ id, name }) => [id, name])).toEqual([[ids[0], 'West door']]);
  expect(ids[1]).toBe(ids[0]);
  expect(await page('/admin/kiosks/new')).toMatch(/changes only when the kiosk enrols\s+again, with a code/);
});

test('makes a code that works, once, and shows no picture where it serves no kiosk', async () => {
  const text = await (await browser.submit('/admin/kiosks/new', { name: ' North “door” ' })).text();
  const code = CODE.exec(text)?.[0] ?? '';
  expect(text).toContain(server.url);
  expect(text).not.toContain('QR code');
  expect(text).toContain('for a kiosk on this very machine');
  expect(await enrol(server.store.database, code, Date.now())).toMatchObject({ name: 'North “door”' });
  expect(await enrol(server.store.database, code, Date.now())).toBeUndefined();
  expect(server.log()).not.toContain(code);
});

test('shows a picture that opens the kiosk with address and code where it serves it', async () => {
  const folder = join(made.folder, 'kiosk');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<p>kiosk</p>');
  await server.dispose();
  await restart(folder);
  const text = await (await browser.submit('/admin/kiosks/new', { name: 'North door' })).text();
  // Dark on bright, which not every reader takes the other way round: the corner of a finder pattern.
  expect(text).toContain('M4 4h1v1h-1z');
  const link = new URL(readQr(text));
  expect(link.origin).toBe(server.url);
  expect(parseEnrolmentHash(link.hash)).toEqual({ collector: server.url, code: CODE.exec(text)?.[0] });
  expect(await (await fetch(new URL(link.pathname, link))).text()).toBe('<p>kiosk</p>');
  expect(await page('/admin/nothing', 404)).toContain('There is no such page.');
});

test('asks again for a name that is none, with what was typed', async () => {
  for (const name of ['', ' ', 'x'.repeat(81), 'a\u0007b']) {
    const answered = await browser.submit('/admin/kiosks/new', { name });
    expect(answered.status).toBe(422);
    expect(await answered.text()).toContain('A name has 1 to 80 characters');
  }
  expect(await server.store.database.selectFrom('enrolment_codes').selectAll().execute()).toEqual([]);
});

test('revokes a kiosk in two steps', async () => {
  const token = await server.newToken('East door');
  const [kiosk] = await listKiosks(server.store.database);
  const path = `/admin/kiosks/${kiosk?.id}/revoke`;
  expect(await page(path)).toContain('Revoke East door?');
  expect(await findKiosk(server.store.database, token, Date.now())).toMatchObject({ name: 'East door' });
  const done = await browser.submit(path);
  expect(done.status).toBe(303);
  expect(await findKiosk(server.store.database, token, Date.now())).toBe('revoked');
  expect(await page(done.headers.get('location') ?? '')).toMatch(/role="status"[^>]*>East door is revoked/);
  await page('/admin/kiosks/nobody/revoke', 404);
  expect((await browser.submit('/admin/kiosks/nobody/revoke')).status).toBe(404);
});

test('knows kiosks that wait, by the age of what they wait with', async () => {
  const token = await server.newToken();
  const kiosk = {
    ...sampleBatch().kiosk,
    dueCount: 212,
    oldestDueStartMs: Date.now() - 50 * 3_600_000,
    sentAtMs: Date.now() + 120_000,
  };
  await server.post('/v1/batches', { ...sampleBatch(), kiosk }, token);
  const text = await page('/admin/');
  expect(text).toContain('212 slots, oldest 2 days ago');
  expect(text).toContain('2 min ahead');
  expect(await addCode(server.store.database, 'x', Date.now())).toMatch(CODE);
});
