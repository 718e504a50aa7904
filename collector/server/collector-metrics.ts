import type { Kysely } from 'kysely';
import { Counter, Gauge, Registry } from 'prom-client';
import type { BucketResult } from '../../src/domain/batch.ts';
import { listKiosks } from '../store/kiosks.ts';
import type { Tables } from '../store/schema.ts';

/** The counters of one server. */
export class CollectorMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'vestibule_requests_total',
    help: 'Answered requests by route and HTTP status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.#registry],
  });
  readonly #buckets = new Counter({
    name: 'vestibule_buckets_total',
    help: 'Received buckets by what became of them.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #lastContact = new Gauge({
    name: 'vestibule_kiosk_last_contact_seconds',
    help: 'When each kiosk that may send was last heard, seconds since 1970 UTC; 0 when it never was.',
    labelNames: ['kiosk', 'name'],
    registers: [this.#registry],
  });
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Counts one answer; `route` is the route's pattern, never the address that was asked for. */
  countRequest(method: string, route: string, status: number): void {
    this.#requests.inc({ method, route, status });
  }

  /** Counts what became of a batch. */
  countOutcomes(results: readonly BucketResult[]): void {
    for (const { outcome } of results) this.#buckets.inc({ outcome });
  }

  /** All of it as Prometheus reads it. */
  async text(): Promise<string> {
    const kiosks = await listKiosks(this.#database);
    this.#lastContact.reset();
    for (const { id, name, revoked_ms: revokedMs, last_contact_ms: lastMs } of kiosks)
      if (revokedMs === null) this.#lastContact.set({ kiosk: id, name }, (lastMs ?? 0) / 1_000);
    return this.#registry.metrics();
  }

  /** Content type of `text`. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}
