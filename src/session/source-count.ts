/** Counting whatever source runs, in the store and on the screen. */
import { ENTRANCE_OF_SOURCE, type SourceKind } from '../domain/source.ts';
import { DEFAULT_SLOT_MS } from '../domain/time-slot.ts';
import type { State } from '../state/state.ts';
import { readHeartbeat, type BucketContext } from '../store/buckets.ts';
import type { OpenDatabase, StoreFault } from '../store/database.ts';
import { createBucketWriter } from '../store/writer.ts';
import { now } from './count-stream.ts';
import { spanSinceHeartbeat, type Instant } from './coverage.ts';
import { createEntranceCount, type EntranceCount, type Gap } from './entrance-count.ts';
import { readToday } from './today.ts';

/** What a source's count needs. */
export interface SourceCountParts {
  readonly state: State;
  readonly database: OpenDatabase;
  /** Called after the totals of a source were written. */
  readonly onWritten: (kind: SourceKind) => void;
}

/** What keeps frames away, should there be none. */
function gapNow(state: State): Gap {
  const { source, engine } = state.snapshot();
  if (source.status !== 'running') return { reason: 'camera', known: true };
  return { reason: engine.status === 'starting' ? 'restart' : 'gpu', known: engine.status !== 'running' };
}

function contextOf(state: State): BucketContext {
  const { engine, version } = state.snapshot();
  const report = engine.status === 'running' ? engine.report : undefined;
  return {
    slotMs: DEFAULT_SLOT_MS,
    softwareVersion: version,
    model: report?.model ?? 'none',
    settingsVersion: 1,
    tier: report?.tier ?? 'none',
  };
}

function startCount({ state, database }: SourceCountParts, kind: SourceKind, start: Instant): EntranceCount {
  const writer = createBucketWriter(database, ENTRANCE_OF_SOURCE[kind], () => contextOf(state));
  return createEntranceCount(writer, DEFAULT_SLOT_MS, start);
}

/** The count at the entrance of the present source. */
export class SourceCount {
  readonly #parts: SourceCountParts;
  readonly #start: Instant;
  #kind: SourceKind;
  #count: EntranceCount;

  /** Begins to count at the entrance of `kind`. */
  constructor(parts: SourceCountParts, kind: SourceKind) {
    this.#parts = parts;
    this.#kind = kind;
    this.#start = now();
    this.#count = startCount(parts, kind, this.#start);
  }

  /** Accounts for the time between the kiosk's last sign of life and the beginning of this count, which nobody measured. */
  async addTimeSinceHeartbeat(): Promise<void> {
    const heartbeatMs = await readHeartbeat(this.#parts.database.database);
    this.#count.addSpans(spanSinceHeartbeat(heartbeatMs, this.#start.wallMs));
  }

  /** Accounts for the time until now when no frame did. */
  addGap(): void {
    this.#count.addGap(now(), gapNow(this.#parts.state));
  }

  /** The count for a source of `kind`; when the source has changed, that of the one before is finished first. */
  async of(kind: SourceKind): Promise<EntranceCount> {
    if (kind !== this.#kind) {
      const finished = await this.finish();
      this.#kind = kind;
      this.#count = startCount(this.#parts, kind, now());
      await this.#show(finished);
    }
    return this.#count;
  }

  /** Writes what waits, and shows today's totals. */
  async write(): Promise<void> {
    await this.#show(await this.#count.flush());
  }

  /** Counts whoever is still there, and writes everything; a fault when it must wait longer. */
  finish(): Promise<StoreFault | undefined> {
    return this.#count.finish(now());
  }

  async #show(fault: StoreFault | undefined): Promise<void> {
    const { state, database, onWritten } = this.#parts;
    const today = await readToday(database, ENTRANCE_OF_SOURCE[this.#kind], Date.now());
    state.write({ today, store: { ...state.snapshot().store, fault: fault?.message } });
    onWritten(this.#kind);
  }
}
