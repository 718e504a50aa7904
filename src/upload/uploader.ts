/** Keeps uploading: on a timer, when the network comes back, and when a person asks. Never two at once on a device. */
import { NO_PROGRESS, type UploadProgress } from '../domain/upload.ts';
import { SENT_ENTRANCE } from '../domain/source.ts';
import { countDue, countRefused } from '../store/due-buckets.ts';
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
    let waitMs = pauseMs(1);
    try {
      waitMs = await this.#uploadOnce();
    } finally {
      // Must go on even after a bug, or nothing is sent until somebody loads the page anew.
      if (!this.#disposed) this.#timer = setTimeout(() => this.uploadNow(), waitMs);
      this.#say({ sending: false, nextMs: Date.now() + waitMs });
    }
  }

  /** Answers how long to wait for the next. */
  async #uploadOnce(): Promise<number> {
    await this.#countSlots();
    const result = await uploadAlone(this.#parts);
    await this.#countSlots();
    // Somebody else on this device uploads: how that goes is not known here, so that what is known stays.
    if (result === undefined) return pauseMs(Math.max(1, this.#failures));
    const { contact, trouble } = result;
    this.#failures = trouble === undefined ? 0 : this.#failures + 1;
    this.#say({ ...(contact ? { contactMs: Date.now() } : {}), trouble: trouble?.message });
    // A network that is not there is what the browser can wait for; a collector that asks for a pause must get it.
    if (trouble?.kind === 'unreachable' || trouble?.kind === 'timeout') void askForBackgroundSync();
    return pauseMs(this.#failures, trouble?.retryAfterMs);
  }

  async #countSlots(): Promise<void> {
    const { database } = this.#parts.open;
    try {
      const [dueCount, refusedCount] = await Promise.all([
        countDue(database, SENT_ENTRANCE),
        countRefused(database, SENT_ENTRANCE),
      ]);
      this.#say({ dueCount, refusedCount });
    } catch {
      // Expected trouble: a closed database, which is said elsewhere.
    }
  }

  #say(change: Partial<UploadProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    if (!this.#disposed) this.#parts.onProgress(this.#progress);
  }
}
