/** TensorFlow.js on a network: the implementations that the kiosk falls back to, with fused kernels and weights on the backend. */
import type { TensorflowBackend } from '../../src/vision/fallback/backends/backend.ts';
import { createTensorflowNetwork } from '../../src/vision/fallback/tensorflow-network.ts';
import type { Contender, PreparedContender } from '../measure/contender.ts';
import type { NetworkAnswer, NetworkTask } from './networks.ts';

/** A backend that is open, or a sentence that says why it cannot be. */
type OpenBackend = () => Promise<TensorflowBackend | string>;

async function prepareTensorflow(
  open: OpenBackend,
  { network, batch, input, answerOf }: NetworkTask,
): Promise<PreparedContender<NetworkAnswer>> {
  const backend = await open();
  if (typeof backend === 'string') throw new Error(backend);
  // The batch never changes here, so it need not be filled up to a size that is compiled already.
  const exact = { tier: backend.tier, compilesForBatch: false };
  const { run, dispose } = await createTensorflowNetwork(exact, network);
  return {
    async run() {
      const outputs = await run(input, batch);
      const byName = network.outputs.map(
        (name, index) => [name, outputs[index] ?? new Float32Array()] as const,
      );
      return answerOf(new Map(byName));
    },
    dispose,
  };
}

/** TensorFlow.js on one of its backends; `open` is asked once for each network and may give the same backend again. */
export function tensorflowOnNetwork(
  tier: 'webgpu' | 'wasm',
  open: OpenBackend,
  task: NetworkTask,
): Contender<NetworkAnswer> {
  return {
    name: `tensorflow.js ${tier}`,
    webgpu: tier === 'webgpu',
    prepare: () => prepareTensorflow(open, task),
  };
}
