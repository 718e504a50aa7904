/** From a network to plan steps: uploads its weights, gives activations buffers, binds each layer. */
import { activationBytes, type BufferPool } from './buffers.ts';
import { convAverage } from './kernels/conv-average/conv-average.ts';
import { placeGradient, type Place } from './gradient-plan.ts';
import { convPool } from './kernels/conv-pool/conv-pool.ts';
import { greyStem } from './kernels/grey-stem/grey-stem.ts';
import { lateral } from './kernels/lateral/lateral.ts';
import { convKernelOf } from './kernels/narrow-conv/narrow-conv.ts';
import { separablePool } from './kernels/separable-pool/separable-pool.ts';
import { separable } from './kernels/separable/separable.ts';
import { layerBuffers, type Surroundings } from './layer-buffers.ts';
import {
  convAverageParameters,
  convParameters,
  convPoolParameters,
  greyStemParameters,
  lateralParameters,
  separableParameters,
  separablePoolParameters,
} from './layer-parameters.ts';
import {
  inferShapes,
  inputsOf,
  NETWORK_INPUT,
  type ActivationShape,
  type AnyLayer,
  type Network,
} from './network.ts';
import { planStep, type PlanStep } from './plan.ts';

/** A network on the GPU, ready to be compiled as part of a plan. */
export interface NetworkPlan {
  readonly steps: readonly PlanStep[];
  /** `[batch, H, W, C/4] vec4f`; whoever fills it must keep the channel padding zero. */
  readonly input: GPUBuffer;
  /** By layer name: the network's outputs, and every layer when `keepAll` was asked for. */
  readonly outputs: ReadonlyMap<string, GPUBuffer>;
  readonly shapes: ReadonlyMap<string, ActivationShape>;
}

/** How to place a network. */
export interface NetworkPlanOptions {
  /** Greatest number of items. */
  readonly batch: number;
  /** First word: how many of the items exist this time. */
  readonly activeItems: GPUBuffer;
  /** Gives every layer a buffer of its own, so that tests can read all of them. */
  readonly keepAll?: boolean;
  /** A buffer that is filled already, such as another network's input; otherwise the network gets its own. */
  readonly input?: GPUBuffer;
}

/** Gives each layer's output a buffer, and hands a buffer on once its last reader is past. */
function assignBuffers(
  network: Network<AnyLayer>,
  shapes: ReadonlyMap<string, ActivationShape>,
  pool: BufferPool,
  { batch, keepAll = false, input }: NetworkPlanOptions,
): Map<string, GPUBuffer> {
  const lastReader = new Map<string, number>();
  network.layers.forEach((layer, index) => inputsOf(layer).forEach((name) => lastReader.set(name, index)));
  const assigned = new Map<string, GPUBuffer>();
  const free: GPUBuffer[] = [];
  const assign = (name: string): void => {
    const shape = shapes.get(name);
    if (shape === undefined) return;
    const bytes = activationBytes(batch, shape);
    const reusable = free.findIndex(({ size }) => size >= bytes);
    const [buffer] = reusable < 0 ? [] : free.splice(reusable, 1);
    assigned.set(name, buffer ?? pool.storage(`${network.name} ${name}`, bytes));
  };
  if (input === undefined) assign(NETWORK_INPUT);
  else assigned.set(NETWORK_INPUT, input);
  network.layers.forEach((layer, index) => {
    assign(layer.name);
    if (keepAll) return;
    for (const name of new Set(inputsOf(layer))) {
      const buffer = assigned.get(name);
      const done =
        lastReader.get(name) === index && !network.outputs.includes(name) && name !== NETWORK_INPUT;
      if (done && buffer !== undefined) free.push(buffer);
    }
  });
  return assigned;
}

/** Places a network: weights are uploaded at once, nothing is compiled yet. */
export function planNetwork(
  network: Network<AnyLayer>,
  pool: BufferPool,
  options: NetworkPlanOptions,
): NetworkPlan {
  const shapes = inferShapes(network);
  const buffers = assignBuffers(network, shapes, pool, options);
  const bufferOf = (name: string): GPUBuffer => {
    const buffer = buffers.get(name);
    if (buffer === undefined) throw new Error(`${network.name}: no activation is named ${name}`);
    return buffer;
  };
  const shapeOf = (name: string): ActivationShape => shapes.get(name) ?? network.input;
  const placement = { network, pool, options, bufferOf, shapeOf };
  const outputs = options.keepAll === true ? network.layers.map(({ name }) => name) : network.outputs;
  return {
    steps: network.layers.map((layer) => layerStep(layer, placement)),
    input: bufferOf(NETWORK_INPUT),
    outputs: new Map(outputs.map((name) => [name, bufferOf(name)])),
    shapes,
  };
}

/** What a layer needs to know of the network around it. */
interface Placement extends Surroundings {
  readonly network: Network<AnyLayer>;
  readonly options: NetworkPlanOptions;
}

function uploadFacts(pool: BufferPool, label: string, facts: Record<string, number>): GPUBuffer {
  return pool.uploadUniform(label, Uint32Array.from(Object.values(facts)));
}

function layerStep(layer: AnyLayer, placement: Placement): PlanStep {
  const { network, pool, options, bufferOf, shapeOf } = placement;
  const { batch } = options;
  const label = `${network.name} ${layer.name}`;
  const buffers = [options.activeItems, ...layerBuffers(layer, label, placement), bufferOf(layer.name)];
  const [input, output] = [shapeOf(layer.input), shapeOf(layer.name)];
  const place: Place = (kernel, parameters) => {
    const facts = kernel.facts?.(parameters);
    const uniform = facts === undefined ? [] : [uploadFacts(pool, `${label} facts`, facts)];
    const resources = [...buffers, ...uniform].map((buffer) => ({ buffer }));
    return planStep(label, kernel, parameters, resources);
  };
  switch (layer.op) {
    case 'conv': {
      const parameters = convParameters(layer, batch, input, output);
      return place(convKernelOf(parameters), parameters);
    }
    case 'conv-pool':
      return place(convPool, convPoolParameters(layer, batch, input));
    case 'separable': {
      const skip = layer.skip === undefined ? undefined : shapeOf(layer.skip.input);
      return place(separable, separableParameters(layer, batch, { input, output, skip }));
    }
    case 'lateral':
      return place(lateral, lateralParameters(batch, input, output));
    case 'grey-stem':
      return place(greyStem, greyStemParameters(layer, batch, output));
    case 'separable-pool':
      return place(separablePool, separablePoolParameters(batch, input, shapeOf(layer.residual), output));
    case 'conv-average':
      return place(convAverage, convAverageParameters(layer, batch, input));
    default:
      return placeGradient(layer, place, { batch, input, output });
  }
}
