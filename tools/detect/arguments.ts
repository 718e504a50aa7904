import { parseArgs } from 'node:util';
import type { DetectorRange, Tier } from '../../src/domain/face.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent detect -- --images DIR --out FILE.csv [--pad N] [--range short|full|far] [--tier TIER]
         [--json]

Finds the faces on all pictures below a folder with the kiosk's own detector and writes where they are: a line for each face, or one
without numbers for a picture in which there is none. Pixels of the picture; eyes are the person's own right and left.
A picture that cannot be looked at is named, has the size 0 by 0 in the file, and ends nothing.
No picture is written. training/ cuts its faces by this file. A file that is there goes on with the pictures it lacks.
  --out    CSV to write
  --pad    grey ground around the picture, as a multiple of its sides: 1 to 4 (default 1; faces that fill a picture need 1.6)
  --range  how far the detector looks (default short)
  --tier   which implementation computes: ${TIER_CHOICE} (default wasm)
  --json   one JSON object on stdout: pictures, those of them with a face, and those that could not be looked at`;

/** What the user asked of `detect`. */
export interface DetectArguments {
  readonly help: boolean;
  readonly images: string;
  readonly out: string;
  /** Side of the padded picture over that of the picture, 1 to 4. */
  readonly pad: number;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly json: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  images: { type: 'string', default: '' },
  out: { type: 'string', default: '' },
  pad: { type: 'string', default: '1' },
  range: { type: 'string', default: 'short' },
  tier: { type: 'string', default: 'wasm' },
  json: { type: 'boolean', default: false },
} as const;

const MAX_PAD = 4;

/** Reads the command line after the script's name. */
export function parseDetectArguments(args: readonly string[]): Outcome<DetectArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, images, out, json } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    const pad = Number(values.pad);
    if (!(pad >= 1 && pad <= MAX_PAD))
      return bad(`--pad is a number from 1 to ${MAX_PAD}, not "${values.pad}"`);
    if ((images === '' || out === '') && !help)
      return bad('name both --images DIR and --out FILE.csv; --help shows the rest');
    return good({ help, images, out, pad, range: range.value, tier: tier.value, json });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
