/** The flow itself, between an engine that answers when the test says so and a source that always has a frame. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FrameStream } from '../camera/frame-stream.ts';
import { initialSnapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import type { VisionClient } from '../vision/client.ts';
import type { FrameResult, VisionFault } from '../vision/protocol.ts';
import { countStream } from './count-stream.ts';
import { endlessStream, fakeClient, RESULT } from './count-stream.testing.ts';
import type { AnalysedFrame } from './entrance-count.ts';

let state: State;
let stream: FrameStream;
let engine: ReturnType<typeof fakeClient>;
let current: VisionClient | undefined;
let counted: AnalysedFrame[];
let faults: VisionFault[];
let frameWidth: number;
let counting: Promise<unknown>;

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

beforeEach(() => {
  state = createState(initialSnapshot('test', 'camera'));
  engine = fakeClient();
  current = engine.client;
  [counted, faults, frameWidth] = [[], [], 8];
  stream = endlessStream(() => frameWidth);
  counting = countStream(stream, {
    state,
    engine: {
      client: () => current,
      fail: (client, fault) => void (client === current && faults.push(fault)),
      restart: () => undefined,
      retry: () => undefined,
      dispose: () => undefined,
    },
    count: {
      addFrame: (frame) => {
        counted.push(frame);
        return { live: { frameSize: frame.frameSize, people: [], presentNow: 0 }, counted: 0 };
      },
      addGap: () => undefined,
      addTimeSince: () => undefined,
      waiting: () => [],
      flush: () => Promise.resolve(undefined),
      finish: () => Promise.resolve(undefined),
    },
    onCounted: () => undefined,
  });
});
afterEach(async () => {
  stream.dispose();
  while (await Promise.race([counting.then(() => false), settle().then(() => true)]))
    for (const asked of engine.asked) asked.answer(RESULT);
});

/** Answers the frame that was asked for in the given place. */
async function answer(place: number, result: FrameResult | VisionFault = RESULT): Promise<void> {
  engine.asked[place]?.answer(result);
  await settle();
}

test('one frame is with the engine until it has answered one, then two, and never more', async () => {
  await settle();
  expect(engine.asked).toHaveLength(1);
  await answer(0);
  expect(engine.asked).toHaveLength(3);
  await answer(1);
  expect(engine.asked).toHaveLength(4);
  // What was not asked for is not kept: the next frame is the newest.
  expect(engine.asked.at(-1)?.timestamp).toBe(3);
});

test('frames are counted in the order in which they were taken, whichever is answered first', async () => {
  await settle();
  await answer(0);
  await answer(2, { ...RESULT, dispatches: 2 });
  expect(counted).toHaveLength(1);
  await answer(1);
  expect(counted).toHaveLength(3);
  expect(counted.map(({ takenMs }) => takenMs)).toEqual(
    counted.map(({ takenMs }) => takenMs).toSorted((a, b) => a - b),
  );
  expect(state.snapshot().engine).toMatchObject({ status: 'running', performance: { dispatches: 2 } });
});

test('a frame of another size waits until those before it are answered, since the engine must compile for it', async () => {
  await settle();
  await answer(0);
  frameWidth = 16;
  await answer(1);
  await answer(2);
  expect(engine.asked).toHaveLength(4);
  await answer(3);
  expect(engine.asked.length).toBeGreaterThan(4);
});

test('a frame that waited while the engine was lost is not given to the lost one', async () => {
  await settle();
  await answer(0);
  frameWidth = 16;
  await answer(1);
  const next = fakeClient();
  current = next.client;
  await answer(2, { kind: 'device-lost', message: 'The vision engine was closed.' });
  expect(engine.asked).toHaveLength(3);
  expect(next.asked).toHaveLength(1);
  next.asked[0]?.answer(RESULT);
  current = undefined;
});

test('a hidden page asks for few frames, and says so', async () => {
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  try {
    await settle();
    await answer(0);
    await answer(1);
    const before = engine.asked.length;
    // An engine that answers each frame by the next look would be asked for at least one each time.
    for (let look = 0; look < 6; look++) {
      for (const asked of engine.asked) asked.answer(RESULT);
      await settle();
    }
    expect(engine.asked.length - before).toBeLessThanOrEqual(2);
  } finally {
    Reflect.deleteProperty(document, 'hidden');
  }
  expect(state.snapshot().engine).toMatchObject({ performance: { pace: 'hidden' } });
});

test('an engine that was given up has no say any more: neither its faults nor its results count', async () => {
  await settle();
  await answer(0);
  const next = fakeClient();
  current = next.client;
  await answer(1, { kind: 'device-lost', message: 'The vision engine was closed.' });
  await answer(2);
  expect(faults).toEqual([]);
  expect(counted).toHaveLength(1);
  await settle();
  expect(next.asked).toHaveLength(1);
  next.asked[0]?.answer(RESULT);
  current = undefined;
});

test('a lost device ends the engine at once, frames that cannot be analysed only when they are many in a row', async () => {
  await settle();
  const bad: VisionFault = { kind: 'frame', message: 'no' };
  for (let place = 0; place < 4; place++) await answer(place, bad);
  expect(faults).toEqual([]);
  await answer(4, bad);
  expect(faults).toEqual([bad]);
  const lost: VisionFault = { kind: 'device-lost', message: 'gone' };
  await answer(5, lost);
  expect(faults).toEqual([bad, lost]);
});

test(
  'an engine that answers nothing hangs, after a while that its latency says',
  { timeout: 20_000 },
  async () => {
    await settle();
    for (let place = 0; place < 4; place++) await answer(place);
    const askedMs = performance.now();
    await expect.poll(() => faults, { timeout: 10_000 }).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      kind: 'device-lost',
      message: expect.stringContaining('no answer for 5.0 s'),
    });
    expect(performance.now() - askedMs).toBeGreaterThan(4_000);
  },
);

test('the stream ends when all its frames are answered', async () => {
  await settle();
  await answer(0);
  stream.dispose();
  let ended = false;
  void counting.then(() => (ended = true));
  await settle();
  expect(ended).toBe(false);
  await answer(1);
  await answer(2);
  expect(ended).toBe(true);
  expect(counted).toHaveLength(3);
});
