import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FrameBox } from '../domain/geometry.ts';
import { initialSnapshot, type LiveView } from '../state/snapshot.ts';
import { createState } from '../state/state.ts';
import { actWhenEmpty } from './when-empty.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const HOUR_MS = 3_600_000;
const NOBODY: LiveView = { frameSize: { width: 640, height: 480 }, people: [], presentNow: 0 };
const box = { x: 0, y: 0, width: 10, height: 10 } as FrameBox;
const SOMEBODY: LiveView = { ...NOBODY, people: [{ id: 1, box, leaning: 'undetermined', confirmed: true }] };

test('it waits for its time, then until nobody is in view, and acts once', () => {
  const state = createState(initialSnapshot('test', 'camera'));
  const act = vi.fn<() => void>();
  actWhenEmpty(state, HOUR_MS, act);
  vi.advanceTimersByTime(HOUR_MS - 1);
  state.write({ live: SOMEBODY });
  vi.advanceTimersByTime(HOUR_MS);
  state.write({ live: SOMEBODY });
  expect(act).not.toHaveBeenCalled();
  state.write({ live: NOBODY });
  state.write({ live: NOBODY });
  expect(act).toHaveBeenCalledTimes(1);
});

test('called off, it does not act, neither before its time nor while somebody is in view', () => {
  const state = createState({ ...initialSnapshot('test', 'camera'), live: SOMEBODY });
  const act = vi.fn<() => void>();
  actWhenEmpty(state, HOUR_MS, act)();
  const callOff = actWhenEmpty(state, 1, act);
  vi.advanceTimersByTime(2 * HOUR_MS);
  callOff();
  state.write({ live: NOBODY });
  expect(act).not.toHaveBeenCalled();
});
