/** Which trouble the screen shows: one that is being tried again stays, so that its words are not said at each try. */
import type { EngineState, Snapshot, SourceState } from '../../state/snapshot.ts';

type EngineFault = Extract<EngineState, { status: 'fault' }>;
type FaultOfSource = Extract<SourceState, { status: 'fault' }>;

/** The last fault of each part that has not run since. */
export interface LastFaults {
  readonly engine: EngineFault | undefined;
  readonly source: FaultOfSource | undefined;
}

/** Before anything has failed. */
export const NO_FAULTS: LastFaults = { engine: undefined, source: undefined };

/** A trouble that keeps this kiosk from counting. */
export type Trouble = (
  | { readonly of: 'engine'; readonly state: EngineFault }
  | { readonly of: 'source'; readonly state: FaultOfSource }
) & {
  /** Whether the part is being started again at this moment. */
  readonly isTried: boolean;
};

function lastOfEngine(engine: EngineState, before: EngineFault | undefined): EngineFault | undefined {
  if (engine.status === 'fault') return engine;
  return engine.status === 'starting' ? before : undefined;
}

function lastOfSource(source: SourceState, before: FaultOfSource | undefined): FaultOfSource | undefined {
  if (source.status === 'fault') return source;
  // Another file is another source, as another kind is.
  const isSame = source.kind === before?.kind && source.kind !== 'file';
  return source.status === 'opening' && isSame ? before : undefined;
}

/** What failed last, as far as it matters still in `snapshot`. */
export function lastFaults({ engine, source, store }: Snapshot, before: LastFaults): LastFaults {
  // A window that only looks on tries nothing.
  const known = store.role === 'viewer' ? NO_FAULTS : before;
  return { engine: lastOfEngine(engine, known.engine), source: lastOfSource(source, known.source) };
}

/** The trouble to show first, if any: without an engine, a camera does not help. */
export function troubleOf({ engine, source }: Snapshot, last: LastFaults): Trouble | undefined {
  if (last.engine !== undefined)
    return { of: 'engine', state: last.engine, isTried: engine.status !== 'fault' };
  if (last.source !== undefined)
    return { of: 'source', state: last.source, isTried: source.status !== 'fault' };
  return undefined;
}
