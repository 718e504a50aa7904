import { parseArgs } from 'node:util';
import type { DetectorRange, Tier } from '../../src/domain/face.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { METADATA_OPTIONS, readMetadataOptions, type MetadataOptions } from './metadata-options.ts';
import { MODEL_OPTIONS, MODEL_USAGE, readModelOptions, type ModelOptions } from './model-options.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent evaluate -- --images DIR --meta FILE [--format imdb|wiki|utkface|csv] [--crops] [--range short|full|far] [--tier TIER] [--model NAME|FILE,…] [--crop-scale S] [--face-px N] [--limit N] [--report OUT.html] [--json]

Figures of classifiers on labelled pictures, through the kiosk's own engine.
  --meta   imdb.mat or wiki.mat of IMDB-WIKI, or a CSV with the columns file,label (woman or man) and perhaps age,group
  --format what --meta is, where its name does not say; utkface: no --meta, the pictures are named age_gender_race_date
  --face-score-above N, --second-face-score-up-to N
           which faces of IMDB-WIKI count (default: above 3, and no second face)
  --crops  the pictures are aligned square crops, 1.3 times the detector's box; without it whole pictures go
           through detector, crop and classifier, and the face that the metadata means counts, or else the largest
  --range  how far the detector looks (default full; no meaning with --crops)
  --tier   which implementation computes: ${TIER_CHOICE} (default wgsl)
${MODEL_USAGE}
  --face-px N
           reduces crops first, until the detector's box in them would have N pixels a side, as of people far away
  --limit  only so many pictures, spread evenly over the file
  --report writes a page with all figures as charts and tables; --force where OUT.html is already there
  --json   one JSON object on stdout`;

/** What the user asked of `evaluate`. */
export interface EvaluateArguments extends ModelOptions {
  readonly help: boolean;
  readonly images: string;
  readonly metadata: MetadataOptions;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  /** Greatest number of pictures; a positive integer, or Infinity. */
  readonly limit: number;
  /** Side of a face that crops are reduced to, pixels; a positive integer. */
  readonly facePx?: number;
  readonly json: boolean;
  /** Path of the page to write. */
  readonly report?: string;
  /** Whether that page may replace another file. */
  readonly force: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  images: { type: 'string' },
  ...METADATA_OPTIONS,
  report: { type: 'string' },
  force: { type: 'boolean', default: false },
  crops: { type: 'boolean', default: false },
  range: { type: 'string', default: 'full' },
  tier: { type: 'string', default: 'wgsl' },
  ...MODEL_OPTIONS,
  'face-px': { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readPositive(option: string, what: string, text: string | undefined): Outcome<number | undefined> {
  if (text === undefined || /^[1-9]\d*$/.test(text)) return good(text === undefined ? text : Number(text));
  return bad(`${option} is a number of ${what}, not "${text}"`);
}

/** Reads the command line after the script's name. */
export function parseEvaluateArguments(args: readonly string[]): Outcome<EvaluateArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, images = '', limit: limitText, report, force } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    const models = readModelOptions(values);
    if (!models.ok) return models;
    const limit = readPositive('--limit', 'pictures', limitText);
    if (!limit.ok) return limit;
    const facePx = readPositive('--face-px', 'pixels', values['face-px']);
    if (!facePx.ok) return facePx;
    if (facePx.value !== undefined && !values.crops)
      return bad('--face-px reduces crops; it has no meaning without --crops');
    const metadata = readMetadataOptions(help ? { format: 'utkface' } : values);
    if (!metadata.ok) return metadata;
    if (images === '' && !help) return bad('name both --images DIR and --meta FILE; --help shows the rest');
    return good({
      help,
      images,
      metadata: metadata.value,
      ...(report === undefined ? {} : { report }),
      force,
      crops: values.crops,
      range: range.value,
      tier: tier.value,
      ...models.value,
      ...(facePx.value === undefined ? {} : { facePx: facePx.value }),
      limit: limit.value ?? Infinity,
      json: values.json,
    });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
