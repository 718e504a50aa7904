import { MOST_BUCKETS, PROTOCOL } from '../../src/domain/batch.ts';
import { NOT_PLAIN } from '../store/plain-text.ts';

/** In characters: ids and versions are far shorter, and an index should not carry more. */
const LONGEST_TEXT = 128;
const MOST_BINS = 64;
const SHORTEST_SLOT_MS = 60_000;
const LONGEST_SLOT_MS = 3_600_000;

const TEXT = {
  type: 'string',
  minLength: 1,
  maxLength: LONGEST_TEXT,
  pattern: `^[^${NOT_PLAIN}]*$`,
} as const;
const COUNT = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
/** Milliseconds since 1970 UTC, up to the end of the year 9999: what a `Date` can say, and ISO 8601 in four digits. */
const TIME_MS = { type: 'integer', minimum: 0, maximum: Date.UTC(10_000, 0) - 1 } as const;
const REVISION = { ...COUNT, minimum: 1 } as const;
const AMOUNT = { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const BINS = { type: 'array', maxItems: MOST_BINS, items: COUNT } as const;

/** An object of exactly these properties, and any of those of `more`. */
function exactly(
  properties: Readonly<Record<string, object>>,
  more: Readonly<Record<string, object>> = {},
): object {
  const required = Object.keys(properties);
  return { type: 'object', properties: { ...properties, ...more }, required, additionalProperties: false };
}

const MISSING = {
  type: 'object',
  properties: { camera: AMOUNT, gpu: AMOUNT, paused: AMOUNT, off: AMOUNT, restart: AMOUNT, clock: AMOUNT },
  additionalProperties: false,
} as const;

const BUCKET = exactly({
  entrance: TEXT,
  epoch: TEXT,
  startMs: TIME_MS,
  slotMs: { type: 'integer', minimum: SHORTEST_SLOT_MS, maximum: LONGEST_SLOT_MS },
  entries: COUNT,
  exits: COUNT,
  woman: COUNT,
  man: COUNT,
  undetermined: COUNT,
  dwellBins: BINS,
  coverageSec: AMOUNT,
  missing: MISSING,
  softwareVersion: TEXT,
  model: TEXT,
  settingsVersion: COUNT,
  tier: TEXT,
  meanFrameRate: AMOUNT,
  latencyBins: BINS,
  revision: REVISION,
});

/** JSON schema of a `Batch`; what it cannot say is in `batch-rules.ts`. */
export const BATCH = exactly({
  protocol: { const: PROTOCOL },
  kiosk: exactly(
    {
      softwareVersion: TEXT,
      tier: TEXT,
      timeZone: TEXT,
      sentAtMs: TIME_MS,
      dueCount: COUNT,
    },
    { oldestDueStartMs: { ...TIME_MS, nullable: true } },
  ),
  buckets: { type: 'array', maxItems: MOST_BUCKETS, items: BUCKET },
});

/** Part of a signed code, in base64url. */
const SIGNED_PART = { type: 'string', minLength: 1, maxLength: 512 } as const;

/** JSON schema of an `Enrolment`. */
export const ENROLMENT = {
  type: 'object',
  properties: {
    protocol: { const: PROTOCOL },
    code: { type: 'string', minLength: 1, maxLength: LONGEST_TEXT },
    proof: exactly({ protected: SIGNED_PART, payload: SIGNED_PART, signature: SIGNED_PART }),
  },
  required: ['protocol', 'code'],
  additionalProperties: false,
} as const;
