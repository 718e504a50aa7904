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
import { RUNGS, type Rung } from './rung.ts';
import { close, Search, type Trial } from './search.ts';
import { loadSelfTest } from './self-test.ts';

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

async function loadTrial({ range, model = CLASSIFIERS[0], baseUrl }: LadderOptions): Promise<Trial> {
  const own = typeof model === 'object' ? model : undefined;
  const name = typeof model === 'object' ? shippedTwinOf(model) : model;
  const [detector, classifier, selfTest] = await Promise.all([
    loadDetector(range, baseUrl),
    loadClassifier(baseUrl, name),
    loadSelfTest({ range, model: name, baseUrl }),
  ]);
  return { networks: { detector, classifier }, selfTest, own };
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
  const trial = loadTrial(options);
  // Reported where a rung needs it; until then it must not count as unhandled.
  trial.catch(() => undefined);
  const search = new Search(rungs, options, trial);
  const { passedOver } = search;
  const right =
    (options.tier === undefined ? undefined : await search.tryTier(options.tier)) ??
    (await search.tryTier('wgsl')) ??
    (await search.fastest(CONTENDERS)) ??
    (await search.tryTier('cpu'));
  const { networks, own } = await trial;
  if (right === undefined)
    return `Nothing on this device computes rightly. ${passedOver.map(({ tier, reason }) => `${tier}: ${reason}`).join(' ')}`;
  const { tier, open, pipeline } = right;
  const { adapter, software: softwareAdapter, lost } = open;
  const { model, calibration } = own ?? networks.classifier;
  const report = { tier, passedOver, adapter, softwareAdapter, model, calibration, range: options.range };
  return { pipeline, report, lost, dispose: () => close(right) };
}
