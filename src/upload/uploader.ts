/** Keeps uploading: on a timer, when the network comes back, and when a person asks. Never two at once on a device. */
import { NO_PROGRESS, type UploadProgress } from '../domain/upload.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import { countDue } from '../store/due-buckets.ts';
import { askForBackgroundSync } from './background-sync.ts';
import { pauseMs } from './pause.ts';
import { uploadAlone } from './upload-alone.ts';
import type { UploadParts } from './upload-due.ts';

/** What an uploader needs. */
export interface UploaderParts extends UploadParts {
  readonly onProgress: (progress: UploadProgress) => void;
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
    this.#say({ dueCount: await this.#countDue() });
    const result = await uploadAlone(this.#parts);
    const { contact = false, refused = 0, trouble } = result ?? {};
    this.#failures = trouble === undefined ? 0 : this.#failures + 1;
    if (trouble !== undefined) void askForBackgroundSync();
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
    try {
      return await countDue(this.#parts.open.database, SENT_ENTRANCE);
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
