import type { FastifyServerOptions } from 'fastify';
import type { KnownKiosk } from '../store/kiosks.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { CollectorMetrics } from './collector-metrics.ts';

/** What a server is built from. */
export interface ServerOptions {
  readonly store: OpenStore;
  /** Our clock, milliseconds since 1970 UTC. */
  readonly nowMs: () => number;
  /** Fastify's: where the log goes; `false` for none. */
  readonly logger: NonNullable<FastifyServerOptions['logger']>;
  /** Origins whose pages may send; `*` for any. */
  readonly origins: '*' | readonly string[];
  /** Slots that started more days ago are deleted, and taken no more; undefined to keep all for ever. */
  readonly keepDays?: number | undefined;
  /** How long a request may take to arrive whole, milliseconds. */
  readonly requestMs: number;
  /** Most requests of one address in a minute, and most enrolments among them. */
  readonly requestsPerMinute: number;
  readonly enrolmentsPerMinute: number;
  /** Most tries to sign in within a quarter of an hour: of one address, and of all together. */
  readonly signInsPerAddress: number;
  readonly signInsOfAll: number;
  /** Whoever shows it may read the metrics from anywhere; without it only this machine may. */
  readonly metricsToken?: string | undefined;
  /** Folder of the built kiosk, to be served too. */
  readonly kioskFolder?: string | undefined;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Whether a proxy in front says who asks, in `X-Forwarded-For`. */
  readonly trustProxy: false | readonly string[];
}

/** What the routes share. */
export type ServerParts = ServerOptions & { readonly metrics: CollectorMetrics };

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent this; set where `authoriser` stands before. */
    kiosk: KnownKiosk | undefined;
  }
  interface FastifyContextConfig {
    /** Kind of the refusal when a body does not fit the route's schema. */
    readonly invalidKind?: string;
  }
}
