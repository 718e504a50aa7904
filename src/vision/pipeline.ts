/**
 * The flow of one frame: import, letterbox, detector, decode and suppression, crops, classifier, one readback.
 * Everything is one command buffer and one submit; pixels, crops and activations never leave the GPU.
 */
import type { Stage } from '../domain/engine.ts';
import type { Explanation } from '../domain/explanation.ts';
import type { Face } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';
import type { Classifier } from './classifier/load-classifier.ts';
import type { Detector } from './detector/blaze-face.ts';
import { facesBytes, readFaces } from './engine/face-buffer.ts';
import { createSharedPass, type Passes } from './engine/passes.ts';
import type { Plan } from './engine/plan.ts';
import { createProfiledPasses } from './engine/profiler.ts';
import { untuned, type Tuner } from './engine/tuner.ts';
import { toFaces } from './faces.ts';
import { MAX_FACES, roomFor } from './face-room.ts';
import { createExplainers, type Explainer } from './explain/explainers.ts';
import { createFrameStages, LOGIT_STRIDE, type FrameStages, type SizedStages } from './frame-stages.ts';
import { frameSize, frameTimeMs, type FrameSource } from './frame-surface.ts';
import type { AnalyseOptions, FrameResult } from './protocol.ts';

/** Analyses frames on one device. */
export interface Pipeline {
  /** Analyses one frame and closes it. Rejects when the device is lost or more than three frames are in flight. */
  readonly analyse: (frame: FrameSource, options?: AnalyseOptions) => Promise<FrameResult>;
  readonly dispose: () => void;
}

/** Compiles everything that does not depend on the frame's size; the first frame of a size compiles the rest. */
export async function createPipeline(
  device: GPUDevice,
  detector: Detector,
  classifier: Classifier,
  tune: Tuner = untuned,
): Promise<Pipeline> {
  const stages = await createFrameStages(device, { detector, classifier }, tune);
  const stagesFor = createSizeCache(stages);
  const explainers = createExplainers(device, classifier.network, stages.crops);
  const history = { faces: MAX_FACES };
  return {
    async analyse(frame, options = {}) {
      try {
        const sized = await stagesFor.get(frameSize(frame));
        const explainer = options.explain === undefined ? undefined : await explainers.of(options.explain);
        const run: FrameRun = { device, stages, sized, options, history, explainer };
        return (await runFrame(run, frame)) ?? (await runBitmapOf(run, frame));
      } finally {
        frame.close();
      }
    },
    dispose() {
      stagesFor.dispose();
      explainers.dispose();
      stages.dispose();
    },
  };
}

/** What one frame runs on. */
interface FrameRun {
  readonly device: GPUDevice;
  readonly stages: FrameStages;
  readonly sized: SizedStages;
  readonly options: AnalyseOptions;
  /** What the newest answered frame had; before one, as many as there may be. */
  readonly history: { faces: number };
  /** Undefined when nothing is to be explained. */
  readonly explainer: Explainer | undefined;
}

/** For how many items the stages of one frame are launched. */
interface Items {
  readonly views: number;
  readonly faces: number;
}

/** Everything between the frame's texture and its results, in order; answers how many dispatches it made. */
function encodeStages(
  { stages, sized, explainer }: Pick<FrameRun, 'stages' | 'sized' | 'explainer'>,
  passes: Passes,
  { views, faces }: Items,
): number {
  const plans: (readonly [Stage, Plan, number])[] = [
    ['letterbox', sized.letterbox, views],
    ['detector', stages.detect, views],
    ['suppression', stages.suppress, views],
    ['crop', sized.crop, faces],
    ['classifier', stages.classify, faces],
  ];
  if (explainer !== undefined) plans.push(['explanation', explainer.plan, 1]);
  return plans.reduce((sum, [stage, plan, items]) => sum + plan.encode(passes.stage(stage), items), 0);
}

