/** What a frame passes through, compiled and bound once: networks, suppression, and what depends on the frame's size. */
import type { Size } from '../domain/geometry.ts';
import type { Classifier } from './classifier/load-classifier.ts';
import { MINI_XCEPTION_LOGITS, MINI_XCEPTION_SIZE } from './classifier/mini-xception.ts';
import type { Detector } from './detector/blaze-face.ts';
import { createBufferPool, type BufferPool } from './engine/buffers.ts';
import { facesBytes } from './engine/face-buffer.ts';
import { crop } from './engine/kernels/crop/crop.ts';
import {
  candidatesBytes,
  decodeAnchors,
  type DecodeAnchorsParameters,
} from './engine/kernels/decode-anchors/decode-anchors.ts';
import { letterbox } from './engine/kernels/letterbox/letterbox.ts';
import {
  MAX_CANDIDATES,
  nonMaximumSuppression,
  type NonMaximumSuppressionParameters,
} from './engine/kernels/non-maximum-suppression/non-maximum-suppression.ts';
import { planNetwork } from './engine/network-plan.ts';
import { createPlans, planStep, type Plan, type PlanStep } from './engine/plan.ts';
import { createReadbackRing, type ReadbackRing } from './engine/readback.ts';
import type { Tuner } from './engine/tuner.ts';
import { viewsBytes, writeViews, type View } from './engine/view-buffer.ts';
import { LEAST_ROOM, MAX_FACES } from './face-room.ts';
import {
  createFrameImporter,
  createFrameSurface,
  type FrameImporter,
  type FrameSurface,
} from './frame-surface.ts';
import { maxViews, ViewPlanner, viewsOf } from './views.ts';

/** Two logits, padded to one `vec4f`. */
export const LOGIT_STRIDE = 4;
const MIN_SCORE = 0.3;
const MERGE_ABOVE_IOU = 0.3;
const DROP_ABOVE_CONTAINED = 0.6;

/** Where the faces of the newest frame lie: their number comes first, and their crops are the classifier's input. */
export interface FaceCrops {
  readonly faces: GPUBuffer;
  readonly classifierInput: GPUBuffer;
}

/** What does not depend on the frame's size. */
export interface FrameStages {
  readonly detect: Plan;
  readonly suppress: Plan;
  readonly classify: Plan;
  /** Gives back `facesBytes(MAX_FACES)` of faces, then `MAX_FACES` rows of logits. */
  readonly ring: ReadbackRing;
  readonly crops: FaceCrops;
  /** Writes which views the next frame has; nothing is written when they are those of the frame before. */
  readonly lookAt: (views: readonly View[], size: Size) => void;
  /** Compiles what does: for frames of one size at a time. */
  readonly forSize: (size: Size) => Promise<SizedStages>;
  readonly dispose: () => void;
}

/** What is bound to the frame's texture, and where to look in frames of its size. */
export interface SizedStages {
  readonly planner: ViewPlanner;
  readonly surface: FrameSurface;
  readonly letterbox: Plan;
  readonly crop: Plan;
}

/** Buffers through which the stages hand on their results. */
interface Handover extends FaceCrops {
  readonly detectorInput: GPUBuffer;
  readonly views: GPUBuffer;
}

