/** Each dispatch of ours by itself, against the least time for its work. */
import { createBufferPool } from '../../src/vision/engine/buffers.ts';
import { padChannels } from '../../src/vision/engine/feature-map.ts';
import type { AnyLayer } from '../../src/vision/engine/network.ts';
import { planNetwork } from '../../src/vision/engine/network-plan.ts';
import { createPlan } from '../../src/vision/engine/plan.ts';
import type { NetworkTask } from '../contenders/networks.ts';
import { summarise } from '../measure/statistics.ts';
import { layerWork } from '../../src/vision/engine/work.ts';
import type { Floor, KernelResult } from '../results.ts';
import { workMs } from './measure-floor.ts';
import { createStopwatch, timeRepeats } from './repeat.ts';

/** A step is repeated within one submit for so long. */
const LONG_ENOUGH_MS = 30;

/** Times every step of a network on a device that the caller owns. */
export async function timeKernels(
  device: GPUDevice,
  { what, network, batch, input }: Pick<NetworkTask<AnyLayer>, 'what' | 'network' | 'batch' | 'input'>,
  floor: Floor,
): Promise<readonly KernelResult[]> {
  const pool = createBufferPool(device);
  const activeItems = pool.upload('active items', new Uint32Array([batch]));
  const placed = planNetwork(network, pool, { batch, activeItems });
  device.queue.writeBuffer(placed.input, 0, padChannels(input, network.input.channels));
  const stopwatch = createStopwatch(device);
  const works = layerWork(network, batch);
  const results: KernelResult[] = [];
  for (const [index, step] of placed.steps.entries()) {
    const layer = network.layers[index]?.name ?? '';
    const plan = await createPlan(device, [step]);
    const record = (pass: GPUComputePassEncoder): void => void plan.encode(() => pass);
    const trialsMs = await timeRepeats(stopwatch, record, floor.submitMs, LONG_ENOUGH_MS);
    const gpuMs = summarise(trialsMs).median;
    const work = works.get(layer) ?? { multiplyAdds: 0, bytes: 0 };
    const overFloor = gpuMs / (workMs(floor, work) + floor.dispatchMs);
    results.push({ what, faces: batch, step: step.label, gpuMs, ...work, overFloor });
  }
  stopwatch.dispose();
  pool.dispose();
  return results;
}
