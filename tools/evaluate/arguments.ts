import { parseArgs } from 'node:util';
import {
  CLASSIFIERS,
  parseClassifierName,
  type ClassifierName,
  type DetectorRange,
  type Tier,
} from '../../src/domain/face.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent evaluate -- --images DIR --meta FILE.csv [--crops] [--range short|full|far] [--tier TIER] [--model NAME] [--limit N] [--json]

Accuracy of a classifier on labelled pictures, through the kiosk's own engine.
  --meta   CSV with the columns file,label,age,group (label: woman or man)
  --crops  the pictures are aligned square crops, 1.3 times the detector's box; without it whole pictures go
           through detector, crop and classifier, and the largest face counts
  --range  how far the detector looks (default full; no meaning with --crops)
  --tier   which implementation computes: ${TIER_CHOICE} (default wgsl)
  --model  which classifier: ${CLASSIFIERS.join('|')} (default ${CLASSIFIERS[0]})
  --limit  only so many pictures, spread evenly over the file
  --json   one JSON object on stdout`;

/** What the user asked of `evaluate`. */
export interface EvaluateArguments {
  readonly help: boolean;
  readonly images: string;
  readonly meta: string;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly model: ClassifierName;
  /** Greatest number of pictures; a positive integer, or Infinity. */
  readonly limit: number;
  readonly json: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  images: { type: 'string' },
  meta: { type: 'string' },
  crops: { type: 'boolean', default: false },
  range: { type: 'string', default: 'full' },
  tier: { type: 'string', default: 'wgsl' },
  model: { type: 'string', default: CLASSIFIERS[0] },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line after the script's name. */
export function parseEvaluateArguments(args: readonly string[]): Outcome<EvaluateArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, images = '', meta = '', limit: limitText } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    const model = parseClassifierName(values.model);
    if (model === undefined) return bad(`--model is one of ${CLASSIFIERS.join(', ')}, not "${values.model}"`);
    const limit = limitText === undefined ? Infinity : Number(limitText);
    if (limitText !== undefined && !/^[1-9]\d*$/.test(limitText))
      return bad(`--limit is a number of pictures, not "${limitText}"`);
    if ((images === '' || meta === '') && !help)
      return bad('name both --images DIR and --meta FILE.csv; --help shows the rest');
    return good({
      help,
      images,
      meta,
      crops: values.crops,
      range: range.value,
      tier: tier.value,
      model,
      limit,
      json: values.json,
    });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
