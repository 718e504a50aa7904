/**
 * The protocol between kiosk and collector under every schedule of losses, repeats, disorder and crashes. The kiosk's half is the real one;
 * the collector is the slow twin of its SQL. `SCHEDULES=100000 npx vitest run --project node src/domain/settle` tries more of them.
 */
import { array, assert, integer, oneof, property, record, constant } from 'fast-check';
import { expect, test } from 'vitest';
import type { BucketResult, SentBucket } from './batch.ts';
import { isDue, type Bucket } from './bucket.ts';
import { settle } from './settle.ts';

const SCHEDULES = Number(import.meta.env['SCHEDULES'] ?? 5_000);
const MOST_OF_A_BATCH = 2;
const SLOTS = 4;

function emptyBucket(startMs: number): Bucket {
  const none = { entries: 0, exits: 0, woman: 0, man: 0, undetermined: 0, coverageSec: 0, missing: {} };
  return {
    ...none,
    entrance: 'main',
    epoch: 'first',
    startMs,
    slotMs: 60_000,
    dwellBins: [],
    latencyBins: [],
    meanFrameRate: 0,
    softwareVersion: '1',
    model: 'm',
    settingsVersion: 1,
    tier: 'wgsl',
    revision: 0,
    acknowledged: 0,
  };
}

/** What is on the collector's disk of one bucket. */
type Row = Pick<SentBucket, 'revision' | 'entries'>;

/** Two disks and what is between them. */
class World {
  readonly kiosk = new Map<number, Bucket>();
  readonly collector = new Map<number, Row>();
  /** What people were confirmed to have been counted, slot by slot. */
  readonly journal = new Map<number, number>();
  requests: (readonly SentBucket[])[] = [];
  answers: (readonly BucketResult[])[] = [];

  count(startMs: number): void {
    const bucket = this.kiosk.get(startMs) ?? emptyBucket(startMs);
    this.kiosk.set(startMs, { ...bucket, entries: bucket.entries + 1, revision: bucket.revision + 1 });
    this.journal.set(startMs, (this.journal.get(startMs) ?? 0) + 1);
  }

  due(): readonly Bucket[] {
    return [...this.kiosk.values()].filter(isDue);
  }

  send(): void {
    this.requests.push(this.due().slice(0, MOST_OF_A_BATCH));
  }

  /** The collector stores a request and answers; `lost`: it is killed between the two. */
  store(index: number, keep: boolean, lost: boolean): void {
    const request = this.requests[index % this.requests.length];
    if (request === undefined) return;
    if (!keep) this.requests.splice(index % this.requests.length, 1);
    const answer = request.map((sent): BucketResult => ({ ...sent, outcome: this.#storeOne(sent) }));
    if (!lost) this.answers.push(answer);
  }

  #storeOne({ startMs, revision, entries }: SentBucket): BucketResult['outcome'] {
    const row = this.collector.get(startMs);
    if (row !== undefined && row.revision > revision) return 'stale';
    if (row?.revision === revision) return row.entries === entries ? 'same' : 'conflict';
    this.collector.set(startMs, { revision, entries });
    return 'stored';
  }

  hear(index: number): void {
    const [answer] = this.answers.splice(index % this.answers.length, 1);
    for (const result of answer ?? []) {
      const bucket = this.kiosk.get(result.startMs);
      const settled = bucket === undefined ? undefined : settle(bucket, result);
      if (settled !== undefined) this.kiosk.set(result.startMs, settled);
    }
  }

  /** The kiosk is killed: whatever was on its way to it finds nobody. */
  killKiosk(): void {
    this.answers = [];
  }

  /** What must hold at any moment. */
  check(): void {
    for (const [startMs, { acknowledged, refused }] of this.kiosk) {
      if ((this.collector.get(startMs)?.revision ?? 0) < acknowledged)
        throw new Error('acknowledged, and not there');
      if (refused !== undefined) throw new Error('a conflict with itself');
    }
    for (const [startMs, { entries }] of this.collector)
      if (entries > (this.journal.get(startMs) ?? 0)) throw new Error('more than was counted');
  }

  /** All goes well from now on. */
  settleDown(): void {
    for (let round = 0; round < 2 * SLOTS && this.due().length > 0; round++) {
      this.send();
      this.store(this.requests.length - 1, false, false);
      this.hear(this.answers.length - 1);
    }
  }
}

const slot = integer({ min: 0, max: SLOTS - 1 }).map((minute) => minute * 60_000);
const place = integer({ min: 0, max: 5 });
const step = oneof(
  { weight: 3, arbitrary: record({ type: constant('count' as const), slot }) },
  { weight: 3, arbitrary: record({ type: constant('send' as const) }) },
  {
    weight: 4,
    arbitrary: record({
      type: constant('store' as const),
      place,
      keep: integer({ min: 0, max: 2 }).map((third) => third === 0),
      lost: integer({ min: 0, max: 2 }).map((third) => third === 0),
    }),
  },
  { weight: 3, arbitrary: record({ type: constant('hear' as const), place }) },
  { weight: 1, arbitrary: record({ type: constant('drop' as const), place }) },
  { weight: 1, arbitrary: record({ type: constant('kill-kiosk' as const) }) },
);

type Step = typeof step extends { generate: (...all: never[]) => { value: infer Value } } ? Value : never;

function take(world: World, happening: Step): void {
  if (happening.type === 'count') world.count(happening.slot);
  if (happening.type === 'send') world.send();
  if (happening.type === 'store') world.store(happening.place, happening.keep, happening.lost);
  if (happening.type === 'hear') world.hear(happening.place);
  if (happening.type === 'drop') world.requests.splice(happening.place % world.requests.length, 1);
  if (happening.type === 'kill-kiosk') world.killKiosk();
}

test(`nothing is lost and nothing doubled in ${SCHEDULES} schedules`, () => {
  assert(
    property(array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
      const world = new World();
      for (const happening of steps) {
        take(world, happening);
        world.check();
      }
      world.settleDown();
      expect(world.due()).toEqual([]);
      for (const [startMs, counted] of world.journal)
        expect(world.collector.get(startMs)?.entries).toBe(counted);
    }),
    { numRuns: SCHEDULES },
  );
}, 600_000);
