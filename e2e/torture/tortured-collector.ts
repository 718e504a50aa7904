/** The collector under torture: the real program, life after life on one database. */
import {
  runCollector,
  startCollector,
  type CollectorProcess,
} from '../../collector/testing/process.testing.ts';
import type { MishapProxy } from './proxy.ts';
import type { SlotTotals } from './journal.ts';

/** One collector behind one proxy. */
export class TorturedCollector {
  readonly #data: string;
  readonly #proxy: MishapProxy;
  #process: CollectorProcess | undefined;

  /** @param data folder of its SQLite file, unless the variable DATABASE_URL names a database */
  constructor(data: string, proxy: MishapProxy) {
    this.#data = data;
    this.#proxy = proxy;
  }

  async start(): Promise<void> {
    this.#process = await startCollector(this.#data);
    this.#proxy.setTarget(this.#process.url);
  }

  /** Ends it at this instant. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#process?.ended;
    this.#process = undefined;
  }

  /** A one-time code for a kiosk. */
  async enrol(): Promise<string> {
    const { stdout } = await runCollector('enrol', '--name', 'Tortured door', '--data', this.#data);
    return stdout.trim();
  }

  /** All that it has. */
  async readSlots(): Promise<readonly SlotTotals[]> {
    const { stdout } = await runCollector('buckets', '--json', '--data', this.#data);
    return (JSON.parse(stdout) as (SlotTotals & { readonly start: string })[]).map(
      ({ epoch, start, revision, entries, woman, man, undetermined }) => {
        return { epoch, startMs: Date.parse(start), revision, entries, woman, man, undetermined };
      },
    );
  }
}
