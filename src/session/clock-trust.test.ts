import { expect, test, vi } from 'vitest';
import { ClockTrust } from './clock-trust.ts';

const DAY_MS = 24 * 3_600_000;
const BUILT_MS = Date.UTC(2026, 10, 20);
const NOW_MS = Date.UTC(2026, 10, 26, 9);

function startAt(wallMs: number, lastSeenMs?: number): ClockTrust {
  return new ClockTrust({ builtMs: BUILT_MS, lastSeenMs }, { wallMs, monotonicMs: 0 });
}

test.each([
  ['today', NOW_MS, undefined, true],
  ['1970', 0, undefined, false],
  ['the week before the build', BUILT_MS - 7 * DAY_MS, undefined, false],
  ['an hour before the build, as where the builder’s clock is ahead', BUILT_MS - 3_600_000, undefined, true],
  ['a time in which nobody runs this app', Date.UTC(2099, 0), undefined, false],
  ['after the last count', NOW_MS, NOW_MS - 60_000, true],
  ['an hour before the last count, as after a correction', NOW_MS, NOW_MS + 3_600_000, true],
  ['two days before the last count', NOW_MS, NOW_MS + 2 * DAY_MS, false],
])('a clock that shows %s when the page opens', (_name, wallMs, lastSeenMs, expected) => {
  expect(startAt(wallMs, lastSeenMs).isTrusted).toBe(expected);
});

test('a clock that is set while the page runs comes right by as much as it was set', () => {
  const clock = startAt(0);
  const onTrusted = vi.fn<(shiftMs: number) => void>();
  clock.onTrusted(onTrusted);
  clock.observe({ wallMs: 60_000, monotonicMs: 60_000 });
  expect(clock.isTrusted).toBe(false);
  clock.observe({ wallMs: NOW_MS, monotonicMs: 61_000 });
  expect(clock.isTrusted).toBe(true);
  expect(onTrusted.mock.calls).toEqual([[NOW_MS - 61_000]]);
});

test('a clock that is set from one impossible time to another stays wrong', () => {
  const clock = startAt(0);
  clock.observe({ wallMs: Date.UTC(1980, 0), monotonicMs: 1_000 });
  expect(clock.isTrusted).toBe(false);
});

test('a clock before the last count comes right when it was set, and when a person says so', () => {
  const [set, said] = [startAt(NOW_MS, NOW_MS + 9 * DAY_MS), startAt(NOW_MS, NOW_MS + 9 * DAY_MS)];
  set.observe({ wallMs: NOW_MS + 10 * DAY_MS, monotonicMs: 1_000 });
  expect(set.isTrusted).toBe(true);
  said.observe({ wallMs: NOW_MS + 1_000, monotonicMs: 1_000 });
  expect(said.isTrusted).toBe(false);
  const onTrusted = vi.fn<(shiftMs: number) => void>();
  said.onTrusted(onTrusted);
  said.accept();
  expect(said.isTrusted).toBe(true);
  expect(onTrusted.mock.calls).toEqual([[0]]);
});

test('a device that sleeps a moment under a wrong clock was not set; one that is set back was', () => {
  const clock = startAt(NOW_MS, NOW_MS + 9 * DAY_MS);
  clock.observe({ wallMs: NOW_MS + 11_000, monotonicMs: 1_000 });
  clock.observe({ wallMs: NOW_MS + 3_600_000, monotonicMs: 2_000 });
  expect(clock.isTrusted).toBe(false);
  clock.observe({ wallMs: NOW_MS - DAY_MS, monotonicMs: 3_000 });
  expect(clock.isTrusted).toBe(true);
});

test.each([
  ['a minute', 60_000, true],
  ['a weekend', 3 * DAY_MS, false],
  ['ten years', 3_650 * DAY_MS, false],
  ['no time, as after a small correction,', -3_600_000, true],
])('a clock is proven at once or not when the device was off for %s', (_name, offMs, expected) => {
  expect(startAt(NOW_MS + offMs, NOW_MS).isProven).toBe(expected);
});

test('a clock of which nothing was known is proven after a week that nobody set it in', () => {
  const clock = startAt(NOW_MS);
  const ran = (ms: number, setMs = 0): void =>
    clock.observe({ wallMs: NOW_MS + ms + setMs, monotonicMs: ms });
  for (let day = 0; day < 7; day++) ran(day * DAY_MS);
  expect(clock.isProven).toBe(false);
  ran(7 * DAY_MS);
  expect(clock.isProven).toBe(true);
  ran(7 * DAY_MS + 1_000, 90 * DAY_MS);
  expect(clock.isProven).toBe(false);
});

test('a clock that leaps away and is set right again is proven', () => {
  const clock = startAt(NOW_MS, NOW_MS - 60_000);
  clock.observe({ wallMs: NOW_MS + 3_650 * DAY_MS, monotonicMs: 1_000 });
  expect([clock.isTrusted, clock.isProven]).toEqual([true, false]);
  clock.observe({ wallMs: NOW_MS + 2_000, monotonicMs: 2_000 });
  expect(clock.isProven).toBe(true);
});

test('a clock that learns late when the kiosk last counted is judged by it', () => {
  const [behind, well] = [startAt(NOW_MS), startAt(NOW_MS)];
  behind.learn(NOW_MS + 2 * DAY_MS);
  expect([behind.isTrusted, behind.isProven]).toEqual([false, false]);
  well.learn(NOW_MS - 60_000);
  expect([well.isTrusted, well.isProven]).toEqual([true, true]);
  const unproven = startAt(NOW_MS, NOW_MS + 2 * DAY_MS);
  unproven.accept();
  expect(unproven.isProven).toBe(true);
});

test('nobody can say that an impossible time is right', () => {
  const clock = startAt(0);
  clock.accept();
  expect(clock.isTrusted).toBe(false);
});

test('a right clock that is set to an impossible time is wrong until it is set again', () => {
  const clock = startAt(NOW_MS);
  const onTrusted = vi.fn<(shiftMs: number) => void>();
  const stop = clock.onTrusted(onTrusted);
  clock.observe({ wallMs: 0, monotonicMs: 1_000 });
  expect(clock.isTrusted).toBe(false);
  clock.observe({ wallMs: NOW_MS + 2_000, monotonicMs: 2_000 });
  expect(onTrusted.mock.calls).toEqual([[NOW_MS + 1_000]]);
  stop();
  clock.observe({ wallMs: 0, monotonicMs: 3_000 });
  clock.observe({ wallMs: NOW_MS + 4_000, monotonicMs: 4_000 });
  expect(onTrusted).toHaveBeenCalledTimes(1);
});
