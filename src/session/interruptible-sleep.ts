/** Sleep that somebody may cut short: a person who presses "Try again", or a camera that is plugged in. */
export interface InterruptibleSleep {
  /** Resolves after `durationMs`, or when woken; undefined sleeps until woken. */
  readonly sleep: (durationMs: number | undefined) => Promise<void>;
  /** Ends the sleep of whoever sleeps; does nothing when nobody does. */
  readonly wake: () => void;
}

/** Creates a sleep for one sleeper. */
export function createInterruptibleSleep(): InterruptibleSleep {
  let wake: (() => void) | undefined;
  return {
    sleep: (durationMs) =>
      new Promise((resolve) => {
        const timer = durationMs === undefined ? undefined : setTimeout(resolve, durationMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake?.(),
  };
}
