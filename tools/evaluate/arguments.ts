import { parseArgs } from 'node:util';
import {
  CLASSIFIERS,
  parseClassifierName,
  type ClassifierName,
  type DetectorRange,
  type Tier,
} from '../../src/domain/face.ts';
import { STORED_SIDE_OVER_BOX } from './page/sample-crop.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent evaluate -- --images DIR --meta FILE.csv [--crops] [--range short|full|far] [--tier TIER] [--model NAME|FILE] [--crop-scale S] [--limit N] [--json]

Accuracy of a classifier on labelled pictures, through the kiosk's own engine.
  --meta   CSV with the columns file,label,age,group (label: woman or man)
  --crops  the pictures are aligned square crops, 1.3 times the detector's box; without it whole pictures go
           through detector, crop and classifier, and the largest face counts
  --range  how far the detector looks (default full; no meaning with --crops)
  --tier   which implementation computes: ${TIER_CHOICE} (default wgsl)
  --model  which classifier: ${CLASSIFIERS.join('|')} (default ${CLASSIFIERS[0]}), or weights of your own: a .safetensors file of
           one of them, or Keras's .hdf5 file of a mini-Xception for gender; any but the default needs --crops
  --crop-scale  side of the crop over the detector's box, up to ${STORED_SIDE_OVER_BOX} (default: what the weights were trained with)
  --limit  only so many pictures, spread evenly over the file
  --json   one JSON object on stdout`;

/** A file of weights of the user's own. */
export interface WeightsPath {
  readonly path: string;
}

/** What the user asked of `evaluate`. */
export interface EvaluateArguments {
  readonly help: boolean;
  readonly images: string;
  readonly meta: string;
  readonly crops: boolean;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly model: ClassifierName | WeightsPath;
  /** Above 0, at most that of stored crops; undefined: the classifier's own. */
  readonly cropScale: number | undefined;
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
  'crop-scale': { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readModel(text: string, crops: boolean): Outcome<EvaluateArguments['model']> {
  const name = parseClassifierName(text);
  if (name === undefined && !/\.(hdf5|h5|safetensors)$/.test(text))
    return bad(`--model is one of ${CLASSIFIERS.join(', ')}, or a .hdf5 or .safetensors file, not "${text}"`);
  if (name !== CLASSIFIERS[0] && !crops)
    return bad(
      `--model ${text} needs --crops: whole pictures go through the kiosk, which has ${CLASSIFIERS[0]}`,
    );
  return good(name ?? { path: text });
}

function readCropScale(text: string | undefined, crops: boolean): Outcome<number | undefined> {
  if (text === undefined) return good(undefined);
  const scale = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || scale <= 0 || scale > STORED_SIDE_OVER_BOX)
    return bad(`--crop-scale is a number above 0, at most ${STORED_SIDE_OVER_BOX}, not "${text}"`);
  return crops ? good(scale) : bad('--crop-scale needs --crops');
}

/** Reads the command line after the script's name. */
export function parseEvaluateArguments(args: readonly string[]): Outcome<EvaluateArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, images = '', meta = '', limit: limitText } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    const model = readModel(values.model, values.crops);
    if (!model.ok) return model;
    const cropScale = readCropScale(values['crop-scale'], values.crops);
    if (!cropScale.ok) return cropScale;
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
      model: model.value,
      cropScale: cropScale.value,
      limit,
      json: values.json,
    });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
