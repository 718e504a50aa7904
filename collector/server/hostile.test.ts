import { expect, test } from 'vitest';
import { sendHostileRequests } from '../testing/hostile.testing.ts';
import { startServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';

/** More by `HOSTILE_REQUESTS=100000 npx vitest run --project node collector/server/hostile`, others by `HOSTILE_SEED`. */
const COUNT = Number(process.env['HOSTILE_REQUESTS'] ?? 10_000);
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1);

test(
  `refuses ${COUNT} hostile requests of seed ${SEED} and keeps nothing of them`,
  async () => {
    const { folder, remove } = testFolder();
    const server = await startServer({ folder }, { logger: false });
    const token = await server.newToken();
    const { statuses, unanswered } = await sendHostileRequests(server.url, token, COUNT, SEED);
    console.log(`${COUNT} requests by status: ${JSON.stringify(Object.fromEntries(statuses))}`);
    const rows = await server.store.database.selectFrom('buckets').selectAll().execute();
    expect(rows).toEqual([]);
    expect(unanswered).toBe(0);
    expect([...statuses.keys()].filter((status) => status >= 500 || status === 200)).toEqual([]);
    expect(statuses.get(422) ?? 0).toBeGreaterThan(COUNT / 4);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.dispose();
    remove();
  },
  60_000 + COUNT * 10,
);
