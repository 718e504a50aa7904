/** A classifier on ready-made crops, for evaluation: the kiosk's own engine, on any tier, without camera and detector. */
import type { ModelFacts } from '../../domain/crop-answers.ts';
import type { ClassifierName, Tier } from '../../domain/face.ts';
import { watchDevice, whileThere } from '../device-loss.ts';
import { createBufferPool, outputOf } from '../engine/buffers.ts';
import { openDevice } from '../engine/device.ts';
import { padChannels } from '../engine/feature-map.ts';
import type { ActivationShape } from '../engine/network.ts';
import { planNetwork } from '../engine/network-plan.ts';
import { createSharedPass } from '../engine/passes.ts';
import { createPlan } from '../engine/plan.ts';
import { createReadbackRing } from '../engine/readback.ts';
import { openBackend } from '../fallback/open-backend.ts';
import { loadClassifier, logitsOf, type Classifier } from './load-classifier.ts';

const MAX_BATCH = 32;
/** Two logits, padded to one `vec4f`. */
const LOGIT_STRIDE = 4;

/** Classifies crops in batches. */
export interface CropClassifier {
  readonly facts: ModelFacts;
  readonly maxBatch: number;
  /** Of one crop: grey for one channel, RGB for three. */
  readonly input: ActivationShape;
  /** Side of the crop over the longer side of the detector's box that the weights were measured with. */
  readonly cropSideOverBox: number;
  /**
   * `inputs` is `[n, height, width, channels]` in [-1, 1], n at most `maxBatch`; gives `[n, 2]` logits, woman first. Rejects once the
   * device is lost or has failed.
   */
  readonly classify: (inputs: Float32Array, n: number) => Promise<Float32Array>;
  readonly dispose: () => void;
}

/** What is the tier's own of a crop classifier. */
interface Computation extends Pick<CropClassifier, 'classify' | 'dispose'> {
  /** Resolves with a sentence when it can compute no more. */
  readonly lost: Promise<string>;
}

/**
 * Builds the classifier.
 *
 * @param baseUrl where the app is served
 * @param chosen one that ships, by name, or one that was read (`own-weights.ts`)
 * @throws Error in plain words when the tier does not run here or the model is refused
 */
export async function createCropClassifier(
  baseUrl: string,
  tier: Tier,
  chosen: ClassifierName | Classifier,
): Promise<CropClassifier> {
  const classifier = typeof chosen === 'string' ? await loadClassifier(baseUrl, chosen) : chosen;
  const { model, calibration, cropSideOverBox, network, parameters, bytes } = classifier;
  const { lost, classify, dispose } = await (tier === 'wgsl'
    ? onOwnKernels(classifier)
    : onTensorflow(tier, baseUrl, classifier));
  const facts = { tier, model, calibration, parameters, bytes };
  return {
    facts,
    maxBatch: MAX_BATCH,
    input: network.input,
    cropSideOverBox,
    classify: whileThere(lost, classify),
    dispose,
  };
}

async function onTensorflow(
  tier: Exclude<Tier, 'wgsl'>,
  baseUrl: string,
  { network }: Classifier,
): Promise<Computation> {
  const backend = await openBackend(tier, baseUrl);
  if (typeof backend === 'string') throw new Error(backend);
  const { createTensorflowNetwork } = await import('../fallback/tensorflow-network.ts');
  const classifier = await createTensorflowNetwork(backend, network);
  return {
    lost: backend.lost,
    async classify(inputs, n) {
      const [logits] = await classifier.run(inputs, n);
      return logits ?? new Float32Array();
    },
    dispose() {
      classifier.dispose();
      backend.dispose();
    },
  };
}

async function onOwnKernels({ network }: Classifier): Promise<Computation> {
  const opened = await openDevice();
  if (typeof opened === 'string') throw new Error(opened);
  const { device } = opened;
  const { lost, destroy } = watchDevice(device);
  const pool = createBufferPool(device);
  const activeItems = pool.upload('active items', new Uint32Array([0]));
  const { steps, input, outputs } = planNetwork(network, pool, { batch: MAX_BATCH, activeItems });
  const logits = outputOf(outputs, logitsOf(network));
  const plan = await createPlan(device, steps);
  const ring = createReadbackRing(device, [{ buffer: logits, bytes: MAX_BATCH * LOGIT_STRIDE * 4 }], 1);
  return {
    lost,
    async classify(inputs, n) {
      device.queue.writeBuffer(activeItems, 0, new Uint32Array([n]));
      device.queue.writeBuffer(input, 0, padChannels(inputs, network.input.channels));
      const encoder = device.createCommandEncoder();
      const passes = createSharedPass(encoder);
      plan.encode(passes.stage('classifier'), n);
      passes.end();
      const ticket = ring.copy(encoder);
      device.queue.submit([encoder.finish()]);
      const padded = new Float32Array(await ticket.read());
      return Float32Array.from({ length: 2 * n }, (_, index) => {
        const item = Math.floor(index / 2);
        return padded[item * LOGIT_STRIDE + (index % 2)] ?? NaN;
      });
    },
    dispose() {
      ring.dispose();
      pool.dispose();
      destroy();
    },
  };
}
