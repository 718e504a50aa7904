/** What GPU tests share: a device or a failure, numbers up and down, seeded random tensors, and the one place for tolerances. */
import { createBufferPool, type BufferPool } from './buffers.ts';
import { openDevice } from './device.ts';
import { unpadChannels } from './feature-map.ts';
import { createPicture, type Picture } from './picture.reference.ts';
import { createSharedPass } from './passes.ts';
import { createPlan, type Plan, type PlanStep } from './plan.ts';

/** Machine epsilon of f32. */
const EPSILON_F32 = 2 ** -23;

/**
 * Greatest error allowed for an output that sums `reductionLength` products of numbers up to `scale`: `4 ε K`.
 * Source: the rule of ml-drift's kernel tests (`ml_drift/common/util.cc`).
 */
export function tolerance(reductionLength: number, scale = 1): number {
  return 4 * EPSILON_F32 * Math.max(reductionLength, 1) * Math.max(scale, 1);
}

/** Machine epsilon of f16. */
const EPSILON_F16 = 2 ** -10;

/**
 * The same where products are f16: `ε K`. Without the 4, since a long sum would pass whatever it were; errors of either sign make up for it.
 */
export function toleranceF16(reductionLength: number): number {
  return EPSILON_F16 * Math.max(reductionLength, 1);
}

/** A device of a test file's own. */
export interface TestDevice {
  readonly device: GPUDevice;
  readonly pool: BufferPool;
  readonly dispose: () => void;
}

/** A device; throws where there is none, because a GPU test must fail, not skip. */
export async function requireDevice(): Promise<TestDevice> {
  const opened = await openDevice();
  if (typeof opened === 'string') throw new Error(`GPU tests need WebGPU: ${opened}`);
  const { device } = opened;
  return { device, pool: createBufferPool(device), dispose: () => device.destroy() };
}

/** Runs a plan once and waits for it; throws what validation says. */
export async function runPlan(device: GPUDevice, plan: Plan): Promise<void> {
  device.pushErrorScope('validation');
  const encoder = device.createCommandEncoder();
  const passes = createSharedPass(encoder);
  plan.encode(passes.stage('detector'));
  passes.end();
  device.queue.submit([encoder.finish()]);
  const error = await device.popErrorScope();
  if (error !== null) throw new Error(error.message);
}

/** Compiles steps and runs them once; throws what validation says. */
export async function runSteps(device: GPUDevice, steps: readonly PlanStep[]): Promise<void> {
  device.pushErrorScope('validation');
  const plan = await createPlan(device, steps);
  const error = await device.popErrorScope();
  if (error !== null) throw new Error(error.message);
  await runPlan(device, plan);
}

/** Reads a whole buffer back. */
export async function download(device: GPUDevice, source: GPUBuffer): Promise<ArrayBuffer> {
  const target = device.createBuffer({
    size: source.size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, target, 0, source.size);
  device.queue.submit([encoder.finish()]);
  await target.mapAsync(GPUMapMode.READ);
  const bytes = target.getMappedRange().slice(0);
  target.destroy();
  return bytes;
}

/** A texture that kernels can sample and write, filled with a picture. */
export function uploadPicture(device: GPUDevice, { width, height, data }: Picture): GPUTexture {
  const { TEXTURE_BINDING, STORAGE_BINDING, COPY_DST, COPY_SRC } = GPUTextureUsage;
  const usage = TEXTURE_BINDING | STORAGE_BINDING | COPY_DST | COPY_SRC;
  const texture = device.createTexture({ size: [width, height], format: 'rgba8unorm', usage });
  device.queue.writeTexture({ texture }, data, { bytesPerRow: width * 4 }, [width, height]);
  return texture;
}

/** Reads `count` logical numbers of an activation back, without the channel padding. */
export async function downloadMap(
  device: GPUDevice,
  buffer: GPUBuffer,
  count: number,
  channels: number,
): Promise<Float32Array> {
  return unpadChannels(new Float32Array(await download(device, buffer)), channels).subarray(0, count);
}

/** Greatest absolute difference; NaN on either side, or different lengths, is infinite. */
export function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let greatest = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.abs((a[index] ?? NaN) - (b[index] ?? NaN));
    greatest = Math.max(greatest, Number.isNaN(difference) ? Infinity : difference);
  }
  return greatest;
}

/** Uniform numbers in [-1, 1) from a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** `length` seeded random weights. */
export function randomWeights(random: () => number, length: number): Float32Array {
  return Float32Array.from({ length }, () => random());
}

/** A picture of seeded random pixels. */
export function randomPicture(width: number, height: number): Picture {
  const random = seededRandom(width * 1000 + height);
  const byte = (): number => Math.floor((random() + 1) * 128);
  return createPicture(width, height, () => [byte(), byte(), byte()]);
}

/** The pixels of a picture file, as the browser decodes it. */
export async function fetchPicture(url: string): Promise<Picture> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('this browser gives no 2d canvas');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: new Uint8Array(context.getImageData(0, 0, width, height).data) };
}
