import type { ReadableState } from '../state/state.ts';

/**
 * Acts once, after `afterMs` milliseconds or as soon afterwards as nobody is in view.
 *
 * @returns how to call it off
 */
export function actWhenEmpty(state: ReadableState, afterMs: number, act: () => void): () => void {
  let stopLooking: (() => void) | undefined;
  const look = (): void => {
    if ((state.snapshot().live?.people.length ?? 0) > 0) return;
    stopLooking?.();
    act();
  };
  const timer = setTimeout(() => {
    stopLooking = state.subscribe(look);
    look();
  }, afterMs);
  return () => {
    clearTimeout(timer);
    stopLooking?.();
  };
}
