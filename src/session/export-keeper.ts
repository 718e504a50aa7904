/** Totals that leave by hand, and the receipts that come back. */
import type { BucketResult } from '../domain/batch.ts';
import type { ExportRange, ExportState, ExportWork } from '../domain/export.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import { countBuckets } from '../store/bucket-pages.ts';
import type { OpenDatabase } from '../store/database.ts';
import { acknowledge, countDue } from '../store/due-buckets.ts';
import { openKioskKey } from '../upload/kiosk-key.ts';

/** What is due is counted anew this often, milliseconds. */
const COUNT_EVERY_MS = 30_000;
/** Results of a receipt that are noted at once. */
const RESULTS_AT_ONCE = 500;

/** What the kiosk signs with, and its names. */
interface Key {
  readonly keys: CryptoKeyPair;
  readonly thumbprint: string;
}

const CANNOT_SIGN =
  'This browser cannot sign a file (Ed25519). Update it, or open the kiosk in another one; the totals stay here.';

const NOTHING_YET = 'There is nothing to export: no slot of the camera has been counted yet.';

/** Exports and reads receipts, one at a time. */
export class ExportKeeper {
  readonly #state: State;
  readonly #open: OpenDatabase;
  readonly #save: (file: Blob, name: string) => void;
  #counting: ReturnType<typeof setInterval> | undefined;
  #busy = false;
  #disposed = false;

  constructor(state: State, open: OpenDatabase, save: (file: Blob, name: string) => void) {
    this.#state = state;
    this.#open = open;
    this.#save = save;
  }

  /** Finds out who this kiosk is and what is due. */
  async start(): Promise<void> {
    await this.identify();
    if (!this.#disposed) this.#counting = setInterval(() => void this.#count(), COUNT_EVERY_MS);
  }

  /** Finds out who this kiosk is where that is not known, as when no database was open. */
  async identify(): Promise<void> {
    if (this.#state.snapshot().export?.fingerprint !== undefined) return;
    await this.#work({ status: 'idle' }, () => Promise.resolve({ status: 'idle' }));
  }

  /** Does what the person asked for; other intents are left alone. */
  act(intent: Intent): void {
    if (intent.type === 'export') {
      const nothingDone = { status: 'exporting', doneCount: 0, totalCount: 0 } as const;
      void this.#work(nothingDone, (key) => this.#export(intent.range, key));
    }
    if (intent.type === 'read-receipt') {
      const nothingDone = { status: 'reading-receipt', doneCount: 0, totalCount: 0 } as const;
      void this.#work(nothingDone, (key) => this.#readReceipt(intent.file, key));
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#counting);
  }

  /** Work that is asked for while other work goes on is left alone: the screen offers none. */
  async #work(begun: ExportWork, work: (key: Key) => Promise<ExportWork>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#say({ work: begun });
    try {
      this.#say({ work: await this.#workWithKey(work) });
    } catch (error) {
      // Expected trouble: a closed database, a full disk, a part of the app that is not on the device.
      const message = `It did not come to an end: ${String(error)}. Nothing is lost; try again.`;
      this.#say({ work: { status: 'trouble', message } });
    } finally {
      this.#busy = false;
    }
    await this.#count();
  }

  /** Reads the key each time: a database that was lost and begun anew may have another. */
  async #workWithKey(work: (key: Key) => Promise<ExportWork>): Promise<ExportWork> {
    const keys = await openKioskKey(this.#open);
    if (keys === undefined) return { status: 'trouble', message: CANNOT_SIGN };
    const { thumbprintOf } = await import('../domain/signed.ts');
    const thumbprint = await thumbprintOf(keys.publicKey);
    this.#say({ fingerprint: fingerprintOf(thumbprint) });
    return work({ keys, thumbprint });
  }

  async #export(range: ExportRange, key: Key): Promise<ExportWork> {
    const totalCount = await countBuckets(this.#open.database, SENT_ENTRANCE);
    const onProgress = (doneCount: number): void =>
      this.#say({ work: { status: 'exporting', doneCount, totalCount } });
    const { exportTotals } = await import('../upload/export-totals.ts');
    const softwareVersion = this.#state.snapshot().version;
    const made = await exportTotals({ open: this.#open, keys: key.keys, range, softwareVersion, onProgress });
    if (made.bucketCount === 0) return { status: 'trouble', message: NOTHING_YET };
    this.#save(made.file, made.name);
    const { name: fileName, bucketCount, file } = made;
    return { status: 'exported', fileName, bytes: file.size, bucketCount, atMs: Date.now() };
  }

  async #readReceipt(file: File, key: Key): Promise<ExportWork> {
    const { readReceipt } = await import('../upload/read-receipt.ts');
    const receipt = await readReceipt(file, key.thumbprint);
    if ('message' in receipt) return { status: 'trouble', message: receipt.message };
    const refusedCount = await this.#note(receipt.results);
    const confirmedCount = receipt.results.length - refusedCount;
    return { status: 'receipt-read', confirmedCount, refusedCount };
  }

  /** Answers how many the collector does not have. */
  async #note(results: readonly BucketResult[]): Promise<number> {
    const totalCount = results.length;
    let refusedCount = 0;
    for (let doneCount = 0; doneCount < totalCount; doneCount += RESULTS_AT_ONCE) {
      const some = results.slice(doneCount, doneCount + RESULTS_AT_ONCE);
      refusedCount += await acknowledge(this.#open.database, some);
      this.#say({ work: { status: 'reading-receipt', doneCount, totalCount } });
    }
    return refusedCount;
  }

  async #count(): Promise<void> {
    try {
      this.#say({ dueCount: await countDue(this.#open.database, SENT_ENTRANCE) });
    } catch {
      // Expected trouble: a closed database, which is said elsewhere.
    }
  }

  #say(change: Partial<ExportState>): void {
    if (this.#disposed) return;
    const before = this.#state.snapshot().export ?? NOTHING_KNOWN;
    this.#state.write({ export: { ...before, ...change } });
  }
}

const NOTHING_KNOWN: ExportState = { fingerprint: undefined, dueCount: 0, work: { status: 'idle' } };
