import { afterEach, beforeEach, expect, test } from 'vitest';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { readCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { createTestDatabases } from '../store/store.testing.ts';
import { createTestServers, outcomes, refusal } from '../upload/server.testing.ts';
import { UploadKeeper } from './upload-keeper.ts';

const ENROLLED = { status: 201, body: '{"protocol":1,"kiosk":"k1","name":"East door","token":"secret"}' };

const databases = createTestDatabases();
const servers = createTestServers();
let open: OpenDatabase;
let state: State;
let keeper: UploadKeeper;

beforeEach(async () => {
  open = await databases.open();
  state = createState(initialSnapshot('1.2.3', 'camera'));
  keeper = new UploadKeeper(state, open);
  await keeper.start();
});
afterEach(async () => {
  keeper.dispose();
  await servers.dispose();
  await navigator.locks.request('vestibule-upload', () => undefined);
  await databases.dispose();
});

async function enrolAt(url: string): Promise<void> {
  keeper.act({ type: 'enrol', address: url, code: 'ABCD' });
  await expect.poll(() => state.snapshot().upload?.status).not.toBe('enrolling');
}

test('a kiosk that is enrolled nowhere says so; one that enrols sends, and leaves when it is told', async () => {
  expect(state.snapshot().upload).toEqual({ status: 'none' });
  const url = await servers.open(ENROLLED, outcomes('stored'));
  await enrolAt(url);
  expect(state.snapshot().upload).toMatchObject({ status: 'enrolled', url, name: 'East door' });
  await expect.poll(() => servers.requests(url)).toHaveLength(2);
  expect(await readCollector(open.database)).toMatchObject({ kiosk: 'k1', token: 'secret' });
  keeper.act({ type: 'leave-collector' });
  await expect.poll(() => state.snapshot().upload).toEqual({ status: 'none' });
  expect(await readCollector(open.database)).toBeUndefined();
});

test('the token is nowhere in what the screen may know', async () => {
  await enrolAt(await servers.open(ENROLLED, outcomes('stored')));
  expect(JSON.stringify(state.snapshot())).not.toContain('secret');
});

test('at its next start it sends to the same collector', async () => {
  const url = await servers.open(ENROLLED, outcomes('stored'));
  await enrolAt(url);
  await expect.poll(() => servers.requests(url)).toHaveLength(2);
  keeper.dispose();
  keeper = new UploadKeeper(state, open);
  await keeper.start();
  await expect.poll(() => servers.requests(url)).toHaveLength(3);
});

test('a code that is refused is said, and nothing is kept', async () => {
  await enrolAt(await servers.open(refusal(401)));
  expect(state.snapshot().upload).toMatchObject({
    status: 'none',
    trouble: expect.stringMatching(/does not know this code/),
  });
  expect(await readCollector(open.database)).toBeUndefined();
});

test('where nothing can be stored, the code is not used up, and why is said', async () => {
  const url = await servers.open(ENROLLED);
  open.database.close();
  await enrolAt(url);
  expect(state.snapshot().upload).toMatchObject({
    status: 'none',
    trouble: expect.stringMatching(/could not be enrolled/),
  });
  expect(await servers.requests(url)).toEqual([]);
});

test('a collector that cannot be left stays, and says why', async () => {
  const url = await servers.open(ENROLLED, outcomes('stored'));
  await enrolAt(url);
  await expect.poll(() => servers.requests(url)).toHaveLength(2);
  open.database.close();
  keeper.act({ type: 'leave-collector' });
  await expect
    .poll(() => state.snapshot().upload)
    .toMatchObject({
      status: 'enrolled',
      progress: { trouble: expect.stringMatching(/could not be stored/) },
    });
});