/** Compiles everything that does not depend on the frame's size. */
export async function createFrameStages(
  device: GPUDevice,
  { detector, classifier }: { readonly detector: Detector; readonly classifier: Classifier },
  tune: Tuner,
): Promise<FrameStages> {
  const pool = createBufferPool(device);
  const mostViews = maxViews(detector.range);
  const views = pool.storage('views', viewsBytes(mostViews));
  const faces = pool.storage('faces', facesBytes(MAX_FACES));
  const detectorPlan = planNetwork(detector.network, pool, { batch: mostViews, activeItems: views });
  const classifierPlan = planNetwork(classifier.network, pool, { batch: MAX_FACES, activeItems: faces });
  const [detectorInput, classifierInput] = [detectorPlan.input, classifierPlan.input];
  const handover = { detectorInput, classifierInput, views, faces };
  // So that there is something to compute while layouts are tried; each frame writes its own.
  device.queue.writeBuffer(views, 0, new Uint32Array([1]));
  device.queue.writeBuffer(faces, 0, new Uint32Array([LEAST_ROOM]));
  const detectorSteps = await tune(detectorPlan, 1, pool);
  const classifierSteps = await tune(classifierPlan, LEAST_ROOM, pool);
  const suppressionPlanSteps = suppressionSteps(detector, detectorPlan.outputs, pool, handover);
  const [importer, [detect, suppress, classify]] = await Promise.all([
    createFrameImporter(device),
    createPlans(device, [detectorSteps, suppressionPlanSteps, classifierSteps] as const),
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
    crops: handover,
    lookAt: createViewWriter(device, views, mostViews),
    forSize: (size) => createSizedStages(device, importer, size, { handover, detector }),
    dispose() {
      ring.dispose();
      pool.dispose();
    },
  };
}

function createViewWriter(device: GPUDevice, buffer: GPUBuffer, mostViews: number): FrameStages['lookAt'] {
  let written: readonly View[] | undefined;
  return (views, size) => {
    if (views === written) return;
    device.queue.writeBuffer(buffer, 0, writeViews(views, size, mostViews));
    written = views;
  };
}

function outputOf(outputs: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const buffer = outputs.get(name);
  if (buffer === undefined) throw new Error(`the network has no output ${name}`);
  return buffer;
}

/** When anchors of a detector are faces, and which are the same face: for every rung alike. */
export function suppressionParameters({
  range,
  modelSize,
  anchorLayers,
}: Detector): DecodeAnchorsParameters & NonMaximumSuppressionParameters {
  const most = maxViews(range);
  return {
    modelSize,
    layers: anchorLayers,
    maxViews: most,
    capacity: Math.min(Math.floor(MAX_CANDIDATES / most), anchorCount(anchorLayers)),
    minScore: MIN_SCORE,
    maxFaces: MAX_FACES,
    iouThreshold: MERGE_ABOVE_IOU,
    containedThreshold: DROP_ABOVE_CONTAINED,
  };
}

function suppressionSteps(
  detector: Detector,
  outputs: ReadonlyMap<string, GPUBuffer>,
  pool: BufferPool,
  { views, faces }: Handover,
): PlanStep[] {
  const [first, second = first] = detector.anchorLayers;
  if (first === undefined || second === undefined) throw new Error('a detector needs anchors');
  const parameters = suppressionParameters(detector);
  const candidates = pool.storage('candidates', candidatesBytes(parameters));
  const heads = [first.scores, first.regressors, second.scores, second.regressors];
  const outputBuffers = heads.map((name) => outputOf(outputs, name));
  return [
    planStep('decode anchors', decodeAnchors, parameters, bind(views, ...outputBuffers, candidates)),
    planStep('non-maximum suppression', nonMaximumSuppression, parameters, bind(views, candidates, faces)),
  ];
}

const bind = (...buffers: readonly GPUBuffer[]): GPUBindingResource[] =>
  buffers.map((buffer) => ({ buffer }));

function anchorCount(layers: Detector['anchorLayers']): number {
  return layers.reduce((sum, { gridSize, anchorsPerCell }) => sum + gridSize ** 2 * anchorsPerCell, 0);
}

async function createSizedStages(
  device: GPUDevice,
  importer: FrameImporter,
  size: Size,
  { handover, detector: { range, modelSize } }: { readonly handover: Handover; readonly detector: Detector },
): Promise<SizedStages> {
  const surface = createFrameSurface(device, importer, size);
  const view = surface.texture.createView();
  const letterboxParameters = { size: modelSize, maxViews: maxViews(range) };
  const letterboxStep = planStep('letterbox', letterbox, letterboxParameters, [
    view,
    { buffer: handover.views },
    { buffer: handover.detectorInput },
  ]);
  const cropParameters = { size: MINI_XCEPTION_SIZE, grey: true, maxFaces: MAX_FACES };
  const cropStep = planStep('crop', crop, cropParameters, [
    view,
    { buffer: handover.faces },
    { buffer: handover.classifierInput },
  ]);
  const [letterboxPlan, cropPlan] = await createPlans(device, [[letterboxStep], [cropStep]] as const);
  const planner = new ViewPlanner(viewsOf(range, size));
  return { planner, surface, letterbox: letterboxPlan, crop: cropPlan };
}
