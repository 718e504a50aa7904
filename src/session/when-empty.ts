import type { ReadableState } from '../state/state.ts';

/** Resolves after `afterMs` milliseconds, or as soon afterwards as nobody is in view; and when it is called off. */
export function whenEmpty(state: ReadableState, afterMs: number, callOff: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let stopLooking: (() => void) | undefined;
    const end = (): void => {
      clearTimeout(timer);
      stopLooking?.();
      callOff.removeEventListener('abort', end);
      resolve();
    };
    const look = (): void => {
      if ((state.snapshot().live?.people.length ?? 0) === 0) end();
    };
    const timer = setTimeout(() => {
      stopLooking = state.subscribe(look);
      look();
    }, afterMs);
    callOff.addEventListener('abort', end);
    if (callOff.aborted) end();
  });
}