/** One frame from its arrival to its faces; undefined when this adapter can neither import nor copy such a frame. */
async function runFrame(run: FrameRun, frame: FrameSource): Promise<FrameResult | undefined> {
  const { device, stages, sized, options, history, explainer } = run;
  const startMs = performance.now();
  const encoder = device.createCommandEncoder({ label: 'frame' });
  const profiled = options.profile === true ? createProfiledPasses(device, encoder) : undefined;
  const passes = profiled ?? createSharedPass(encoder);

  const loaded = sized.surface.load(frame, passes.stage('import'));
  if (loaded === undefined) {
    profiled?.dispose();
    return undefined;
  }
  const frameMs = frameTimeMs(frame);
  const views = sized.planner.next(frameMs, options);
  stages.lookAt(views, sized.surface.size);
  const room = options.everyFace === true ? MAX_FACES : roomFor(history.faces);
  const dispatches = loaded.dispatches + encodeStages(run, passes, { views: views.length, faces: room });
  passes.end();
  const results = stages.ring.copy(encoder);
  const explained = explainer?.copy(encoder);
  device.queue.submit([encoder.finish()]);
  frame.close();

  const submittedMs = performance.now();
  const bytes = await results.read();
  const readMs = performance.now();
  const faces = decodeFaces(bytes, room);
  history.faces = faces.length;
  sized.planner.report(faces, frameMs);
  const result: FrameResult = {
    faces,
    frameSize: sized.surface.size,
    framePath: loaded.path,
    encodeMs: submittedMs - startMs,
    readbackMs: readMs - submittedMs,
    totalMs: performance.now() - startMs,
    views: views.length,
    dispatches,
    ...(explained === undefined ? {} : { explanation: await explanationOf(faces, explained) }),
  };
  return options.profile === true ? { ...result, profile: (await profiled?.read()) ?? null } : result;
}

/** Must be read whatever came of it, since that frees its buffer; without a face, it is of an earlier frame. */
async function explanationOf(
  faces: readonly Face[],
  explained: ReturnType<Explainer['copy']>,
): Promise<Explanation | null> {
  const explanation = await explained.read();
  return faces.length === 0 ? null : explanation;
}

/** Last way in: through a bitmap, which every adapter can copy from. */
async function runBitmapOf(run: FrameRun, frame: FrameSource): Promise<FrameResult> {
  const bitmap = await createImageBitmap(frame);
  try {
    const result = await runFrame(run, bitmap);
    if (result === undefined)
      throw new Error('this adapter takes frames in no form: not imported, not copied, not as a bitmap');
    return result;
  } finally {
    bitmap.close();
  }
}

/** The faces that came back; beyond the first `classified`, logits are those of earlier frames and say nothing. */
function decodeFaces(bytes: ArrayBuffer, classified: number): Face[] {
  const logits = new Float32Array(bytes, facesBytes(MAX_FACES)).fill(0, classified * LOGIT_STRIDE);
  return toFaces(readFaces(bytes.slice(0, facesBytes(MAX_FACES))), logits, LOGIT_STRIDE);
}

/** Keeps the stages of the newest frame size, so that a camera that turns costs one compilation and no memory. */
function createSizeCache(stages: FrameStages): {
  readonly get: (size: Size) => Promise<SizedStages>;
  readonly dispose: () => void;
} {
  let newest: { readonly size: Size; readonly sized: Promise<SizedStages> } | undefined;
  const dispose = (): void => {
    // Stages that failed to compile have nothing to free, and whoever asked for them has seen the error.
    newest?.sized.then(
      ({ surface }) => surface.dispose(),
      () => undefined,
    );
    newest = undefined;
  };
  return {
    get(size) {
      if (newest?.size.width !== size.width || newest.size.height !== size.height) {
        dispose();
        newest = { size, sized: stages.forSize(size) };
      }
      return newest.sized;
    },
    dispose,
  };
}
