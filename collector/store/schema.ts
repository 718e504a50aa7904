import type { Insertable } from 'kysely';

/** One enrolled kiosk. Times are milliseconds since 1970 UTC; the report's columns are null until the first batch. */
export interface KioskTable {
  readonly id: string;
  name: string;
  token_hash: string;
  /** The token before the last rotation: good until its successor is used, or until `previous_expires_ms` where an older version wrote one. */
  previous_token_hash: string | null;
  previous_expires_ms: number | null;
  readonly created_ms: number;
  revoked_ms: number | null;
  last_contact_ms: number | null;
  software_version: string | null;
  tier: string | null;
  time_zone: string | null;
  due_count: number | null;
  /** Start of the oldest slot that the collector did not have then; null when there was none, or the kiosk does not say. */
  oldest_due_start_ms: number | null;
  /** The kiosk's clock minus ours at its last contact. */
  clock_skew_ms: number | null;
  /** Thumbprint (RFC 7638) of the key that the kiosk signs with; null when it has shown none. */
  key_thumbprint: string | null;
}

/** A one-time code, known only by its hash. */
export interface EnrolmentCodeTable {
  readonly code_hash: string;
  readonly name: string;
  readonly expires_ms: number;
  used_ms: number | null;
}

/** The password of whoever runs the collector, as scrypt's hash: one row at most. */
export interface AdminPasswordTable {
  readonly id: 'admin';
  /** Salt and hash in base64url. */
  readonly salt: string;
  readonly hash: string;
  /** What scrypt was asked for: N, r and p. */
  readonly cost: number;
  readonly block_size: number;
  readonly parallelization: number;
  readonly set_ms: number;
}

/** Someone who is signed in, known only by the hash of what their cookie holds. */
export interface AdminSessionTable {
  readonly secret_hash: string;
  readonly expires_ms: number;
}

/** One bucket, by (entrance, epoch, start_ms). */
export interface BucketTable {
  readonly entrance: string;
  readonly epoch: string;
  readonly start_ms: number;
  readonly kiosk: string;
  readonly revision: number;
  /** SHA-256 of the bucket as `bucket-row.ts` writes it, in hex. */
  readonly digest: string;
  readonly received_ms: number;
  readonly slot_ms: number;
  readonly entries: number;
  readonly exits: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
  /** JSON, like `missing` and `latency_bins`: no query looks into them, and JSON columns differ from database to database. */
  readonly dwell_bins: string;
  readonly coverage_sec: number;
  readonly missing: string;
  readonly software_version: string;
  readonly model: string;
  readonly settings_version: number;
  readonly tier: string;
  readonly mean_frame_rate: number;
  readonly latency_bins: string;
}

/** A row of `buckets` as it is written. */
export type BucketRow = Insertable<BucketTable>;

/** The collector's tables, as `migrations.ts` makes them. */
export interface Tables {
  kiosks: KioskTable;
  enrolment_codes: EnrolmentCodeTable;
  buckets: BucketTable;
  admin_password: AdminPasswordTable;
  admin_sessions: AdminSessionTable;
}
