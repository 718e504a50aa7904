/** Which classifiers `evaluate` measures, and on how much of a crop. */
import { CLASSIFIERS, MODELS, parseModelName, type ModelName } from '../../src/domain/face.ts';
import { bad, good, type Outcome } from '../command-line.ts';
import { STORED_SIDE_OVER_BOX } from '../../src/domain/crop-answers.ts';

/** A file of weights of the user's own. */
export interface WeightsPath {
  readonly path: string;
}

/** One model: of those that ship, or weights of the user's own. */
export type ModelChoice = ModelName | WeightsPath;

/** What the user asked of the classifiers. */
export interface ModelOptions {
  /** At least one, none of them twice. */
  readonly models: readonly ModelChoice[];
  /** Side of the crop over the detector's box; undefined for what each was trained with. */
  readonly cropScale: number | undefined;
}

/** The options as `parseArgs` takes them. */
export const MODEL_OPTIONS = {
  model: { type: 'string', default: CLASSIFIERS[0] },
  'crop-scale': { type: 'string' },
} as const;

/** Their lines of the usage. */
export const MODEL_USAGE = `  --model  which classifiers, one or several with commas between them, which are then compared: ${MODELS.join(', ')} (default
           ${CLASSIFIERS[0]}), or weights of your own: a .safetensors file of one of them, or Keras's .hdf5 file of a mini-Xception for
           gender
  --crop-scale  side of a network's crop over the detector's box, up to ${STORED_SIDE_OVER_BOX} (default: what the weights were trained with)`;

function readModel(text: string): Outcome<ModelChoice> {
  const name = parseModelName(text);
  if (name === undefined && !/\.(hdf5|h5|safetensors)$/.test(text))
    return bad(`--model is one of ${MODELS.join(', ')}, or a .hdf5 or .safetensors file, not "${text}"`);
  return good(name ?? { path: text });
}

function readModels(text: string): Outcome<readonly ModelChoice[]> {
  const models: ModelChoice[] = [];
  const names = text.split(',');
  for (const name of new Set(names)) {
    const model = readModel(name);
    if (!model.ok) return model;
    models.push(model.value);
  }
  return models.length < names.length ? bad(`--model ${text} names one of them twice`) : good(models);
}

function readCropScale(text: string | undefined, crops: boolean): Outcome<number | undefined> {
  if (text === undefined) return good(undefined);
  const scale = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || scale <= 0 || scale > STORED_SIDE_OVER_BOX)
    return bad(`--crop-scale is a number above 0, at most ${STORED_SIDE_OVER_BOX}, not "${text}"`);
  return crops ? good(scale) : bad('--crop-scale needs --crops');
}

/** Reads the values that `parseArgs` gave. */
export function readModelOptions(values: {
  readonly model: string;
  readonly 'crop-scale'?: string | undefined;
  readonly crops: boolean;
}): Outcome<ModelOptions> {
  const models = readModels(values.model);
  if (!models.ok) return models;
  const cropScale = readCropScale(values['crop-scale'], values.crops);
  return cropScale.ok ? good({ models: models.value, cropScale: cropScale.value }) : cropScale;
}
