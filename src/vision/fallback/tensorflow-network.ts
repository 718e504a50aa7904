/** Whole networks on a backend of TensorFlow.js. */
import { dispose, getBackend, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { inputsOf, NETWORK_INPUT, type Layer, type Network } from '../engine/network.ts';
import type { TensorflowBackend } from './backends/backend.ts';
import { compileLayer, type ActivationOf, type Compute, type Upload } from './tensorflow-layers.ts';

/** A network with its weights on a backend. */
export interface TensorflowNetwork {
  /**
   * Runs the network.
   *
   * @param input `[batch, height, width, channels]` numbers
   * @returns the outputs' `[batch, height, width, channels]` numbers, in the order of `network.outputs`
   */
  readonly run: (input: Float32Array, batch: number) => Promise<readonly Float32Array[]>;
  readonly dispose: () => void;
}

/** A layer whose weights are on the backend. */
interface Step {
  readonly layer: Layer;
  readonly compute: Compute;
  /** Activations that nobody reads after this layer. */
  readonly spent: readonly string[];
}

/** Names of the activations that each layer is the last to read; outputs are never spent. */
function spentAfter({ layers, outputs }: Network): readonly (readonly string[])[] {
  const lastReader = new Map<string, number>();
  for (const [index, layer] of layers.entries())
    for (const name of inputsOf(layer)) lastReader.set(name, index);
  return layers.map((_, index) =>
    [...lastReader].flatMap(([name, last]) => (last === index && !outputs.includes(name) ? [name] : [])),
  );
}

function execute(network: Network, steps: readonly Step[], input: Tensor): readonly Tensor[] {
  const activations = new Map<string, Tensor>([[NETWORK_INPUT, input]]);
  const activationOf: ActivationOf = (name) => {
    const found = activations.get(name);
    if (found === undefined) throw new Error(`${network.name}: ${name} is not there`);
    return found;
  };
  for (const { layer, compute, spent } of steps) {
    activations.set(
      layer.name,
      tidy(() => compute(activationOf)),
    );
    // At once, so that the next layer's memory is still in the cache.
    for (const name of spent) dispose(activationOf(name));
  }
  return network.outputs.map(activationOf);
}

/** Runs the network on the current backend for `size` items, of which the first `batch` are wanted. */
async function runBatch(
  network: Network,
  steps: readonly Step[],
  input: Float32Array,
  { batch, size }: { readonly batch: number; readonly size: number },
): Promise<readonly Float32Array[]> {
  const { height, width, channels } = network.input;
  const whole = size === batch ? input : new Float32Array(size * height * width * channels);
  if (whole !== input) whole.set(input);
  const outputs = tidy(() => [...execute(network, steps, tensor(whole, [size, height, width, channels]))]);
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  dispose(outputs);
  return values.map((numbers) => numbers.subarray(0, (numbers.length * batch) / size));
}

/** Puts a network on a backend that is open; it is made the current one for each run. */
export async function createTensorflowNetwork(
  { tier, compilesForBatch }: Pick<TensorflowBackend, 'tier' | 'compilesForBatch'>,
  network: Network,
): Promise<TensorflowNetwork> {
  const ensureBackend = async (): Promise<void> => {
    if (getBackend() !== tier) await setBackend(tier);
  };
  await ensureBackend();
  const weights: Tensor[] = [];
  const upload: Upload = (values, shape) => {
    const uploaded = tensor(values, [...shape], 'float32');
    weights.push(uploaded);
    return uploaded;
  };
  const spent = spentAfter(network);
  const steps = network.layers.map((layer, index) => ({
    layer,
    compute: compileLayer(upload, layer),
    spent: spent[index] ?? [],
  }));
  return {
    async run(input, batch) {
      await ensureBackend();
      const size = compilesForBatch ? 2 ** Math.ceil(Math.log2(batch)) : batch;
      return runBatch(network, steps, input, { batch, size });
    },
    dispose: () => dispose(weights),
  };
}
