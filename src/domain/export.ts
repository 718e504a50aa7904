/** What travels by hand where there is no network: a signed file of totals one way, a receipt the other, as `docs/export.md` tells. */
import { OUTCOMES, PROTOCOL, type BucketResult } from './batch.ts';
import type { Signed } from './signed.ts';

/** Names the kind of an export's file. */
export const EXPORT_TYPE = 'vestibule-export';

/** A file of totals: batches as the protocol has them, each signed by itself, so that a year of them is made without a pause. */
export interface ExportFile {
  readonly type: typeof EXPORT_TYPE;
  /** Each is the text of a `Batch`, signed as `vestibule-export` by the same key. */
  readonly parts: readonly Signed[];
}

function isSigned(value: unknown): boolean {
  return ['protected', 'payload', 'signature'].every(
    (name) => typeof Reflect.get(Object(value), name) === 'string',
  );
}

/** The signed parts in a value of any shape, which nobody has verified yet; undefined when it is no export. */
export function partsOf(value: unknown): readonly Signed[] | undefined {
  const { type, parts } = Object(value) as Record<string, unknown>;
  const isWhole = type === EXPORT_TYPE && Array.isArray(parts) && parts.length > 0 && parts.every(isSigned);
  return isWhole ? (parts as readonly Signed[]) : undefined;
}

/** Names the kind of a receipt's file. */
export const RECEIPT_TYPE = 'vestibule-receipt';

/** SHA-256 in base64url. */
const THUMBPRINT = /^[\w-]{43}$/;

/** What a collector says of a file: one result for each of its buckets. */
export interface Receipt {
  readonly type: typeof RECEIPT_TYPE;
  readonly protocol: typeof PROTOCOL;
  /** Thumbprint of the key of the kiosk that made the file. */
  readonly key: string;
  /** When the file was made, by the kiosk's clock; milliseconds since 1970 UTC. */
  readonly exportedMs: number;
  readonly importedMs: number;
  readonly results: readonly BucketResult[];
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether `value` has the shape of a result. */
export function isBucketResult(value: unknown): value is BucketResult {
  const { entrance, epoch, startMs, revision, outcome } = Object(value) as Record<string, unknown>;
  return (
    typeof entrance === 'string' &&
    typeof epoch === 'string' &&
    isCount(startMs) &&
    isCount(revision) &&
    OUTCOMES.some((known) => known === outcome)
  );
}

/** The receipt in a value of any shape; undefined when it is none of this protocol. */
export function parseReceipt(value: unknown): Receipt | undefined {
  const { type, protocol, key, exportedMs, importedMs, results } = Object(value) as Record<string, unknown>;
  const isWhole =
    type === RECEIPT_TYPE &&
    protocol === PROTOCOL &&
    typeof key === 'string' &&
    THUMBPRINT.test(key) &&
    isCount(exportedMs) &&
    isCount(importedMs) &&
    Array.isArray(results) &&
    results.every(isBucketResult);
  return isWhole ? (value as Receipt) : undefined;
}

/** Which totals go into a file: those that no collector has confirmed, or all that this kiosk has. */
export type ExportRange = 'due' | 'all';

/** What was last done by hand, and how it went. */
export type ExportWork =
  | { readonly status: 'idle' }
  | {
      readonly status: 'exporting' | 'reading-receipt';
      readonly doneCount: number;
      readonly totalCount: number;
    }
  | {
      readonly status: 'exported';
      readonly fileName: string;
      readonly bytes: number;
      readonly bucketCount: number;
      readonly atMs: number;
    }
  | {
      readonly status: 'receipt-read';
      readonly confirmedCount: number;
      /** Slots that the collector did not take. */
      readonly refusedCount: number;
    }
  | { readonly status: 'trouble'; readonly message: string };

/** What the screen may know of totals that travel by hand. */
export interface ExportState {
  /** The short form of this kiosk's key; undefined where the browser cannot sign, and until a database is open. */
  readonly fingerprint: string | undefined;
  /** Slots that no collector has confirmed, and none has refused. */
  readonly dueCount: number;
  readonly work: ExportWork;
}
