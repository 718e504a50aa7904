/** The choice of what computes: the highest rung that is right, or of the lower ones the fastest that is right. */
import type { EngineReport } from '../../domain/engine.ts';
import {
  CLASSIFIERS,
  parseClassifierName,
  type ClassifierName,
  type DetectorRange,
  type Tier,
} from '../../domain/face.ts';
import { loadClassifier, type Classifier } from '../classifier/load-classifier.ts';
import { loadDetector } from '../detector/load-detector.ts';
import type { Pipeline } from '../pipeline.ts';
import { RUNGS, type Networks, type Rung } from './rung.ts';
import { close, Search, type RightRung } from './search.ts';
import { loadSelfTest, type SelfTest } from './self-test.ts';

/** What is asked of the ladder. */
export interface LadderOptions {
  readonly range: DetectorRange;
  /** The tier that somebody pinned: tried first, and taken when it is right, however slow. */
  readonly tier: Tier | undefined;
  /** The classifier: one that ships, or one that was read (`own-weights.ts`); the one that counts when none is named. */
  readonly model?: ClassifierName | Classifier | undefined;
  /** Where the app is served. */
  readonly baseUrl: string;
}

/** A pipeline that is right, and what it runs on. */
export interface Engine {
  readonly pipeline: Pipeline;
  readonly report: EngineReport;
  /** Resolves with a sentence when it can compute no more. */
  readonly lost: Promise<string>;
  readonly dispose: () => void;
}

/** The rungs that are measured against each other when our own kernels do not serve. */
const CONTENDERS: readonly Tier[] = ['webgpu', 'wasm', 'webgl'];

/** The network of the same architecture that ships: nobody knows beforehand what others' weights must answer. */
function shippedTwinOf({ network }: Classifier): ClassifierName {
  return parseClassifierName(network.name) ?? CLASSIFIERS[0];
}

/** Puts a classifier in the place of the one that a rung was tested with. */
async function exchange({ tier, open, pipeline }: RightRung, networks: Networks): Promise<RightRung> {
  pipeline.dispose();
  return { tier, open, pipeline: await open.build(networks) };
}

async function loadParts({
  range,
  model = CLASSIFIERS[0],
  baseUrl,
}: LadderOptions): Promise<readonly [Networks, SelfTest]> {
  const name = typeof model === 'string' ? model : shippedTwinOf(model);
  const [detector, classifier, selfTest] = await Promise.all([
    loadDetector(range, baseUrl),
    loadClassifier(baseUrl, name),
    loadSelfTest({ range, model: name, baseUrl }),
  ]);
  return [{ detector, classifier }, selfTest];
}

/**
 * Starts and tests rungs until one is chosen; why the others were passed over stands in the report.
 *
 * @param rungs to choose from; those of this app when none are given
 * @returns the engine, or in words why no rung serves
 * @throws WeightsError when a file of the models is refused: no rung can help there
 */
export async function chooseEngine(
  options: LadderOptions,
  rungs: readonly Rung[] = RUNGS,
): Promise<Engine | string> {
  const parts = loadParts(options);
  // Reported where a rung needs the parts; until then it must not count as unhandled.
  parts.catch(() => undefined);
  const search = new Search(rungs, options, parts);
  const { passedOver } = search;
  const tested =
    (options.tier === undefined ? undefined : await search.tryTier(options.tier)) ??
    (await search.tryTier('wgsl')) ??
    (await search.fastest(CONTENDERS)) ??
    (await search.tryTier('cpu'));
  const [networks] = await parts;
  if (tested === undefined)
    return `Nothing on this device computes rightly. ${passedOver.map(({ tier, reason }) => `${tier}: ${reason}`).join(' ')}`;
  const classifier = typeof options.model === 'object' ? options.model : networks.classifier;
  const right =
    classifier === networks.classifier ? tested : await exchange(tested, { ...networks, classifier });
  const { tier, open, pipeline } = right;
  const { adapter, software: softwareAdapter, lost } = open;
  const { model, calibration } = classifier;
  const report = { tier, passedOver, adapter, softwareAdapter, model, calibration, range: options.range };
  return { pipeline, report, lost, dispose: () => close(right) };
}
