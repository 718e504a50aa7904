/** Keeps uploading: on a timer, when the network comes back, and when a person asks. Never two at once on a device. */
import type { Collector } from '../domain/collector.ts';
import { NO_PROGRESS, type UploadProgress } from '../domain/upload.ts';
import type { OpenDatabase } from '../store/database.ts';
import { countDue } from '../store/due-buckets.ts';
import { pauseMs } from './pause.ts';
import { uploadDue, type UploadResult } from './upload-due.ts';

/** Held by whoever uploads: this page, another one, or the service worker. */
const LOCK_NAME = 'vestibule-upload';

/** What an uploader needs. */
export interface UploaderParts {
  readonly open: OpenDatabase;
  readonly collector: Collector;
  readonly entrance: string;
  readonly softwareVersion: string;
  readonly onProgress: (progress: UploadProgress) => void;
}

/** Uploads once, unless somebody else on this device does; undefined then. */
export async function uploadAlone({
  open: { database },
  collector,
  entrance,
  softwareVersion,
}: Omit<UploaderParts, 'onProgress'>): Promise<UploadResult | undefined> {
  return navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (lock) => {
    if (lock === null) return undefined;
    try {
      return await uploadDue({ database, collector, entrance, softwareVersion });
    } catch (error) {
      // Expected trouble: a full disk or a closed database. What was confirmed but not noted is sent again.
      const message = `The totals on this device cannot be read or marked as sent: ${String(error)}`;
      return { contact: false, refused: 0, trouble: { kind: 'unexpected', message } };
    }
  });
}

/** The uploads to one collector. */
export class Uploader {
  readonly #parts: UploaderParts;
  readonly #online = (): void => this.uploadNow();
  #progress = NO_PROGRESS;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(parts: UploaderParts) {
    this.#parts = parts;
  }

  /** Begins; the first upload is at once. */
  start(): void {
    addEventListener('online', this.#online);
    this.uploadNow();
  }

  /** Does not wait for the timer; nothing when an upload is under way. */
  uploadNow(): void {
    if (!this.#progress.sending && !this.#disposed) void this.#upload();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.#online);
  }

  async #upload(): Promise<void> {
    clearTimeout(this.#timer);
    this.#say({ sending: true, nextMs: undefined });
    const result = await uploadAlone(this.#parts);
    const { contact = false, refused = 0, trouble } = result ?? {};
    this.#failures = trouble === undefined ? 0 : this.#failures + 1;
    const waitMs = pauseMs(this.#failures, trouble?.retryAfterMs);
    this.#say({
      sending: false,
      dueCount: await this.#countDue(),
      refusedCount: this.#progress.refusedCount + refused,
      ...(contact ? { contactMs: Date.now() } : {}),
      trouble: trouble?.message,
      nextMs: Date.now() + waitMs,
    });
    if (!this.#disposed) this.#timer = setTimeout(() => this.uploadNow(), waitMs);
  }

  async #countDue(): Promise<number> {
    const { open, entrance } = this.#parts;
    try {
      return await countDue(open.database, entrance);
    } catch {
      // Expected trouble: a closed database, which is said elsewhere.
      return this.#progress.dueCount;
    }
  }

  #say(change: Partial<UploadProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    if (!this.#disposed) this.#parts.onProgress(this.#progress);
  }
}
