import { readFileSync, statSync } from 'node:fs';
import { MOST_BUCKETS, PROTOCOL, type KioskReport } from '../../src/domain/batch.ts';
import { partsOf, RECEIPT_TYPE } from '../../src/domain/export.ts';
import { verify, type Signed } from '../../src/domain/signed.ts';
import { bad, good, messageOf, type Outcome } from '../../tools/command-line.ts';
import { checkBatch } from '../server/check-batch.ts';

/** A year of slots of 15 minutes has 19 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

const NOTHING_TAKEN = 'Nothing of it was taken.';

/** A file whose signature is good, and whose buckets nobody has looked at yet. */
export interface ReadExport {
  /** Of the key that signed it. */
  readonly thumbprint: string;
  readonly kiosk: KioskReport;
  readonly buckets: readonly unknown[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Expected: any file can be named, and one that was cut off is no JSON.
    return undefined;
  }
}

function readText(path: string): Outcome<string> {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      return bad(
        `${path}: expected an export of ${MOST_BYTES} bytes at most, found ${size}. ${NOTHING_TAKEN}`,
      );
    return good(readFileSync(path, 'utf8'));
  } catch (error) {
    // The user named the file.
    return bad(`${path} cannot be read: ${messageOf(error)}`);
  }
}

function whatElse(value: unknown): string {
  if (value === undefined)
    return 'found no JSON, or only a part of it; copy the file from the kiosk once more';
  if (Reflect.get(Object(value), 'type') === RECEIPT_TYPE)
    return 'found a receipt, which goes back to the kiosk; name the export';
  return 'found other JSON; name a file that a kiosk has exported';
}

/** What was signed, when it is an export of our protocol. The report is looked at here, the buckets one by one elsewhere. */
function readSigned(path: string, thumbprint: string, text: string): Outcome<ReadExport> {
  const { protocol, kiosk, buckets, ...rest } = Object(parse(text)) as Record<string, unknown>;
  if (typeof protocol === 'number' && protocol !== PROTOCOL)
    return bad(
      `${path}: expected protocol ${PROTOCOL}, found ${protocol}; update the older of kiosk and collector. ${NOTHING_TAKEN}`,
    );
  const breach = checkBatch({ protocol, kiosk, buckets: [], ...rest });
  if (breach !== undefined) return bad(`${path}: ${breach.message}`);
  if (!Array.isArray(buckets) || buckets.length > MOST_BUCKETS)
    return bad(`${path}: expected a list of ${MOST_BUCKETS} buckets at most in each part. ${NOTHING_TAKEN}`);
  // The schema has just said so.
  return good({ thumbprint, kiosk: kiosk as KioskReport, buckets: buckets as readonly unknown[] });
}

async function readPart(path: string, part: Signed): Promise<Outcome<ReadExport>> {
  const verified = await verify('vestibule-export', part);
  if (verified !== undefined) return readSigned(path, verified.thumbprint, verified.text);
  return bad(
    `${path} is not as a kiosk made it: its signature does not fit. Copy it from the kiosk once more. ${NOTHING_TAKEN}`,
  );
}

/** All parts as one; every one must be good, and by the same key. */
async function readParts(path: string, [first, ...others]: readonly Signed[]): Promise<Outcome<ReadExport>> {
  if (first === undefined) throw new Error('an export without parts');
  const whole = await readPart(path, first);
  if (!whole.ok) return whole;
  const buckets = [...whole.value.buckets];
  for (const part of others) {
    const read = await readPart(path, part);
    if (!read.ok) return read;
    if (read.value.thumbprint !== whole.value.thumbprint)
      return bad(`${path}: expected the key of one kiosk, found those of two. ${NOTHING_TAKEN}`);
    buckets.push(...read.value.buckets);
  }
  return good({ ...whole.value, buckets });
}

/** Reads the file at `path` and verifies its signature; one sentence when it is no export as some kiosk made it. */
export async function readExport(path: string): Promise<Outcome<ReadExport>> {
  const text = readText(path);
  if (!text.ok) return text;
  const value = parse(text.value);
  const parts = partsOf(value);
  if (parts === undefined)
    return bad(`${path}: expected an export of a kiosk, ${whatElse(value)}. ${NOTHING_TAKEN}`);
  return readParts(path, parts);
}
