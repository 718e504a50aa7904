/** Whether a value of any shape is a bucket: what a damaged disk or a foreign program left must not be summed or sent. */
import { DWELL_BIN_EDGES_SEC, LATENCY_BIN_EDGES_MS, type Bucket } from './bucket.ts';

const TEXTS = ['entrance', 'epoch', 'softwareVersion', 'model', 'tier'] as const;
const COUNTS = ['entries', 'exits', 'woman', 'man', 'undetermined', 'acknowledged'] as const;
const AMOUNTS = ['coverageSec', 'settingsVersion', 'meanFrameRate'] as const;
const REASONS: readonly string[] = ['camera', 'gpu', 'paused', 'off', 'restart', 'clock'];

type Fields = Readonly<Record<string, unknown>>;

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): boolean {
  return isAmount(value) && Number.isSafeInteger(value);
}

function areBins(value: unknown, edges: readonly number[]): boolean {
  return Array.isArray(value) && value.length === edges.length + 1 && value.every(isCount);
}

function isMissing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([reason, seconds]) => REASONS.includes(reason) && isAmount(seconds));
}

/** Whether `value` has every field of a bucket, each of its kind and possible: counts are whole and not below 0. */
export function isWholeBucket(value: unknown): value is Bucket {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Fields;
  const { startMs, slotMs, revision, refused } = fields;
  return (
    TEXTS.every((key) => typeof fields[key] === 'string') &&
    COUNTS.every((key) => isCount(fields[key])) &&
    AMOUNTS.every((key) => isAmount(fields[key])) &&
    Number.isSafeInteger(startMs) &&
    [slotMs, revision].every((number) => isCount(number) && number !== 0) &&
    (refused === undefined || isCount(refused)) &&
    areBins(fields['dwellBins'], DWELL_BIN_EDGES_SEC) &&
    areBins(fields['latencyBins'], LATENCY_BIN_EDGES_MS) &&
    isMissing(fields['missing'])
  );
}
