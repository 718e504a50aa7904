/** What a frame passes through, compiled and bound once: networks, suppression, and what depends on the frame's size. */
import type { Size } from '../domain/geometry.ts';
import type { Classifier } from './classifier/load-classifier.ts';
import { MINI_XCEPTION_LOGITS, MINI_XCEPTION_SIZE } from './classifier/mini-xception.ts';
import type { Detector } from './detector/blaze-face.ts';
import { createBufferPool } from './engine/buffers.ts';
import { facesBytes } from './engine/face-buffer.ts';
import { crop } from './engine/kernels/crop/crop.ts';
import { letterbox, letterboxTransform } from './engine/kernels/letterbox/letterbox.ts';
import {
  nonMaximumSuppression,
  type NonMaximumSuppressionParameters,
} from './engine/kernels/non-maximum-suppression/non-maximum-suppression.ts';
import { planNetwork } from './engine/network-plan.ts';
import { createPlan, planStep, type Plan, type PlanStep } from './engine/plan.ts';
import { createReadbackRing, type ReadbackRing } from './engine/readback.ts';
import {
  createFrameImporter,
  createFrameSurface,
  type FrameImporter,
  type FrameSurface,
} from './frame-surface.ts';

/** Faces classified in one frame; more are left out, lowest score first. */
export const MAX_FACES = 16;
/** Two logits, padded to one `vec4f`. */
export const LOGIT_STRIDE = 4;
const MIN_SCORE = 0.3;
const MERGE_ABOVE_IOU = 0.3;

/** What does not depend on the frame's size. */
export interface FrameStages {
  readonly detect: Plan;
  readonly suppress: Plan;
  readonly classify: Plan;
  /** Gives back `facesBytes(MAX_FACES)` of faces, then `MAX_FACES` rows of logits. */
  readonly ring: ReadbackRing;
  /** Compiles what does: for frames of one size at a time. */
  readonly forSize: (size: Size) => Promise<SizedStages>;
  readonly dispose: () => void;
}

/** What is bound to the frame's texture. */
export interface SizedStages {
  readonly surface: FrameSurface;
  readonly letterbox: Plan;
  readonly crop: Plan;
}

/** Buffers through which the stages hand on their results. */
interface Handover {
  readonly detectorInput: GPUBuffer;
  readonly classifierInput: GPUBuffer;
  /** From model pixels to frame pixels: scale, offsetX, offsetY. */
  readonly transform: GPUBuffer;
  readonly faces: GPUBuffer;
}

/** Compiles everything that does not depend on the frame's size. */
export async function createFrameStages(
  device: GPUDevice,
  detector: Detector,
  classifier: Classifier,
): Promise<FrameStages> {
  const pool = createBufferPool(device);
  const oneItem = pool.upload('one item', new Uint32Array([1]));
  const faces = pool.storage('faces', facesBytes(MAX_FACES));
  const transform = pool.uniform('letterbox transform', 16);
  const detectorPlan = planNetwork(detector.network, pool, { batch: 1, activeItems: oneItem });
  const classifierPlan = planNetwork(classifier.network, pool, { batch: MAX_FACES, activeItems: faces });
  const handover = {
    detectorInput: detectorPlan.input,
    classifierInput: classifierPlan.input,
    transform,
    faces,
  };
  const [importer, detect, suppress, classify] = await Promise.all([
    createFrameImporter(device),
    createPlan(device, detectorPlan.steps),
    createPlan(device, [suppressionStep(detector, detectorPlan.outputs, handover)]),
    createPlan(device, classifierPlan.steps),
  ]);
  const ring = createReadbackRing(device, [
    { buffer: faces, bytes: facesBytes(MAX_FACES) },
    { buffer: outputOf(classifierPlan.outputs, MINI_XCEPTION_LOGITS), bytes: MAX_FACES * LOGIT_STRIDE * 4 },
  ]);
  return {
    detect,
    suppress,
    classify,
    ring,
    forSize: (size) => createSizedStages(device, importer, size, { handover, modelSize: detector.modelSize }),
    dispose() {
      ring.dispose();
      pool.dispose();
    },
  };
}

function outputOf(outputs: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const buffer = outputs.get(name);
  if (buffer === undefined) throw new Error(`the network has no output ${name}`);
  return buffer;
}

/** When anchors of a detector are faces, and which are the same face. */
export function suppressionParameters({
  modelSize,
  anchorLayers,
}: Detector): NonMaximumSuppressionParameters {
  return {
    modelSize,
    layers: anchorLayers,
    maxFaces: MAX_FACES,
    minScore: MIN_SCORE,
    iouThreshold: MERGE_ABOVE_IOU,
  };
}

function suppressionStep(
  detector: Detector,
  outputs: ReadonlyMap<string, GPUBuffer>,
  { transform, faces }: Handover,
): PlanStep {
  const [first, second = first] = detector.anchorLayers;
  if (first === undefined || second === undefined) throw new Error('a detector needs anchors');
  const heads = [first.scores, first.regressors, second.scores, second.regressors];
  const buffers = [...heads.map((name) => outputOf(outputs, name)), transform, faces];
  const resources = buffers.map((buffer) => ({ buffer }));
  return planStep(
    'non-maximum suppression',
    nonMaximumSuppression,
    suppressionParameters(detector),
    resources,
  );
}

async function createSizedStages(
  device: GPUDevice,
  importer: FrameImporter,
  size: Size,
  { handover, modelSize }: { readonly handover: Handover; readonly modelSize: number },
): Promise<SizedStages> {
  const surface = createFrameSurface(device, importer, size);
  const view = surface.texture.createView();
  const { scale, offsetX, offsetY } = letterboxTransform(size, modelSize);
  device.queue.writeBuffer(handover.transform, 0, new Float32Array([scale, offsetX, offsetY, 0]));
  const letterboxStep = planStep('letterbox', letterbox, { size: modelSize }, [
    view,
    { buffer: handover.detectorInput },
  ]);
  const cropParameters = { size: MINI_XCEPTION_SIZE, grey: true, maxFaces: MAX_FACES };
  const cropStep = planStep('crop', crop, cropParameters, [
    view,
    { buffer: handover.faces },
    { buffer: handover.classifierInput },
  ]);
  const [letterboxPlan, cropPlan] = await Promise.all([
    createPlan(device, [letterboxStep]),
    createPlan(device, [cropStep]),
  ]);
  return { surface, letterbox: letterboxPlan, crop: cropPlan };
}
