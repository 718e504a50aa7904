/** What a frame passes through, compiled and bound once: networks, suppression, and what depends on the frame's size. */
import type { Size } from '../domain/geometry.ts';
import { logitsOf, type Classifier } from './classifier/load-classifier.ts';
import type { Detector } from './detector/blaze-face.ts';
import { createBufferPool, outputOf } from './engine/buffers.ts';
import { facesBytes } from './engine/face-buffer.ts';
import { crop } from './engine/kernels/crop/crop.ts';
import { letterbox } from './engine/kernels/letterbox/letterbox.ts';
import { planNetwork } from './engine/network-plan.ts';
import { createPlans, planStep, type Plan } from './engine/plan.ts';
import { createReadbackRing, type ReadbackRing } from './engine/readback.ts';
import type { Tuner } from './engine/tuner.ts';
import { viewsBytes, writeViews, type View } from './engine/view-buffer.ts';
import { MAX_FACES } from './face-room.ts';
import {
  createFrameImporter,
  createFrameSurface,
  type FrameImporter,
  type FrameSurface,
} from './frame-surface.ts';
import { suppressionSteps } from './suppression.ts';
import { maxViews, ViewPlanner, viewsOf } from './views.ts';

/** Two logits, padded to one `vec4f`. */
export const LOGIT_STRIDE = 4;
/** Layouts of the classifier are tried with so many faces: those of an entrance with some people in it. */
const TUNED_FACES = 4;

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
  const handover = { detectorInput: detectorPlan.input, classifierInput: classifierPlan.input, views, faces };
  // So that there is something to compute while layouts are tried; each frame writes its own.
  device.queue.writeBuffer(views, 0, new Uint32Array([1]));
  device.queue.writeBuffer(faces, 0, new Uint32Array([TUNED_FACES]));
  const detectorSteps = await tune(detectorPlan, 1, pool);
  const classifierSteps = await tune(classifierPlan, TUNED_FACES, pool);
  const suppressing = suppressionSteps(detector, pool, { outputs: detectorPlan.outputs, views, faces });
  const [importer, [detect, suppress, classify]] = await Promise.all([
    createFrameImporter(device),
    createPlans(device, [detectorSteps, suppressing, classifierSteps] as const),
  ]);
  const logits = outputOf(classifierPlan.outputs, logitsOf(classifier.network));
  const ring = createReadbackRing(device, [
    { buffer: faces, bytes: facesBytes(MAX_FACES) },
    { buffer: logits, bytes: MAX_FACES * LOGIT_STRIDE * 4 },
  ]);
  return {
    detect,
    suppress,
    classify,
    ring,
    crops: handover,
    lookAt: createViewWriter(device, views, mostViews),
    forSize: (size) => createSizedStages({ device, importer, handover, detector, classifier }, size),
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

/** What the stages for one size are made from. */
interface SizedParts {
  readonly device: GPUDevice;
  readonly importer: FrameImporter;
  readonly handover: Handover;
  readonly detector: Detector;
  readonly classifier: Classifier;
}

async function createSizedStages(
  { device, importer, handover, detector: { range, modelSize }, classifier }: SizedParts,
  size: Size,
): Promise<SizedStages> {
  const surface = createFrameSurface(device, importer, size);
  const view = surface.texture.createView();
  const letterboxParameters = { size: modelSize, maxViews: maxViews(range) };
  const letterboxStep = planStep('letterbox', letterbox, letterboxParameters, [
    view,
    { buffer: handover.views },
    { buffer: handover.detectorInput },
  ]);
  const { height: side, channels } = classifier.network.input;
  const cropParameters = { size: side, grey: channels === 1, maxFaces: MAX_FACES };
  const cropStep = planStep('crop', crop, cropParameters, [
    view,
    { buffer: handover.faces },
    { buffer: handover.classifierInput },
  ]);
  const [letterboxPlan, cropPlan] = await createPlans(device, [[letterboxStep], [cropStep]] as const);
  const planner = new ViewPlanner(viewsOf(range, size));
  return { planner, surface, letterbox: letterboxPlan, crop: cropPlan };
}
