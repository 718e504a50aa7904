/** How long an uploader waits: longer with each failure, and never in step with other kiosks. */

/** Between two uploads while all is well, milliseconds. */
const REGULAR_MS = 60_000;
const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;
/** A collector that asks for more is asked again anyway: it may have been mistaken. */
const LONGEST_WISH_MS = 24 * 3_600_000;

/**
 * The wait before the next upload: after success a minute, give or take a tenth; after failures in a row full jitter, from nothing up to
 * 5 s, 10 s, 20 s ... 15 minutes, on top of what the collector asked for. Source: "Exponential Backoff And Jitter", AWS Architecture Blog.
 *
 * @param failures in a row
 * @param random from 0 to below 1
 */
export function pauseMs(failures: number, retryAfterMs = 0, random: () => number = Math.random): number {
  if (failures === 0) return REGULAR_MS * (0.9 + 0.2 * random());
  const jitterMs = random() * Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.min(retryAfterMs, LONGEST_WISH_MS) + jitterMs;
}
