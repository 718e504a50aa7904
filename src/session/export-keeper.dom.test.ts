import { expect, test, vi } from 'vitest';
import { fingerprintOf } from '../domain/fingerprint.ts';
import { addToBucket, NO_INCREMENT } from '../store/buckets.ts';
import { TEST_CONTEXT } from '../store/store.testing.ts';
import { countIn, eachExport, exported, known, startKeeper, until } from './export-keeper.testing.ts';

const context = eachExport();

test('what is due is exported as a signed file, and stays due', async () => {
  await countIn(context, 0, 1);
  await addToBucket(context.open, 'demo', 0, { ...NO_INCREMENT, coverageSec: 1 }, TEST_CONTEXT);
  const { kiosk, buckets, thumbprint } = await exported(context, 'due');
  expect(known(context)).toMatchObject({ fingerprint: fingerprintOf(thumbprint), dueCount: 2 });
  expect(kiosk).toMatchObject({ softwareVersion: '1.2.3', tier: 'wgsl', dueCount: 2 });
  expect(buckets.map(({ entrance, startMs, revision }) => [entrance, startMs, revision])).toEqual([
    ['main', 0, 1],
    ['main', 60_000, 1],
  ]);
  expect(Object.keys(buckets[0] ?? {}).toSorted()).toEqual(
    'coverageSec dwellBins entrance entries epoch exits latencyBins man meanFrameRate missing model revision settingsVersion slotMs softwareVersion startMs tier undetermined woman'.split(
      ' ',
    ),
  );
  expect(context.saved[0]?.name).toMatch(/^vestibule-main-\d{4}-\d\d-\d\d-\d{6}\.json$/);
  expect(known(context).work).toMatchObject({
    fileName: context.saved[0]?.name,
    bytes: context.saved[0]?.file.size,
    bucketCount: 2,
  });
  expect((await exported(context, 'due')).buckets).toEqual(buckets);
});

test('its key stays the same when the kiosk starts anew', async () => {
  const { fingerprint } = known(context);
  expect(fingerprint).toMatch(/^(?:\w{5}-){3}\w{5}$/);
  context.keeper.dispose();
  await startKeeper(context);
  expect(known(context).fingerprint).toBe(fingerprint);
});

test('while it works it says how far it is, and takes no other work', async () => {
  await countIn(context, ...Array.from({ length: 1_100 }, (_, minute) => minute));
  const seen = new Set<number>();
  const stop = context.state.subscribe(() => {
    const { work } = known(context);
    if (work.status === 'exporting') seen.add(work.doneCount);
  });
  context.keeper.act({ type: 'export', range: 'due' });
  context.keeper.act({ type: 'export', range: 'all' });
  await until(context, 'exported');
  stop();
  expect([...seen]).toEqual([0, 500, 1_000, 1_100]);
  expect(context.saved).toHaveLength(1);
});

test('a closed database is trouble, and the next try may be better', async () => {
  await countIn(context, 0);
  context.open.database.close();
  context.keeper.act({ type: 'export', range: 'due' });
  expect(await until(context, 'trouble')).toMatchObject({
    message: expect.stringMatching(/Nothing is lost/),
  });
  expect(context.saved).toEqual([]);
});

test('a browser that cannot sign says so, and counts on', async () => {
  context.keeper.dispose();
  await context.open.database.delete('meta', 'kioskKey');
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
  await startKeeper(context);
  expect(known(context)).toMatchObject({ fingerprint: undefined, work: { status: 'trouble' } });
  context.keeper.act({ type: 'export', range: 'all' });
  await expect
    .poll(() => known(context).work)
    .toMatchObject({ message: expect.stringMatching(/cannot sign/) });
  expect(context.saved).toEqual([]);
});

test('where nothing was counted there is no file', async () => {
  context.keeper.act({ type: 'export', range: 'all' });
  expect(await until(context, 'trouble')).toMatchObject({
    message: expect.stringMatching(/nothing to export/),
  });
  expect(context.saved).toEqual([]);
});
