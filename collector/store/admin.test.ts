import { expect, test } from 'vitest';
import { describeEachStore, NOW_MS } from '../testing/each-store.testing.ts';
import { isPassword, readPassword, setPassword } from './admin-password.ts';
import { isSession, SESSION_MS, signIn, signOut } from './admin-sessions.ts';

const PASSWORD = 'correct horse battery';
const LOW_COST = 2;

describeEachStore((context) => {
  test('knows no password until one is set, and then only that one', async () => {
    const { database } = context.store;
    expect(await readPassword(database)).toBeUndefined();
    expect(await signIn(database, '', NOW_MS)).toBeUndefined();
    await setPassword(database, PASSWORD, NOW_MS, LOW_COST);
    const row = await readPassword(database);
    if (row === undefined) throw new Error('no password');
    expect(await isPassword(row, PASSWORD)).toBe(true);
    for (const wrong of ['', PASSWORD.slice(1), `${PASSWORD} `, PASSWORD.toUpperCase()])
      expect(await isPassword(row, wrong)).toBe(false);
    await setPassword(database, 'Zürich am Morgen', NOW_MS, LOW_COST);
    expect(await signIn(database, PASSWORD, NOW_MS)).toBeUndefined();
    // The same word from a keyboard that composes its letters.
    expect(await signIn(database, 'Zu\u0308rich am Morgen', NOW_MS)).toHaveLength(43);
  });

  test('makes a guess cost time and memory', async () => {
    await setPassword(context.store.database, PASSWORD, NOW_MS);
    expect(await readPassword(context.store.database)).toMatchObject({
      cost: 32_768,
      block_size: 8,
      parallelization: 3,
    });
  });

  test('keeps neither the password nor what the cookie holds', async () => {
    const { database } = context.store;
    await setPassword(database, PASSWORD, NOW_MS, LOW_COST);
    const secret = (await signIn(database, PASSWORD, NOW_MS)) ?? '';
    const all = JSON.stringify([
      await database.selectFrom('admin_password').selectAll().execute(),
      await database.selectFrom('admin_sessions').selectAll().execute(),
    ]);
    for (const kept of [PASSWORD, secret]) expect(all).not.toContain(kept);
    const [{ salt } = { salt: '' }] = await database.selectFrom('admin_password').selectAll().execute();
    await setPassword(database, PASSWORD, NOW_MS, LOW_COST);
    expect((await readPassword(database))?.salt).not.toBe(salt);
  });

  test('ends a session after twelve hours, on signing out, and when the password changes', async () => {
    const { database } = context.store;
    await setPassword(database, PASSWORD, NOW_MS, LOW_COST);
    const [first = '', second = ''] = await Promise.all(
      [context.store, context.other].map((store) => signIn(store.database, PASSWORD, NOW_MS)),
    );
    expect(first).not.toBe(second);
    expect(await isSession(database, first, NOW_MS + SESSION_MS - 1)).toBe(true);
    expect(await isSession(database, first, NOW_MS + SESSION_MS)).toBe(false);
    for (const forged of ['', `${first}A`, second.slice(1)])
      expect(await isSession(database, forged, NOW_MS)).toBe(false);
    await signOut(database, first);
    expect(await isSession(database, first, NOW_MS)).toBe(false);
    expect(await isSession(database, second, NOW_MS)).toBe(true);
    await setPassword(context.other.database, PASSWORD, NOW_MS, LOW_COST);
    expect(await isSession(database, second, NOW_MS)).toBe(false);
  });

  test('removes sessions that are over when someone signs in', async () => {
    const { database } = context.store;
    await setPassword(database, PASSWORD, NOW_MS, LOW_COST);
    await signIn(database, PASSWORD, NOW_MS);
    await signIn(database, PASSWORD, NOW_MS + SESSION_MS);
    expect(await database.selectFrom('admin_sessions').selectAll().execute()).toHaveLength(1);
  });
});
