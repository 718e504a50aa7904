/** The engine's kernels on one network, from numbers to numbers. */
import { activationBytes, createBufferPool } from '../../src/vision/engine/buffers.ts';
import { padChannels, unpadChannels } from '../../src/vision/engine/feature-map.ts';
import { createHalver } from '../../src/vision/engine/halves.ts';
import { measureTuning } from '../../src/vision/engine/measure-tuning.ts';
import { createSharedPass } from '../../src/vision/engine/passes.ts';
import { createPlan } from '../../src/vision/engine/plan.ts';
import { planNetwork, type NetworkPlan } from '../../src/vision/engine/network-plan.ts';
import { createReadbackRing } from '../../src/vision/engine/readback.ts';
import { abilitiesOf, untuned, type Tuner } from '../../src/vision/engine/tuner.ts';
import { applyTuning } from '../../src/vision/engine/tuning.ts';
import type { Contender, PreparedContender } from '../measure/contender.ts';
import type { AnyLayer } from '../../src/vision/engine/network.ts';
import type { NetworkAnswer, NetworkTask } from './networks.ts';

/** What of a task the engine needs to know, also of one with gradients. */
type OurTask = Omit<NetworkTask<AnyLayer>, 'check'>;

/** Where each output lies in what is read back. */
interface OutputPlace {
  readonly name: string;
  readonly buffer: GPUBuffer;
  readonly channels: number;
  readonly bytes: number;
}

function placesOf({ network, batch }: OurTask, { outputs, shapes }: NetworkPlan): OutputPlace[] {
  return network.outputs.map((name) => {
    const [buffer, shape] = [outputs.get(name), shapes.get(name)];
    if (buffer === undefined || shape === undefined) throw new Error(`${network.name} has no output ${name}`);
    return { name, buffer, channels: shape.channels, bytes: activationBytes(batch, shape) };
  });
}

function unpack(bytes: ArrayBuffer, places: readonly OutputPlace[]): Map<string, Float32Array> {
  const outputs = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, channels, bytes: length } of places) {
    outputs.set(name, unpadChannels(new Float32Array(bytes, offset, length / 4), channels));
    offset += length;
  }
  return outputs;
}

async function prepareOurs(
  device: GPUDevice,
  task: OurTask,
  tune: Tuner,
): Promise<PreparedContender<NetworkAnswer>> {
  const pool = createBufferPool(device);
  const activeItems = pool.upload('active items', new Uint32Array([task.batch]));
  const placed = planNetwork(task.network, pool, { batch: task.batch, activeItems });
  const plan = await createPlan(device, await tune(placed, task.batch, pool));
  const places = placesOf(task, placed);
  const ring = createReadbackRing(device, places, 1);
  return {
    async run() {
      device.queue.writeBuffer(placed.input, 0, padChannels(task.input, task.network.input.channels));
      const encoder = device.createCommandEncoder();
      const passes = createSharedPass(encoder);
      plan.encode(passes.stage('classifier'));
      passes.end();
      const ticket = ring.copy(encoder);
      device.queue.submit([encoder.finish()]);
      return task.answerOf(unpack(await ticket.read(), places));
    },
    dispose() {
      ring.dispose();
      pool.dispose();
    },
  };
}

/** The engine on a device that the caller owns. */
export function oursOnNetwork(device: GPUDevice, task: OurTask): Contender<NetworkAnswer> {
  return { name: 'ours', webgpu: true, prepare: () => prepareOurs(device, task, untuned) };
}

/** Every layout of a network is compiled, which takes minutes where the processor stands in for graphics hardware. */
const TUNING_LIMIT_MS = 20 * 60_000;

/** Tuning may take f16; this far off in pixels of the input, and far less in scores (`src/vision/engine/halves.gpu.test.ts`). */
const TUNED_TOLERANCE = 0.3;

/** The same, after every layout was tried on this device: what a kiosk has after a few starts. */
export function oursTunedOnNetwork(device: GPUDevice, task: NetworkTask): Contender<NetworkAnswer> {
  const tune: Tuner = async (network, items, pool) => {
    const abilities = await abilitiesOf(device);
    const options = { known: {}, budgetMs: Infinity, items, ...abilities };
    const tuning = await measureTuning(device, network, options);
    return applyTuning(network.steps, tuning, await createHalver(device, pool));
  };
  const prepare = (): Promise<PreparedContender<NetworkAnswer>> => prepareOurs(device, task, tune);
  return {
    name: 'ours, tuned',
    webgpu: true,
    prepare,
    prepareLimitMs: TUNING_LIMIT_MS,
    tolerance: TUNED_TOLERANCE,
  };
}
