import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameBox } from '../domain/geometry.ts';
import { initialSnapshot, type LiveView } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { whenEmpty } from './when-empty.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const HOUR_MS = 3_600_000;
const NOBODY: LiveView = { frameSize: { width: 640, height: 480 }, people: [], presentNow: 0 };
const box = { x: 0, y: 0, width: 10, height: 10 } as FrameBox;
const SOMEBODY: LiveView = { ...NOBODY, people: [{ id: 1, box, leaning: 'undetermined', confirmed: true }] };

/** Waits, and tells whether that has ended. */
function wait(state: State, afterMs: number, callOff = new AbortController().signal): () => Promise<boolean> {
  let ended = false;
  void whenEmpty(state, afterMs, callOff).then(() => {
    ended = true;
  });
  return async () => {
    await vi.advanceTimersByTimeAsync(0);
    return ended;
  };
}

test('it waits for its time, then until nobody is in view', async () => {
  const state = createState(initialSnapshot('test', 'camera'));
  const ended = wait(state, HOUR_MS);
  vi.advanceTimersByTime(HOUR_MS - 1);
  expect(await ended()).toBe(false);
  state.write({ live: SOMEBODY });
  vi.advanceTimersByTime(HOUR_MS);
  state.write({ live: SOMEBODY });
  expect(await ended()).toBe(false);
  state.write({ live: NOBODY });
  expect(await ended()).toBe(true);
});

test('with nobody in view it ends on time, and looks no more', async () => {
  const state = createState(initialSnapshot('test', 'camera'));
  const subscribe = vi.spyOn(state, 'subscribe');
  const ended = wait(state, HOUR_MS);
  vi.advanceTimersByTime(HOUR_MS);
  expect(await ended()).toBe(true);
  expect(subscribe).toHaveBeenCalledTimes(1);
  state.write({ live: SOMEBODY });
  expect(vi.getTimerCount()).toBe(0);
});

test.each([0, HOUR_MS])('called off after %d ms, it ends at once', async (afterMs) => {
  const state = createState({ ...initialSnapshot('test', 'camera'), live: SOMEBODY });
  const callOff = new AbortController();
  const ended = wait(state, HOUR_MS, callOff.signal);
  vi.advanceTimersByTime(afterMs);
  expect(await ended()).toBe(false);
  callOff.abort();
  expect(await ended()).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
