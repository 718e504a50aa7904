/** Counting whatever source runs, in the store and on the screen. */
import type { Bucket } from '../domain/bucket.ts';
import { ENTRANCE_OF_SOURCE, type SourceKind } from '../domain/source.ts';
import { DEFAULT_SLOT_MS } from '../domain/time-slot.ts';
import type { State } from '../state/state.ts';
import type { BucketContext } from '../store/buckets.ts';
import type { OpenDatabase, StoreFault } from '../store/database.ts';
import { countUndated } from '../store/undated.ts';
import { BackOff } from './back-off.ts';
import type { ClockTrust } from './clock-trust.ts';
import { now } from './count-stream.ts';
import type { Instant } from './coverage.ts';
import { createEntranceCount, type EntranceCount, type Gap } from './entrance-count.ts';
import { HoldingWriter } from './holding-writer.ts';
import { dayOf, readDay } from './today.ts';

/** What a source's count needs. */
export interface SourceCountParts {
  readonly state: State;
  readonly database: OpenDatabase;
  readonly clock: ClockTrust;
  /** Called after the totals of a source were written. */
  readonly onWritten: (kind: SourceKind) => void;
  /** Tries to mend what keeps counts from the disk; whether another write may come through. */
  readonly mend?: (fault: StoreFault) => Promise<boolean>;
}

/** How long counts wait after a write that failed. */
const WRITE_RETRIES = { firstMs: 5_000, longestMs: 60_000, wellAfterMs: Infinity };

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

function startCount(parts: SourceCountParts, kind: SourceKind, start: Instant): EntranceCount {
  const { state, database: open, clock } = parts;
  const context = (): BucketContext => contextOf(state);
  const writer = new HoldingWriter({ open, entrance: ENTRANCE_OF_SOURCE[kind], context, clock });
  return createEntranceCount(writer, { slotMs: DEFAULT_SLOT_MS, start, clock });
}

/** The count at the entrance of the present source. */
export class SourceCount {
  readonly #parts: SourceCountParts;
  #kind: SourceKind;
  #count: EntranceCount;
  /** Counts of earlier sources with what may not be written yet: time that was accounted for while they ended, or what waits for a right clock. */
  readonly #ended: EntranceCount[] = [];
  readonly #backOff = new BackOff(WRITE_RETRIES);
  /** When the next write may be tried, on the device's own clock. */
  #notBeforeMs = 0;
  #fault: StoreFault | undefined;
  /** The day's buckets as they were read last, for while none can be read. */
  #stored: readonly Bucket[] = [];

  /** Begins to count at the entrance of `kind`. */
  constructor(parts: SourceCountParts, kind: SourceKind) {
    this.#parts = parts;
    this.#kind = kind;
    this.#count = startCount(parts, kind, now());
  }

  /** Accounts for the time between the kiosk's last sign of life and the beginning of this count, which nobody measured. */
  addTimeSince(heartbeatMs: number | undefined): void {
    this.#count.addTimeSince(heartbeatMs);
  }

  /** Accounts for the time until now when no frame did. */
  addGap(): void {
    this.#count.addGap(now(), gapNow(this.#parts.state));
  }

  /** The count for a source of `kind`; when the source has changed, that of the one before is finished first. */
  async of(kind: SourceKind): Promise<EntranceCount> {
    if (kind !== this.#kind) {
      this.#fault = await this.finish();
      this.#ended.push(this.#count);
      this.#kind = kind;
      this.#stored = [];
      this.#count = startCount(this.#parts, kind, now());
      await this.#show();
    }
    return this.#count;
  }

  /** Writes what waits, unless a write has failed a moment ago, and shows today's totals. */
  async write(): Promise<void> {
    if (performance.now() >= this.#notBeforeMs) await this.#flush();
    await this.#show();
  }

  /** Writes what waits at once, because a database is open again. */
  async writeNow(): Promise<void> {
    this.#notBeforeMs = 0;
    await this.write();
  }

  /** Counts whoever is still there, and writes everything; a fault when it must wait longer. */
  async finish(): Promise<StoreFault | undefined> {
    return (await this.#count.finish(now())) ?? this.#flushAll();
  }

  async #flush(): Promise<void> {
    let fault = await this.#flushAll();
    const mended = fault !== undefined && (await this.#parts.mend?.(fault)) === true;
    if (mended) fault = await this.#flushAll();
    if (fault === undefined) this.#backOff.reset();
    else this.#notBeforeMs = performance.now() + this.#backOff.fail(0);
    this.#fault = fault;
  }

  async #flushAll(): Promise<StoreFault | undefined> {
    // What was counted under a wrong clock can be written whole, and still waits for its time.
    const isDone = this.#parts.clock.isTrusted;
    for (const count of this.#ended) {
      const fault = await count.flush();
      if (fault !== undefined) return fault;
    }
    if (isDone) this.#ended.length = 0;
    return this.#count.flush();
  }

  async #show(): Promise<void> {
    const { state, database, clock, onWritten } = this.#parts;
    const [nowMs, entrance] = [Date.now(), ENTRANCE_OF_SOURCE[this.#kind]];
    // Expected trouble: no database is open. What was read before still holds, because only this tab writes.
    const read = await readDay(database, entrance, nowMs).catch(() => undefined);
    const undated = await countUndated(database.database, entrance).catch(() => 0);
    this.#stored = read ?? this.#stored;
    const today = dayOf([...this.#stored, ...this.#count.waiting()], nowMs);
    const { store } = state.snapshot();
    state.write({
      today,
      clock: { isWrong: !clock.isTrusted, undated },
      // While no database opens, why is said already.
      store: store.inMemory ? store : { ...store, fault: this.#fault?.message },
    });
    onWritten(this.#kind);
  }
}
