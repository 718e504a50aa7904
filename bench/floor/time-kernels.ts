/** Each dispatch of ours by itself, against the least time for its work. */
import { createBufferPool } from '../../src/vision/engine/buffers.ts';
import { padChannels } from '../../src/vision/engine/feature-map.ts';
import { planNetwork } from '../../src/vision/engine/network-plan.ts';
import { createPlan } from '../../src/vision/engine/plan.ts';
import type { NetworkTask } from '../contenders/networks.ts';
import { layerWork, stepWorks } from '../measure/work.ts';
import type { Floor, KernelResult } from '../results.ts';
import { workMs } from './measure-floor.ts';
import { createStopwatch, timeOne } from './repeat.ts';

/** Times every step of a network on a device that the caller owns. */
export async function timeKernels(
  device: GPUDevice,
  { what, network, batch, input }: NetworkTask,
  floor: Floor,
): Promise<readonly KernelResult[]> {
  const pool = createBufferPool(device);
  const activeItems = pool.upload('active items', new Uint32Array([batch]));
  const placed = planNetwork(network, pool, { batch, activeItems });
  device.queue.writeBuffer(placed.input, 0, padChannels(input, network.input.channels));
  const stopwatch = createStopwatch(device);
  const works = stepWorks(placed.steps, layerWork(network, batch));
  const results: KernelResult[] = [];
  for (const [index, step] of placed.steps.entries()) {
    const plan = await createPlan(device, [step]);
    const gpuMs = await timeOne(stopwatch, (pass) => void plan.encode(() => pass), floor.submitMs);
    const work = works[index] ?? { multiplyAdds: 0, bytes: 0 };
    const overFloor = gpuMs / (workMs(floor, work) + floor.dispatchMs);
    results.push({ what, faces: batch, step: step.label, gpuMs, ...work, overFloor });
  }
  stopwatch.dispose();
  pool.dispose();
  return results;
}
