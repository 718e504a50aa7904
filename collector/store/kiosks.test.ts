import { expect, test } from 'vitest';
import { describeEachStore, NOW_MS } from '../testing/each-store.testing.ts';
import { addCode, enrol, findKiosk, listKiosks, rotateToken } from './kiosks.ts';
import { openStore } from './open-store.ts';

const DAY_MS = 86_400_000;

describeEachStore((context) => {
  test('gives a code to one of many who use it at once', async () => {
    const code = await addCode(context.store.database, 'North door', NOW_MS);
    const tries = await Promise.all(
      [context.store, context.other, context.store, context.other].map(({ database }) =>
        enrol(database, code.toLowerCase(), NOW_MS),
      ),
    );
    expect(tries.filter((made) => made !== undefined)).toHaveLength(1);
    expect(await listKiosks(context.store.database)).toHaveLength(2);
  });

  test('takes no code that is wrong or a day old', async () => {
    const code = await addCode(context.store.database, 'North door', NOW_MS);
    expect(await enrol(context.store.database, code, NOW_MS + DAY_MS)).toBeUndefined();
    expect(await enrol(context.store.database, 'AAAAA-AAAAA-AAAAA-AAAAA', NOW_MS)).toBeUndefined();
  });

  test('keeps neither codes nor tokens, only their hashes', async () => {
    const code = await addCode(context.store.database, 'North door', NOW_MS);
    const all = JSON.stringify([
      await context.store.database.selectFrom('kiosks').selectAll().execute(),
      await context.store.database.selectFrom('enrolment_codes').selectAll().execute(),
    ]);
    const secrets = [
      code,
      code.replaceAll('-', ''),
      context.kiosk.token,
      context.kiosk.token.split('.')[1] ?? '',
    ];
    for (const secret of secrets) expect(all).not.toContain(secret);
  });

  test('knows a kiosk by its whole token only', async () => {
    expect(await findKiosk(context.store.database, context.kiosk.token, NOW_MS)).toMatchObject({
      id: context.kiosk.kiosk,
    });
    const forged = `${context.kiosk.kiosk}.${'A'.repeat(43)}`;
    for (const token of ['', 'x', forged, `${context.kiosk.token}A`])
      expect(await findKiosk(context.store.database, token, NOW_MS)).toBe('unknown');
  });

  test('ends a rotated token when its successor is used, and not before', async () => {
    const known = await findKiosk(context.store.database, context.kiosk.token, NOW_MS);
    if (typeof known === 'string') throw new Error(known);
    const next = await rotateToken(context.store.database, known);
    const yearLaterMs = NOW_MS + 365 * DAY_MS;
    expect(await findKiosk(context.store.database, context.kiosk.token, yearLaterMs)).toMatchObject({
      id: known.id,
    });
    expect(await findKiosk(context.store.database, next?.token ?? '', NOW_MS)).toMatchObject({
      id: known.id,
    });
    expect(await findKiosk(context.store.database, context.kiosk.token, NOW_MS)).toBe('unknown');
    expect(await rotateToken(context.store.database, known)).toBeUndefined();
  });

  test('lets a kiosk that missed the answer rotate again with the token it has', async () => {
    const known = await findKiosk(context.store.database, context.kiosk.token, NOW_MS);
    if (typeof known === 'string') throw new Error(known);
    const lost = await rotateToken(context.store.database, known);
    const next = await rotateToken(context.store.database, known);
    expect(await findKiosk(context.store.database, lost?.token ?? '', NOW_MS)).toBe('unknown');
    expect(await findKiosk(context.store.database, next?.token ?? '', NOW_MS)).toMatchObject({
      id: known.id,
    });
  });
});

test('says in one sentence what cannot be opened', async () => {
  const nowhere = await openStore({ folder: '/dev/null/collector' });
  expect(nowhere).toMatchObject({ ok: false });
  const silent = await openStore({ databaseUrl: 'postgresql:///x?host=/nowhere' });
  expect(silent.ok ? '' : silent.message).toContain('DATABASE_URL cannot be opened');
});
