import type { Snapshot } from './snapshot.ts';

/** What readers get: the current snapshot, and word of each new one. */
export interface ReadableState {
  readonly snapshot: () => Snapshot;
  /** Calls `listener` after each change; returns how to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** What the one writer gets. */
export interface State extends ReadableState {
  /** Replaces some parts of the snapshot. Listeners hear of it at once. */
  readonly write: (change: Partial<Snapshot>) => void;
}

/** Holds the snapshot. */
export function createState(initial: Snapshot): State {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(change) {
      current = { ...current, ...change };
      for (const listener of listeners) listener();
    },
  };
}
