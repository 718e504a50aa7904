/** Keeps the uploads to whatever collector the kiosk is enrolled with. */
import type { Collector } from '../domain/collector.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import { NO_PROGRESS } from '../domain/upload.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import { readCollector, writeCollector } from '../store/collector.ts';
import type { OpenDatabase } from '../store/database.ts';
import { forgetRefusals } from '../store/due-buckets.ts';
import { enrol } from '../upload/enrol.ts';
import { openKioskKey } from '../upload/kiosk-key.ts';
import { isUploadTrouble } from '../upload/trouble.ts';
import { Uploader } from '../upload/uploader.ts';

/** The kiosk's way to its collector. */
export class UploadKeeper {
  readonly #state: State;
  readonly #open: OpenDatabase;
  #uploader: Uploader | undefined;
  #disposed = false;

  constructor(state: State, open: OpenDatabase) {
    this.#state = state;
    this.#open = open;
  }

  /** Uploads to the collector that was enrolled with before, if there is one. */
  async start(): Promise<void> {
    try {
      await forgetRefusals(this.#open.database, SENT_ENTRANCE);
      this.#uploadTo(await readCollector(this.#open.database));
    } catch (error) {
      // Expected trouble: the browser closed the database. Counting goes on; the store's own fault is shown beside.
      this.#sayTrouble(`It cannot be read: ${String(error)}`);
    }
  }

  /** Does what the person asked for; intents that are not about uploads are left alone. */
  act(intent: Intent): void {
    if (intent.type === 'enrol') void this.#enrol(intent.address, intent.code);
    if (intent.type === 'leave-collector') void this.#change(undefined);
    if (intent.type === 'upload-now') this.#uploader?.uploadNow();
  }

  dispose(): void {
    this.#disposed = true;
    this.#uploader?.dispose();
  }

  async #enrol(address: string, code: string): Promise<void> {
    this.#state.write({ upload: { status: 'enrolling' } });
    try {
      const enrolled = await enrol(address, code, await openKioskKey(this.#open));
      if (isUploadTrouble(enrolled)) this.#sayTrouble(enrolled.message);
      else await this.#change(enrolled);
    } catch (error) {
      // Expected trouble: a closed database, or a part of the app that is not on the device.
      this.#sayTrouble(`This kiosk could not be enrolled: ${String(error)}`);
    }
  }

  async #change(collector: Collector | undefined): Promise<void> {
    try {
      await writeCollector(this.#open.database, collector);
      await forgetRefusals(this.#open.database, SENT_ENTRANCE);
    } catch (error) {
      // Expected trouble: a full disk. What was true before stays true, and the person must know.
      this.#sayTrouble(`It could not be stored: ${String(error)}`);
      return;
    }
    this.#uploadTo(collector);
  }

  #sayTrouble(trouble: string): void {
    const { upload } = this.#state.snapshot();
    if (upload?.status === 'enrolled')
      this.#state.write({ upload: { ...upload, progress: { ...upload.progress, trouble } } });
    else this.#state.write({ upload: { status: 'none', trouble } });
  }

  #uploadTo(collector: Collector | undefined): void {
    this.#uploader?.dispose();
    this.#uploader = undefined;
    if (this.#disposed) return;
    if (collector === undefined) {
      this.#state.write({ upload: { status: 'none' } });
      return;
    }
    const { url, name } = collector;
    this.#state.write({ upload: { status: 'enrolled', url, name, progress: NO_PROGRESS } });
    this.#uploader = new Uploader({
      open: this.#open,
      collector,
      softwareVersion: this.#state.snapshot().version,
      onProgress: (progress) => this.#state.write({ upload: { status: 'enrolled', url, name, progress } }),
    });
    this.#uploader.start();
  }
}
