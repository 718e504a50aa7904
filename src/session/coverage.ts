/** Which stretches of time were measured, and why the others were not. Pure. */
import type { CoverageReason } from '../domain/bucket.ts';
import { slotStart } from '../domain/time-slot.ts';

/** One moment on both clocks: the wall's, which may be set, and the device's own, which only runs on. */
export interface Instant {
  /** Milliseconds since 1970 UTC. */
  readonly wallMs: number;
  /** Milliseconds since the page was opened. */
  readonly monotonicMs: number;
}

/** A stretch of wall-clock time; `reason` says why it was not measured, undefined when it was. */
export interface CoverageSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly reason: CoverageReason | undefined;
}

/** Clocks that part by more than this did not drift: one was set, or the device slept. Milliseconds. */
export const CLOCK_JUMP_MS = 2_000;

/** A gap is told of at most this long back; slots that lie before have no bucket, which also says "not measured". Milliseconds. */
export const LONGEST_GAP_MS = 24 * 3_600_000;

/** The stretches from `last` to `now`, of which the time that the device ran was measured unless there is a `reason`. */
export function spansBetween(
  last: Instant,
  now: Instant,
  reason: CoverageReason | undefined,
): readonly CoverageSpan[] {
  const elapsedMs = Math.max(now.monotonicMs - last.monotonicMs, 0);
  const ranFromMs = now.wallMs - elapsedMs;
  const ran: CoverageSpan = { startMs: ranFromMs, endMs: now.wallMs, reason };
  if (ranFromMs - last.wallMs <= CLOCK_JUMP_MS) return [ran];
  const gapStartMs = Math.max(last.wallMs, ranFromMs - LONGEST_GAP_MS);
  return [{ startMs: gapStartMs, endMs: ranFromMs, reason: 'clock' }, ran];
}

/**
 * The spans with their parts before `furthestMs` as not measured: a clock that was set back shows that time once more, and no second may be
 * measured twice. A clock that was set back by more than a day was wrong before: then nothing is repeated. Two seconds are drift.
 *
 * @param furthestMs up to where time was accounted for, milliseconds since 1970 UTC
 */
export function markRepeated(spans: readonly CoverageSpan[], furthestMs: number): readonly CoverageSpan[] {
  return spans.flatMap((span): readonly CoverageSpan[] => {
    const { startMs, endMs } = span;
    const repeatedMs = furthestMs - startMs;
    if (repeatedMs <= CLOCK_JUMP_MS || repeatedMs > LONGEST_GAP_MS) return [span];
    const again = { startMs, endMs: Math.min(endMs, furthestMs), reason: 'clock' } as const;
    return endMs > furthestMs ? [again, { ...span, startMs: furthestMs }] : [again];
  });
}

/**
 * The gap between an earlier run of the kiosk and its start now: short ones are a `restart`, others mean that it was `off`.
 *
 * @param heartbeatMs when counting was last known to run, milliseconds since 1970 UTC; undefined on the first start
 */
export function spanSinceHeartbeat(heartbeatMs: number | undefined, nowMs: number): readonly CoverageSpan[] {
  if (heartbeatMs === undefined || heartbeatMs >= nowMs) return [];
  const restartMs = 10 * 60_000;
  const reason = nowMs - heartbeatMs <= restartMs ? 'restart' : 'off';
  return [{ startMs: Math.max(heartbeatMs, nowMs - LONGEST_GAP_MS), endMs: nowMs, reason }];
}

/** The parts of a span that lie in different slots, oldest first. */
export function splitBySlot(span: CoverageSpan, slotMs: number): readonly CoverageSpan[] {
  const parts: CoverageSpan[] = [];
  for (let startMs = span.startMs; startMs < span.endMs;) {
    const endMs = Math.min(slotStart(startMs, slotMs) + slotMs, span.endMs);
    parts.push({ ...span, startMs, endMs });
    startMs = endMs;
  }
  return parts;
}
