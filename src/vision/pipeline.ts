/**
 * The flow of one frame: import, letterbox, detector, decode and suppression, crops, classifier, one readback.
 * Everything is one command buffer and one submit; pixels, crops and activations never leave the GPU.
 */
import type { Face } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';
import type { Classifier } from './classifier/load-classifier.ts';
import { MINI_XCEPTION_LOGITS, MINI_XCEPTION_SIZE } from './classifier/mini-xception.ts';
import type { Detector } from './detector/blaze-face.ts';
import { createBufferPool, type BufferPool } from './engine/buffers.ts';
import { crop } from './engine/kernels/crop/crop.ts';
import { letterbox, letterboxTransform } from './engine/kernels/letterbox/letterbox.ts';
import { facesBytes, readFaces } from './engine/face-buffer.ts';
import { nonMaximumSuppression } from './engine/kernels/non-maximum-suppression/non-maximum-suppression.ts';
import { planNetwork } from './engine/network-plan.ts';
import { createPlan, planStep, type Plan, type PlanStep } from './engine/plan.ts';
import { createReadbackRing, type ReadbackRing } from './engine/readback.ts';
import { toFaces } from './faces.ts';
import {
  createFrameImporter,
  createFrameSurface,
  frameSize,
  type FrameImporter,
  type FrameSource,
  type FrameSurface,
} from './frame-surface.ts';
import type { FrameResult } from './protocol.ts';

/** Faces classified in one frame; more are left out, lowest score first. */
const MAX_FACES = 16;
const MIN_SCORE = 0.3;
const MERGE_ABOVE_IOU = 0.3;
/** Two logits, padded to one `vec4f`. */
const LOGIT_STRIDE = 4;
const FACES_BYTES = facesBytes(MAX_FACES);

/** Analyses frames on one device. */
export interface Pipeline {
  /** Analyses one frame and closes it. Rejects when the device is lost or more than three frames are in flight. */
  readonly analyse: (frame: FrameSource) => Promise<FrameResult>;
  readonly dispose: () => void;
}

/** What does not depend on the frame's size. */
interface Stages {
  readonly device: GPUDevice;
  readonly pool: BufferPool;
  readonly importer: FrameImporter;
  readonly detector: Detector;
  readonly networks: Plan;
  readonly classify: Plan;
  readonly detectorInput: GPUBuffer;
  readonly classifierInput: GPUBuffer;
  readonly transform: GPUBuffer;
  readonly faces: GPUBuffer;
  readonly ring: ReadbackRing;
}

/** What is bound to the frame texture, and so is made anew when the frame's size changes. */
interface SizedStages {
  readonly surface: FrameSurface;
  readonly prepare: Plan;
  readonly crops: Plan;
}

async function buildStages(device: GPUDevice, detector: Detector, classifier: Classifier): Promise<Stages> {
  const pool = createBufferPool(device);
  const one = pool.upload('one item', new Uint32Array([1]));
  const faces = pool.storage('faces', FACES_BYTES);
  const transform = pool.uniform('letterbox transform', 32);
  const detectorPlan = planNetwork(detector.network, pool, { batch: 1, activeItems: one });
  const classifierPlan = planNetwork(classifier.network, pool, { batch: MAX_FACES, activeItems: faces });
  const output = (name: string): GPUBuffer => {
    const buffer = detectorPlan.outputs.get(name) ?? classifierPlan.outputs.get(name);
    if (buffer === undefined) throw new Error(`no network has an output ${name}`);
    return buffer;
  };
  const suppression = suppressionStep(detector, output, transform, faces);
  const [importer, networks, classify] = await Promise.all([
    createFrameImporter(device),
    createPlan(device, [...detectorPlan.steps, suppression]),
    createPlan(device, classifierPlan.steps),
  ]);
  const ring = createReadbackRing(device, [
    { buffer: faces, bytes: FACES_BYTES },
    { buffer: output(MINI_XCEPTION_LOGITS), bytes: MAX_FACES * LOGIT_STRIDE * 4 },
  ]);
  const { input: detectorInput } = detectorPlan;
  const { input: classifierInput } = classifierPlan;
  return {
    device,
    pool,
    importer,
    detector,
    networks,
    classify,
    detectorInput,
    classifierInput,
    transform,
    faces,
    ring,
  };
}

