import type { FastifyBaseLogger } from 'fastify';
import type { Kysely } from 'kysely';
import { messageOf } from '../tools/command-line.ts';
import { countOlder, deleteOlder, keptFrom } from './store/retention.ts';
import type { Tables } from './store/schema.ts';

const DAY_MS = 86_400_000;

/** Deletes what is older than it may be, at the start and daily; nothing when all is kept for ever. */
export class RetentionKeeper {
  readonly #database: Kysely<Tables>;
  readonly #keepDays: number | undefined;
  readonly #log: Pick<FastifyBaseLogger, 'info' | 'error'>;
  readonly #nowMs: () => number;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> = Promise.resolve();

  constructor(
    database: Kysely<Tables>,
    keepDays: number | undefined,
    log: Pick<FastifyBaseLogger, 'info' | 'error'>,
    nowMs: () => number,
  ) {
    this.#database = database;
    this.#keepDays = keepDays;
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** Begins; once. */
  start(): void {
    if (this.#keepDays === undefined) return;
    const next = (): void => {
      this.#run = this.#run.then(() => this.#deleteOld());
    };
    next();
    this.#timer = setInterval(next, DAY_MS);
    this.#timer.unref();
  }

  /** Resolves when nothing of it runs any more. */
  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    this.#abort.abort();
    await this.#run;
  }

  async #deleteOld(): Promise<void> {
    const beforeMs = keptFrom(this.#keepDays, this.#nowMs());
    const before = new Date(beforeMs).toISOString();
    try {
      const due = await countOlder(this.#database, beforeMs, this.#abort.signal);
      if (due === undefined) return;
      // Before anything is gone: whoever set too few days can still find in the log what happened.
      this.#log.info({ before, due }, 'slots older than --keep-days are to be deleted');
      const deleted = await deleteOlder(this.#database, beforeMs, this.#abort.signal);
      this.#log.info({ before, deleted }, 'slots were deleted');
    } catch (error) {
      // A database that is away: tomorrow is early enough.
      this.#log.error({ reason: messageOf(error) }, 'old slots could not be deleted');
    }
  }
}
