/** Length of a slot when the installer chose none: 15 minutes. */
export const DEFAULT_SLOT_MS = 15 * 60_000;

/** Start of the slot that holds `timeMs` (both milliseconds since 1970 UTC). Slots are aligned to the epoch. */
export function slotStart(timeMs: number, slotMs: number): number {
  return Math.floor(timeMs / slotMs) * slotMs;
}

/**
 * Starts of the slots that begin within `[fromMs, toMs)`, oldest first; milliseconds since 1970 UTC.
 * A slot belongs to the range that it begins in, so that neighbouring ranges share none and lose none.
 *
 * @param slotMs length of a slot, above 0
 */
export function slotsBetween(fromMs: number, toMs: number, slotMs: number): readonly number[] {
  const first = Math.ceil(fromMs / slotMs);
  const count = Math.max(Math.ceil(toMs / slotMs) - first, 0);
  return Array.from({ length: count }, (_, index) => (first + index) * slotMs);
}

/** A stretch of time `[startMs, endMs)`, milliseconds since 1970 UTC. */
export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The calendar day, in the device's time zone, that holds `timeMs` (milliseconds since 1970 UTC).
 * It lasts 23 or 25 hours when the clocks change.
 */
export function localDayBounds(timeMs: number): TimeRange {
  const time = new Date(timeMs);
  // The Date constructor carries a day past the month's end over, and moves a midnight that the clocks skip to the next hour.
  const midnight = (daysLater: number): number =>
    new Date(time.getFullYear(), time.getMonth(), time.getDate() + daysLater).getTime();
  return { startMs: midnight(0), endMs: midnight(1) };
}
