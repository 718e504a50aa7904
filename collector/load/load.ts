import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MOST_BUCKETS } from '../../src/domain/batch.ts';
import { bad, finish, good, messageOf, type Outcome } from '../../tools/command-line.ts';
import { openStore, type StorePlace } from '../store/open-store.ts';
import { startCollector, type CollectorProcess } from '../testing/process.testing.ts';
import { measureLoad, type Load, type LoadResult } from './measure-load.ts';

const USAGE = `usage: npm run --silent collector:load -- [--kiosks N] [--seconds N] [--concurrency N] [--slots N] [--json]

Starts a collector with a new SQLite file, or with the empty PostgreSQL that DATABASE_URL names, sends it batches as fast as it
answers, and tells how many kiosks one core would be enough for. Runs on Linux.
  --kiosks       how many kiosks send, in turn (default 200)
  --seconds      for how long (default 20)
  --concurrency  how many requests are under way at any time (default 8)
  --slots        how many slots each batch has, at most ${MOST_BUCKETS} (default 1)`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  kiosks: { type: 'string', default: '200' },
  seconds: { type: 'string', default: '20' },
  concurrency: { type: 'string', default: '8' },
  slots: { type: 'string', default: '1' },
} as const;

/** What the user asked for; without a load, how to ask. */
interface Asked {
  readonly load: Load | undefined;
  readonly json: boolean;
}

function readArguments(args: readonly string[]): Outcome<Asked> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help) return good({ load: undefined, json: false });
    for (const name of ['kiosks', 'seconds', 'concurrency', 'slots'] as const)
      if (!/^[1-9]\d{0,5}$/.test(values[name]))
        return bad(`--${name} is a whole number from 1, not "${values[name]}"`);
    const [kiosks, seconds, concurrency, slots] = [
      Number(values.kiosks),
      Number(values.seconds),
      Number(values.concurrency),
      Number(values.slots),
    ];
    if (slots > MOST_BUCKETS) return bad(`--slots is at most ${MOST_BUCKETS}, not ${slots}`);
    return good({ load: { kiosks, seconds, concurrency, slots }, json: values.json });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}

function inWords(result: LoadResult): string {
  const { batches, failed, batchesPerSec, slotsPerSec, medianMs, p95Ms, collectorCpuSec, kiosksPerCore } =
    result;
  return [
    `${batches} batches, ${failed} failed, ${batchesPerSec.toFixed(0)} a second, with ${slotsPerSec.toFixed(0)} slots`,
    `half answered within ${medianMs.toFixed(1)} ms, 95 % within ${p95Ms.toFixed(1)} ms`,
    `${collectorCpuSec.toFixed(1)} s of the collector's processor time: enough for ${kiosksPerCore.toFixed(0)} kiosks a core that send such a batch a minute`,
  ].join('\n');
}

async function measureAt(
  collector: CollectorProcess,
  place: StorePlace,
  load: Load,
): Promise<Outcome<LoadResult>> {
  const store = await openStore(place);
  if (!store.ok) return store;
  try {
    return good(await measureLoad(collector, store.value, load));
  } finally {
    await store.value.dispose();
  }
}

async function measure(load: Load): Promise<Outcome<LoadResult>> {
  const folder = mkdtempSync(join(tmpdir(), 'collector-load-'));
  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  let collector: CollectorProcess | undefined;
  try {
    collector = await startCollector(folder, '--requests-per-minute', '100000000');
    return await measureAt(collector, databaseUrl === '' ? { folder } : { databaseUrl }, load);
  } catch (thrown) {
    // No `/proc`, or a collector that did not start or ended, of which it has said why.
    return bad(messageOf(thrown));
  } finally {
    collector?.kill('SIGTERM');
    await collector?.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<Outcome<string>> {
  const asked = readArguments(process.argv.slice(2));
  if (!asked.ok) return asked;
  const { load, json } = asked.value;
  if (load === undefined) return good(USAGE);
  const result = await measure(load);
  if (!result.ok) return result;
  return good(json ? JSON.stringify(result.value) : inWords(result.value));
}

finish('collector:load', await main());
