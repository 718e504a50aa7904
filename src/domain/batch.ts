/** What a kiosk and its collector say to each other: JSON over HTTP, as `docs/protocol.md` tells it. */
import type { Bucket, BucketKey } from './bucket.ts';
import type { Signed } from './signed.ts';

/** Grows when an older collector could misread a newer kiosk. */
export const PROTOCOL = 1;

/** Most buckets of one batch, and most bytes of its body. */
export const MOST_BUCKETS = 500;
export const MOST_BATCH_BYTES = 1_048_576;

/** A bucket as it leaves: what was acknowledged is the kiosk's own business. */
export type SentBucket = Omit<Bucket, 'acknowledged'>;

/** What a kiosk tells of itself with each batch. */
export interface KioskReport {
  readonly softwareVersion: string;
  readonly tier: string;
  /** IANA name of the time zone that the venue's days are in. */
  readonly timeZone: string;
  /** The kiosk's clock, milliseconds since 1970 UTC. */
  readonly sentAtMs: number;
  /** How many buckets the collector does not have yet, those of this batch among them. */
  readonly dueCount: number;
  /** Start of the oldest of these, milliseconds since 1970 UTC; null when there is none. Kiosks before this field leave it out. */
  readonly oldestDueStartMs?: number | null;
}

/** Body of `POST /v1/batches`; without buckets it says that the kiosk is there. */
export interface Batch {
  readonly protocol: typeof PROTOCOL;
  readonly kiosk: KioskReport;
  readonly buckets: readonly SentBucket[];
}

/**
 * What became of a bucket. `stored`: it is on the collector's disk; `same`: it was already, at this revision and with these numbers;
 * `stale`: a higher revision was; `conflict`: other numbers were at this revision, or the bucket is another kiosk's. Nothing is
 * changed but by `stored`.
 */
export type BucketOutcome = 'stored' | 'same' | 'stale' | 'conflict';

/** All outcomes. */
export const OUTCOMES: readonly BucketOutcome[] = ['stored', 'same', 'stale', 'conflict'];

/** The outcome of one bucket at the revision that was sent. */
export interface BucketResult extends BucketKey {
  readonly revision: number;
  readonly outcome: BucketOutcome;
}

/** Answer to a batch: 200, and one result for each of its buckets, in their order. */
export interface BatchAnswer {
  readonly protocol: typeof PROTOCOL;
  readonly serverTimeMs: number;
  readonly results: readonly BucketResult[];
}

/** Body of `POST /v1/enrolments`: a one-time code, made by whoever runs the collector. */
export interface Enrolment {
  readonly protocol: typeof PROTOCOL;
  readonly code: string;
  /**
   * The code, signed as `vestibule-enrolment` by the kiosk's own key, so that files that it signs are known as its own, and so that a
   * kiosk which enrols again stays the same. Absent where the browser cannot sign.
   */
  readonly proof?: Signed;
}

/** Answer to an enrolment: 201. The token is said this once and kept only by the kiosk. */
export interface EnrolmentAnswer {
  readonly protocol: typeof PROTOCOL;
  readonly kiosk: string;
  /** What whoever made the code calls this kiosk. */
  readonly name: string;
  readonly token: string;
}

/** Body of every answer that is not a success. */
export interface Refusal {
  readonly error: {
    /** For programs: `invalid-json`, `invalid-batch`, `unknown-token`, `unknown-code`, `too-large`, `too-many`, ... */
    readonly kind: string;
    /** For a person: what was expected, what was found, what to do. */
    readonly message: string;
    /** Of a refused bucket: its place in the batch. */
    readonly bucket?: number;
    /** Path to what was refused. */
    readonly field?: string;
  };
}
