/** Whole networks on the GPU, for tests. */
import { padChannels } from './feature-map.ts';
import { downloadMap, runSteps, type TestDevice } from './gpu.testing.ts';
import type { Network } from './network.ts';
import { planNetwork } from './network-plan.ts';

/** Runs a network once; gives each layer's `[batch, height, width, channels]` numbers by name. */
export async function runNetwork(
  { device, pool }: TestDevice,
  network: Network,
  batch: number,
  input: Float32Array,
): Promise<(name: string) => Promise<Float32Array>> {
  const activeItems = pool.upload('active', new Uint32Array([batch]));
  const plan = planNetwork(network, pool, { batch, activeItems, keepAll: true });
  device.queue.writeBuffer(plan.input, 0, padChannels(input, network.input.channels));
  await runSteps(device, plan.steps);
  return async (name) => {
    const shape = plan.shapes.get(name);
    const buffer = plan.outputs.get(name);
    if (shape === undefined || buffer === undefined) throw new Error(`no layer ${name}`);
    return downloadMap(device, buffer, batch * shape.height * shape.width * shape.channels, shape.channels);
  };
}