function suppressionStep(
  { modelSize, anchorLayers }: Detector,
  output: (name: string) => GPUBuffer,
  transform: GPUBuffer,
  faces: GPUBuffer,
): PlanStep {
  const layers = anchorLayers.map(({ gridSize, anchorsPerCell }) => ({ gridSize, anchorsPerCell }));
  const [first, second = first] = anchorLayers;
  if (first === undefined || second === undefined) throw new Error('a detector needs anchors');
  const heads = [first.scores, first.regressors, second.scores, second.regressors].map(output);
  const parameters = {
    modelSize,
    layers,
    maxFaces: MAX_FACES,
    minScore: MIN_SCORE,
    iouThreshold: MERGE_ABOVE_IOU,
  };
  const resources = [...heads, transform, faces].map((buffer) => ({ buffer }));
  return planStep('non-maximum suppression', nonMaximumSuppression, parameters, resources);
}

async function buildSizedStages(stages: Stages, size: Size): Promise<SizedStages> {
  const { device, importer, detector, detectorInput, classifierInput, transform, faces } = stages;
  const surface = createFrameSurface(device, importer, size);
  const view = surface.texture.createView();
  const { scale, offsetX, offsetY } = letterboxTransform(size, detector.modelSize);
  device.queue.writeBuffer(
    transform,
    0,
    new Float32Array([scale, offsetX, offsetY, 0, size.width, size.height, 0, 0]),
  );
  const letterboxStep = planStep('letterbox', letterbox, { size: detector.modelSize }, [
    view,
    { buffer: detectorInput },
  ]);
  const cropParameters = { size: MINI_XCEPTION_SIZE, grey: true, maxFaces: MAX_FACES };
  const cropStep = planStep('crop', crop, cropParameters, [
    view,
    { buffer: faces },
    { buffer: classifierInput },
  ]);
  const [prepare, crops] = await Promise.all([
    createPlan(device, [letterboxStep]),
    createPlan(device, [cropStep]),
  ]);
  return { surface, prepare, crops };
}

/** Encodes and submits one frame; every number in the result is counted here, where the calls are made. */
async function runFrame(
  stages: Stages,
  sized: SizedStages,
  frame: FrameSource,
): Promise<FrameResult | undefined> {
  const startMs = performance.now();
  const encoder = stages.device.createCommandEncoder({ label: 'frame' });
  const pass = encoder.beginComputePass();
  const loaded = sized.surface.load(frame, pass);
  if (loaded === undefined) return undefined;
  let { dispatches } = loaded;
  for (const plan of [sized.prepare, stages.networks, sized.crops, stages.classify])
    dispatches += plan.encode(pass);
  pass.end();
  const ticket = stages.ring.copy(encoder);
  stages.device.queue.submit([encoder.finish()]);
  frame.close();
  const encodeMs = performance.now() - startMs;
  const bytes = await ticket.read();
  return {
    faces: decodeFaces(bytes),
    frameSize: sized.surface.size,
    framePath: loaded.path,
    encodeMs,
    totalMs: performance.now() - startMs,
    dispatches,
    submits: 1,
    readbacks: 1,
  };
}

/** Last way in: through a bitmap, which every adapter can copy from. */
async function analyseBitmap(stages: Stages, sized: SizedStages, frame: FrameSource): Promise<FrameResult> {
  const bitmap = await createImageBitmap(frame);
  try {
    const result = await runFrame(stages, sized, bitmap);
    if (result === undefined)
      throw new Error('this adapter takes frames in no form: not imported, not copied, not as a bitmap');
    return result;
  } finally {
    bitmap.close();
  }
}

function decodeFaces(bytes: ArrayBuffer): Face[] {
  return toFaces(readFaces(bytes.slice(0, FACES_BYTES)), new Float32Array(bytes, FACES_BYTES), LOGIT_STRIDE);
}

/** Compiles everything that does not depend on the frame's size; the first frame of a size compiles the rest. */
export async function createPipeline(
  device: GPUDevice,
  detector: Detector,
  classifier: Classifier,
): Promise<Pipeline> {
  const stages = await buildStages(device, detector, classifier);
  let sized: SizedStages | undefined;
  const stagesFor = async (size: Size): Promise<SizedStages> => {
    if (sized?.surface.size.width === size.width && sized.surface.size.height === size.height) return sized;
    sized?.surface.dispose();
    sized = await buildSizedStages(stages, size);
    return sized;
  };
  return {
    async analyse(frame) {
      try {
        const sizedStages = await stagesFor(frameSize(frame));
        const result = await runFrame(stages, sizedStages, frame);
        return result ?? (await analyseBitmap(stages, sizedStages, frame));
      } finally {
        frame.close();
      }
    },
    dispose() {
      sized?.surface.dispose();
      stages.ring.dispose();
      stages.pool.dispose();
    },
  };
}
