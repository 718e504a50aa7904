/** Explains what the classifier says of a face, in the same command buffer: gradients of its own network, on the crop it has just seen. */
import type { ExplainRule, ExplainTarget, Explanation, ExplanationMap } from '../../domain/explanation.ts';
import { activationBytes, createBufferPool, type BufferPool } from '../engine/buffers.ts';
import { unpadChannels } from '../engine/feature-map.ts';
import type { GradientTarget } from '../engine/gradient-layers.ts';
import type { ActivationShape, Network } from '../engine/network.ts';
import { planNetwork } from '../engine/network-plan.ts';
import { createPlan, type Plan } from '../engine/plan.ts';
import { createReadbackRing } from '../engine/readback.ts';
import { gradientNetwork } from './gradient-network.ts';

/** One rule, compiled. */
export interface Explainer {
  readonly plan: Plan;
  /** Encodes the copy of the results; throws when more frames are in flight than there are buffers for. */
  readonly copy: (encoder: GPUCommandEncoder) => { readonly read: () => Promise<Explanation> };
}

/** All rules of one classifier on one device. */
export interface Explainers {
  /** The explainer of a rule, compiled when it is first asked for. */
  readonly of: (rule: ExplainRule) => Promise<Explainer>;
  readonly dispose: () => void;
}

/** Where the crops to explain lie. */
interface Crops {
  /** First word: how many there are. */
  readonly faces: GPUBuffer;
  /** The classifier's input; its first item is explained. */
  readonly classifierInput: GPUBuffer;
}

const TARGETS: Record<ExplainTarget, GradientTarget> = {
  woman: { kind: 'class', index: 0 },
  man: { kind: 'class', index: 1 },
  greatest: { kind: 'greatest' },
};

/** An explainer that can be given up. */
interface OwnedExplainer extends Explainer {
  readonly dispose: () => void;
}

/** Nothing is compiled until a rule is asked for. */
export function createExplainers(device: GPUDevice, classifier: Network, crops: Crops): Explainers {
  const pool = createBufferPool(device);
  const compiled = new Map<string, Promise<OwnedExplainer>>();
  return {
    of(rule) {
      const key = JSON.stringify(rule);
      const explainer = compiled.get(key) ?? compileRule({ device, pool, classifier, crops }, rule);
      compiled.set(key, explainer);
      return explainer;
    },
    dispose() {
      pool.dispose();
      for (const explainer of compiled.values())
        // One that did not compile has nothing to free, and whoever asked for it has seen the error.
        explainer.then(
          ({ dispose }) => dispose(),
          () => undefined,
        );
      compiled.clear();
    },
  };
}

/** What all rules of a classifier share. */
interface Surroundings {
  readonly device: GPUDevice;
  readonly pool: BufferPool;
  readonly classifier: Network;
  readonly crops: Crops;
}

async function compileRule(
  { device, pool, classifier, crops }: Surroundings,
  { target, guided }: ExplainRule,
): Promise<OwnedExplainer> {
  const explained = gradientNetwork(classifier, { target: TARGETS[target], guided });
  const { classifierInput: input, faces: activeItems } = crops;
  const { steps, outputs, shapes } = planNetwork(explained.network, pool, { batch: 1, activeItems, input });
  const results = [explained.inputGradient, explained.features, explained.featuresGradient].map((name) => {
    const [buffer, shape] = [outputs.get(name), shapes.get(name)];
    if (buffer === undefined || shape === undefined) throw new Error(`${name} is no output`);
    return { buffer, shape, bytes: activationBytes(1, shape) };
  });
  const ring = createReadbackRing(device, results);
  return {
    plan: await createPlan(device, steps),
    copy(encoder) {
      const ticket = ring.copy(encoder);
      return { read: async () => decode(await ticket.read(), results) };
    },
    dispose: ring.dispose,
  };
}

interface Result {
  readonly shape: ActivationShape;
  readonly bytes: number;
}

function decode(bytes: ArrayBuffer, results: readonly Result[]): Explanation {
  let offset = 0;
  const [inputGradient, features, featuresGradient] = results.map(
    ({ shape, bytes: length }): ExplanationMap => {
      const padded = new Float32Array(bytes, offset, length / 4);
      offset += length;
      return { ...shape, data: unpadChannels(padded, shape.channels) };
    },
  );
  if (inputGradient === undefined || features === undefined || featuresGradient === undefined)
    throw new Error('an explanation has three maps');
  return { inputGradient, features, featuresGradient };
}
