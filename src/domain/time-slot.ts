/** Length of a slot when the installer chose none: 15 minutes. */
export const DEFAULT_SLOT_MS = 15 * 60_000;

/** Start of the slot that holds `timeMs` (both milliseconds since 1970 UTC). Slots are aligned to the epoch. */
export function slotStart(timeMs: number, slotMs: number): number {
  return Math.floor(timeMs / slotMs) * slotMs;
}
