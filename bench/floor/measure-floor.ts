/** What this adapter can do at its best: multiply-adds, bytes, dispatches, submits. */
import type { Floor } from '../results.ts';
import type { Work } from '../../src/vision/engine/work.ts';
import copyWgsl from './copy.wgsl?raw';
import emptyWgsl from './empty.wgsl?raw';
import multiplyAddWgsl from './multiply-add.wgsl?raw';
import { createStopwatch, timeRepeats, type Record, type Stopwatch } from './repeat.ts';

const INVOCATIONS = 256 * 1024;
const ROUNDS = 64;
/** Chains of four, times four a round. */
const MULTIPLY_ADDS_PER_ROUND = 8 * 4 * 4;
const COPY_BYTES = 64 * 1024 * 1024;
/** Of 128 invocations that copy four vectors of 16 bytes each. */
const COPY_WORKGROUPS = COPY_BYTES / (128 * 4 * 16);
const EMPTY_DISPATCHES = 512;
const TRIALS = 9;

interface Piece {
  readonly record: Record;
  /** Reads the first four numbers of what it wrote. */
  readonly firstNumbers: () => Promise<Float32Array>;
  readonly dispose: () => void;
}

function storage(device: GPUDevice, bytes: number): GPUBuffer {
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  return device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC | COPY_DST });
}

async function readStart(device: GPUDevice, source: GPUBuffer): Promise<Float32Array> {
  const { COPY_DST, MAP_READ } = GPUBufferUsage;
  const target = device.createBuffer({ size: 16, usage: COPY_DST | MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, target, 0, 16);
  device.queue.submit([encoder.finish()]);
  await target.mapAsync(GPUMapMode.READ);
  const numbers = new Float32Array(target.getMappedRange().slice(0));
  target.destroy();
  return numbers;
}

/** Compiles a kernel that reads one buffer and writes another. */
async function createPiece(
  device: GPUDevice,
  {
    wgsl,
    constants,
    workgroups,
  }: { wgsl: string; constants: globalThis.Record<string, number>; workgroups: number },
  source: GPUBuffer,
  bytes: number,
): Promise<Piece> {
  const module = device.createShaderModule({ code: wgsl });
  const compute = { module, entryPoint: 'main', constants };
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
  const target = storage(device, bytes);
  const entries = [source, target].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return {
    record(pass) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(workgroups);
    },
    firstNumbers: () => readStart(device, target),
    dispose() {
      source.destroy();
      target.destroy();
    },
  };
}

/** Times a piece and throws when it did not do what its rate is computed from. */
async function timePiece(
  stopwatch: Stopwatch,
  piece: Piece,
  submitMs: number,
  expected: number,
): Promise<number> {
  const trialsMs = await timeRepeats(stopwatch, piece.record, submitMs, 100);
  const [first] = await piece.firstNumbers();
  piece.dispose();
  if (first !== expected) throw new Error(`a floor kernel wrote ${first} instead of ${expected}`);
  return Math.min(...trialsMs);
}

async function multiplyAddMs(device: GPUDevice, stopwatch: Stopwatch, submitMs: number): Promise<number> {
  const operands = storage(device, 32);
  device.queue.writeBuffer(operands, 0, new Float32Array(8).fill(1));
  const kernel = { wgsl: multiplyAddWgsl, constants: { rounds: ROUNDS }, workgroups: INVOCATIONS / 64 };
  const piece = await createPiece(device, kernel, operands, INVOCATIONS * 16);
  const startsSum = 0 + 1 + 2 + 3 + 4 + 5 + 6 + 7;
  return timePiece(stopwatch, piece, submitMs, startsSum + 8 * 4 * ROUNDS);
}

async function copyMs(device: GPUDevice, stopwatch: Stopwatch, submitMs: number): Promise<number> {
  const source = storage(device, COPY_BYTES);
  device.queue.writeBuffer(source, 0, new Float32Array(COPY_BYTES / 4).fill(7));
  const kernel = { wgsl: copyWgsl, constants: {}, workgroups: COPY_WORKGROUPS };
  return timePiece(stopwatch, await createPiece(device, kernel, source, COPY_BYTES), submitMs, 7);
}

async function emptyRecord(device: GPUDevice): Promise<Record> {
  const module = device.createShaderModule({ code: emptyWgsl });
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  return (pass) => {
    pass.setPipeline(pipeline);
    pass.dispatchWorkgroups(1);
  };
}

/** The best of some trials after one that warms up. */
async function leastMs(stopwatch: Stopwatch, record: Record, repeats: number): Promise<number> {
  await stopwatch.timeMs(record, repeats);
  const timesMs: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) timesMs.push(await stopwatch.timeMs(record, repeats));
  return Math.min(...timesMs);
}

/** Measures the floor of a device's adapter; some seconds. */
export async function measureFloor(device: GPUDevice): Promise<Floor> {
  const stopwatch = createStopwatch(device);
  const empty = await emptyRecord(device);
  const submitMs = await leastMs(stopwatch, empty, 1);
  const manyMs = await leastMs(stopwatch, empty, EMPTY_DISPATCHES);
  const multiplyAdds = INVOCATIONS * ROUNDS * MULTIPLY_ADDS_PER_ROUND;
  const multiplyAddsPerSec = (1000 * multiplyAdds) / (await multiplyAddMs(device, stopwatch, submitMs));
  const bytesPerSec = (1000 * 2 * COPY_BYTES) / (await copyMs(device, stopwatch, submitMs));
  stopwatch.dispose();
  const dispatchMs = Math.max(manyMs - submitMs, 0) / (EMPTY_DISPATCHES - 1);
  return { multiplyAddsPerSec, bytesPerSec, dispatchMs, submitMs };
}

/** The least time of one submit with this work in so many dispatches, until its answer is read. */
export function floorMs(floor: Floor, work: Work, dispatches: number): number {
  return workMs(floor, work) + floor.submitMs + (dispatches - 1) * floor.dispatchMs;
}

/** Milliseconds that work needs at the least when arithmetic and memory overlap perfectly, without dispatches. */
export function workMs({ multiplyAddsPerSec, bytesPerSec }: Floor, { multiplyAdds, bytes }: Work): number {
  return 1000 * Math.max(multiplyAdds / multiplyAddsPerSec, bytes / bytesPerSec);
}
