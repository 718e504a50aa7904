import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { addCode, enrol, type NewToken } from '../store/kiosks.ts';
import type { OpenStore, StorePlace } from '../store/open-store.ts';
import { startPostgres, type TestPostgres } from './postgres.testing.ts';
import { START_MS } from './samples.testing.ts';
import { openTestStore, testFolder } from './stores.testing.ts';

/** When everything in these tests happens, milliseconds since 1970 UTC. */
export const NOW_MS = START_MS + 5_000;

const LONG_MS = 60_000;

/** What each test finds: an empty database, opened twice as two processes would, with one kiosk. */
export interface StoreContext {
  place: StorePlace;
  store: OpenStore;
  other: OpenStore;
  kiosk: NewToken;
}

/** Enrols a kiosk called `name`. */
export async function newKiosk({ database }: OpenStore, name: string): Promise<NewToken> {
  const made = await enrol(database, await addCode(database, name, NOW_MS), NOW_MS);
  if (made === undefined) throw new Error('a fresh code made no kiosk');
  return made;
}

/**
 * Runs `tests` on a real SQLite file and on a real PostgreSQL; `context` is filled before each test, with no more than a place when
 * it shall be `empty`.
 */
export function describeEachStore(
  tests: (context: StoreContext) => void,
  { empty = false }: { readonly empty?: boolean } = {},
): void {
  let postgres: TestPostgres;
  const { folder: home, remove } = testFolder();
  beforeAll(async () => {
    postgres = await startPostgres();
  }, LONG_MS);
  afterAll(async () => {
    await postgres.dispose();
    remove();
  }, LONG_MS);
  let count = 0;
  const places: readonly [string, () => Promise<StorePlace>][] = [
    ['SQLite', async () => ({ folder: join(home, String((count += 1))) })],
    ['PostgreSQL', async () => ({ databaseUrl: await postgres.newDatabase() })],
  ];
  describe.each(places)('%s', { timeout: LONG_MS }, (_name, makePlace) => {
    const context = {} as StoreContext;
    beforeEach(async () => {
      context.place = await makePlace();
      if (empty) return;
      context.store = await openTestStore(context.place);
      context.other = await openTestStore(context.place);
      context.kiosk = await newKiosk(context.store, 'East door');
    }, LONG_MS);
    afterEach(async () => {
      if (empty) return;
      await context.store.dispose();
      await context.other.dispose();
    }, LONG_MS);
    tests(context);
  });
}
