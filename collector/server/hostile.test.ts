import { expect, onTestFinished, test } from 'vitest';
import { listKiosks } from '../store/kiosks.ts';
import { signedIn } from '../testing/admin.testing.ts';
import { hostileAdminRequests } from '../testing/hostile-admin.testing.ts';
import { hostileRequests, sendAll, type HostileCounts } from '../testing/hostile.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

/** More by `HOSTILE_REQUESTS=100000 npx vitest run --project node collector/server/hostile`, others by `HOSTILE_SEED`. */
const COUNT = Number(process.env['HOSTILE_REQUESTS'] ?? 10_000);
const ADMIN_COUNT = Math.ceil(COUNT / 4);
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1);
const LONG_MS = 60_000 + COUNT * 10;

async function start(): Promise<TestServer> {
  const { folder, remove } = testFolder();
  const server = await startServer({ folder }, { logger: false, signInsOfAll: 20 });
  onTestFinished(async () => {
    await server.dispose();
    remove();
  });
  return server;
}

/** Every row of every table. */
async function everything({ store: { database } }: TestServer): Promise<readonly object[][]> {
  return Promise.all([
    database.selectFrom('buckets').selectAll().execute(),
    database.selectFrom('kiosks').selectAll().execute(),
    database.selectFrom('enrolment_codes').selectAll().execute(),
    database.selectFrom('admin_password').selectAll().execute(),
    database.selectFrom('admin_sessions').selectAll().execute(),
  ]);
}

async function expectRefused(server: TestServer, { statuses, unanswered }: HostileCounts): Promise<void> {
  console.log(`requests by status: ${JSON.stringify(Object.fromEntries(statuses))}`);
  expect(unanswered).toBe(0);
  expect([...statuses.keys()].filter((status) => status >= 500 || status === 200)).toEqual([]);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
}

test(
  `refuses ${COUNT} hostile requests of seed ${SEED} and keeps nothing of them`,
  async () => {
    const server = await start();
    const token = await server.newToken();
    const before = await everything(server);
    const counts = await sendAll(server.url, hostileRequests(token), COUNT, SEED);
    await expectRefused(server, counts);
    expect(counts.statuses.get(422) ?? 0).toBeGreaterThan(COUNT / 4);
    expect(await everything(server)).toEqual(before);
  },
  LONG_MS,
);

test(
  `refuses ${ADMIN_COUNT} hostile requests of seed ${SEED} for the fleet page and does nothing of them`,
  async () => {
    const server = await start();
    await server.newToken();
    const [kiosk] = await listKiosks(server.store.database);
    const browser = await signedIn(server);
    const before = await everything(server);
    const requests = hostileAdminRequests(browser, server.url, kiosk?.id ?? '');
    const counts = await sendAll(server.url, requests, ADMIN_COUNT, SEED);
    await expectRefused(server, counts);
    for (const status of [303, 401, 403, 404, 422, 429])
      expect(counts.statuses.get(status) ?? 0).toBeGreaterThan(0);
    expect(await everything(server)).toEqual(before);
    expect((await browser.get('/admin/')).status).toBe(200);
  },
  LONG_MS,
);
