/** Starts the models that are evaluated: networks each on the kiosk's own engine, on one tier, and classical computer vision. */
import { createClassicalClient, createClassicalCrops } from '../../classical/classical-client.ts';
import { CLASSICAL, type DetectorRange, type Tier } from '../../domain/face.ts';
import { bad, good, messageOf, type Outcome } from '../../domain/outcome.ts';
import { loadClassifier } from '../../vision/classifier/load-classifier.ts';
import { createVisionClient, isVisionFault } from '../../vision/client.ts';
import { createCropClient } from '../../vision/crops/crop-client.ts';
import type { CropOptions } from '../../vision/crops/protocol.ts';
import { answerCrops, type PictureAnswerer } from './picture-answerer.ts';
import { answerWholeClassically, answerWholePictures } from './whole-pictures.ts';

/** Which models, and how they look. */
export interface AnswerersAsked {
  readonly models: readonly (CropOptions['model'] | typeof CLASSICAL)[];
  readonly crops: boolean;
  /** Side of the crop over the detector's box, of crops and networks; undefined for what each was trained with. */
  readonly cropScale?: number | undefined;
  /** How far the detector looks at whole pictures. */
  readonly range: DetectorRange;
  readonly tier: Tier;
}

/** Names the tier that was passed over: a figure of another tier would pass for one of this. */
function notThisTier(tier: Tier, reason: string | undefined): string {
  return `${tier} does not run here: ${reason ?? 'it was passed over'}`;
}

async function openWhole(
  { range, tier }: AnswerersAsked,
  wanted: CropOptions['model'],
  stop: AbortSignal | undefined,
): Promise<Outcome<PictureAnswerer>> {
  // A loss while running also comes back from `analyse`, which is where it is reported.
  const client = await createVisionClient({ range, tier, model: wanted }, () => undefined, stop);
  if (isVisionFault(client)) return bad(client.message);
  const { report } = client;
  if (report.tier !== tier) {
    client.dispose();
    return bad(notThisTier(tier, report.passedOver.find((other) => other.tier === tier)?.reason));
  }
  try {
    const { parameters, bytes } =
      typeof wanted === 'string' ? await loadClassifier(document.baseURI, wanted) : wanted;
    const { model, calibration } = report;
    return good(answerWholePictures(client, { model, tier, calibration, parameters, bytes }));
  } catch (thrown) {
    // The file went away since the engine read it.
    client.dispose();
    return bad(messageOf(thrown));
  }
}

async function openClassical(
  crops: boolean,
  stop: AbortSignal | undefined,
): Promise<Outcome<PictureAnswerer>> {
  if (crops) {
    const opened = await createClassicalCrops(stop);
    return opened.ok ? good(answerCrops(opened.value)) : opened;
  }
  const opened = await createClassicalClient(stop);
  return opened.ok ? good(answerWholeClassically(opened.value)) : opened;
}

async function openOne(
  asked: AnswerersAsked,
  model: AnswerersAsked['models'][number],
  stop: AbortSignal | undefined,
): Promise<Outcome<PictureAnswerer>> {
  if (model === CLASSICAL) return openClassical(asked.crops, stop);
  if (!asked.crops) return openWhole(asked, model, stop);
  const { tier, cropScale } = asked;
  const opened = await createCropClient({ tier, model, cropScale }, stop);
  return opened.ok ? good(answerCrops(opened.value)) : opened;
}

/** Opens all of the models, or none: bad with the first that does not open. Whoever has them disposes of each. */
export async function openAnswerers(
  asked: AnswerersAsked,
  stop?: AbortSignal,
): Promise<Outcome<readonly PictureAnswerer[]>> {
  const opened: PictureAnswerer[] = [];
  for (const model of asked.models) {
    const answerer = await openOne(asked, model, stop);
    if (!answerer.ok) {
      for (const other of opened) other.dispose();
      return answerer;
    }
    opened.push(answerer.value);
  }
  return good(opened);
}
