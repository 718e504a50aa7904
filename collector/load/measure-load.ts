/** `collector/load` measures how many kiosks the real collector serves on this machine. */
import { readFileSync } from 'node:fs';
import { PROTOCOL, type Batch } from '../../src/domain/batch.ts';
import { DEFAULT_SLOT_MS, slotStart } from '../../src/domain/time-slot.ts';
import { addCode, enrol } from '../store/kiosks.ts';
import type { OpenStore } from '../store/open-store.ts';
import { SAMPLE_REPORT, sampleBucket } from '../testing/samples.testing.ts';
import type { CollectorProcess } from '../testing/process.testing.ts';

/** A kiosk sends once a minute (`src/upload/pause.ts`). */
const BATCHES_PER_KIOSK_MINUTE = 1;
/** What Linux counts a process's time in, ticks a second. */
const TICKS_PER_SEC = 100;

/** What to send. */
export interface Load {
  readonly kiosks: number;
  readonly seconds: number;
  /** Requests under way at any time; no more than kiosks, of which each waits for its answer. */
  readonly concurrency: number;
  /** Slots of each batch: 1 as on an ordinary day, up to `MOST_BUCKETS` of kiosks that come back after a long time offline. */
  readonly slots: number;
}

/** What came of it. */
export interface LoadResult {
  readonly batches: number;
  readonly failed: number;
  readonly batchesPerSec: number;
  readonly slotsPerSec: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Processor time of the collector's process, without that of a database server; seconds. */
  readonly collectorCpuSec: number;
  /** Kiosks that send once a minute, for which one core of the collector's process would be enough. */
  readonly kiosksPerCore: number;
}

/** Kiosks of this load; each raises the revision of its newest slot, as a real one does, and sends older ones that were never sent. */
class Sender {
  readonly #url: string;
  readonly #tokens: readonly string[];
  readonly #slots: number;
  readonly latenciesMs: number[] = [];
  failed = 0;
  #turn = 0;

  constructor(url: string, tokens: readonly string[], slots: number) {
    this.#url = url;
    this.#tokens = tokens;
    this.#slots = slots;
  }

  async sendUntil(endMs: number): Promise<void> {
    while (performance.now() < endMs) await this.#sendNext();
  }

  #bucketsOf(kiosk: number, round: number): Batch['buckets'] {
    const newestMs = slotStart(Date.now(), DEFAULT_SLOT_MS);
    const epoch = `load-${kiosk}`;
    const older = Array.from({ length: this.#slots - 1 }, (_, index) => {
      const back = 1 + round * (this.#slots - 1) + index;
      return sampleBucket(0, { epoch, startMs: newestMs - back * DEFAULT_SLOT_MS, revision: 1 });
    });
    return [sampleBucket(0, { epoch, startMs: newestMs, revision: 1 + round }), ...older];
  }

  async #sendNext(): Promise<void> {
    const turn = this.#turn++;
    const kiosk = turn % this.#tokens.length;
    const round = Math.floor(turn / this.#tokens.length);
    const body: Batch = {
      protocol: PROTOCOL,
      kiosk: { ...SAMPLE_REPORT, sentAtMs: Date.now() },
      buckets: this.#bucketsOf(kiosk, round),
    };
    const startMs = performance.now();
    const response = await fetch(`${this.#url}/v1/batches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#tokens[kiosk]}` },
      body: JSON.stringify(body),
    });
    const stored = (await response.text()).match(/"stored"/g)?.length ?? 0;
    if (!response.ok || stored !== this.#slots) this.failed++;
    this.latenciesMs.push(performance.now() - startMs);
  }
}

/** Processor time of a process so far, seconds. Source: proc(5), fields 14 and 15 of `/proc/PID/stat`. */
function cpuSec(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
  const fields = afterName.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC;
}

async function enrolMany({ database }: OpenStore, kiosks: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < kiosks; index++) {
    const code = await addCode(database, `Load ${index}`, Date.now());
    const made = await enrol(database, code, Date.now());
    if (made !== undefined) tokens.push(made.token);
  }
  return tokens;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/**
 * Sends as fast as the collector answers.
 *
 * @param store the collector's own database, to enrol kiosks in
 * @throws Error where there is no `/proc`
 */
export async function measureLoad(
  { url, pid }: Pick<CollectorProcess, 'url' | 'pid'>,
  store: OpenStore,
  { kiosks, seconds, concurrency, slots }: Load,
): Promise<LoadResult> {
  const sender = new Sender(url, await enrolMany(store, kiosks), slots);
  const [startMs, startCpuSec] = [performance.now(), cpuSec(pid)];
  const endMs = startMs + seconds * 1_000;
  await Promise.all(Array.from({ length: Math.min(concurrency, kiosks) }, () => sender.sendUntil(endMs)));
  const tookSec = (performance.now() - startMs) / 1_000;
  const collectorCpuSec = cpuSec(pid) - startCpuSec;
  const sorted = sender.latenciesMs.toSorted((a, b) => a - b);
  return {
    batches: sorted.length,
    failed: sender.failed,
    batchesPerSec: sorted.length / tookSec,
    slotsPerSec: (sorted.length * slots) / tookSec,
    medianMs: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    collectorCpuSec,
    kiosksPerCore: (sorted.length / collectorCpuSec) * (60 / BATCHES_PER_KIOSK_MINUTE),
  };
}
