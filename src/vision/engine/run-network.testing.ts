/** Whole networks on the GPU, for tests. */
import { padChannels } from './feature-map.ts';
import { downloadMap, runSteps, type TestDevice } from './gpu.testing.ts';
import { createHalver } from './halves.ts';
import type { AnyLayer, Network } from './network.ts';
import { planNetwork } from './network-plan.ts';
import { goWay, USUAL_WAY, type Way } from './tuning.ts';

/** Runs a network once, each step on this way; gives each layer's `[batch, height, width, channels]` numbers by name. */
export async function runNetwork(
  { device, pool }: TestDevice,
  network: Network<AnyLayer>,
  batch: number,
  input: Float32Array,
  way: Way = USUAL_WAY,
): Promise<(name: string) => Promise<Float32Array>> {
  const activeItems = pool.upload('active', new Uint32Array([batch]));
  const plan = planNetwork(network, pool, { batch, activeItems, keepAll: true });
  device.queue.writeBuffer(plan.input, 0, padChannels(input, network.input.channels));
  const halve = await createHalver(device, pool);
  await runSteps(
    device,
    plan.steps.map((step) => goWay(step, way, halve)),
  );
  return async (name) => {
    const shape = plan.shapes.get(name);
    const buffer = plan.outputs.get(name);
    if (shape === undefined || buffer === undefined) throw new Error(`no layer ${name}`);
    return downloadMap(device, buffer, batch * shape.height * shape.width * shape.channels, shape.channels);
  };
}
