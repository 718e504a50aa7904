/** The flow of one frame on the lower rungs: pixels, letterbox, detector, suppression, crops, classifier. */
import type { Size } from '../../domain/geometry.ts';
import type { Classifier } from '../classifier/load-classifier.ts';
import type { Detector } from '../detector/blaze-face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import type { ActivationShape } from '../engine/network.ts';
import { toFaces } from '../faces.ts';
import { frameTimeMs, type FrameSource } from '../frame-surface.ts';
import type { Pipeline } from '../pipeline.ts';
import type { AnalyseOptions, FrameResult } from '../protocol.ts';
import { createPlannerCache, type ViewPlanner } from '../views.ts';
import type { TensorflowBackend } from './backends/backend.ts';
import { cropFace } from './crop.ts';
import { createFrameReader, type FramePixels } from './frame-pixels.ts';
import { Letterbox } from './letterbox.ts';
import { suppress } from './suppress.ts';
import { createTensorflowNetwork, type TensorflowNetwork } from './tensorflow-network.ts';

const CLASSES = 2;

/** The two networks on one backend. */
interface BackendNetworks {
  readonly detect: TensorflowNetwork;
  readonly classifyCrops: TensorflowNetwork;
  /** Of one crop, as the classifier reads it. */
  readonly cropShape: ActivationShape;
}

/** Logits of all faces of a frame at once, `[faces, 2]`. */
async function classify(
  { classifyCrops, cropShape }: BackendNetworks,
  frame: FramePixels,
  faces: readonly RawFace[],
): Promise<Float32Array> {
  if (faces.length === 0) return new Float32Array();
  const cropValues = cropShape.height * cropShape.width * cropShape.channels;
  const crops = new Float32Array(faces.length * cropValues);
  for (const [index, face] of faces.entries())
    cropFace(frame, face, cropShape, crops.subarray(index * cropValues, (index + 1) * cropValues));
  const [logits = new Float32Array()] = await classifyCrops.run(crops, faces.length);
  return logits;
}

async function readPixels(
  readFrame: (frame: FrameSource) => Promise<FramePixels>,
  frame: FrameSource,
): Promise<FramePixels> {
  try {
    return await readFrame(frame);
  } finally {
    frame.close();
  }
}

class FallbackPipeline implements Pipeline {
  readonly #networks: BackendNetworks;
  readonly #detector: Detector;
  readonly #readFrame = createFrameReader();
  readonly #letterbox: Letterbox;
  readonly #plannerFor: (frame: Size) => ViewPlanner;
  /** The frame before: pixels and backend serve one at a time. */
  #before: Promise<void> = Promise.resolve();

  constructor(networks: BackendNetworks, detector: Detector) {
    this.#networks = networks;
    this.#detector = detector;
    this.#letterbox = new Letterbox(detector.modelSize);
    this.#plannerFor = createPlannerCache(detector.range);
  }

  analyse(frame: FrameSource, options: AnalyseOptions = {}): Promise<FrameResult> {
    const result = this.#before.then(() => this.#analyse(frame, options));
    // Whoever asked for a frame hears of its error; the next one only waits for its end.
    this.#before = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async #analyse(frame: FrameSource, options: AnalyseOptions): Promise<FrameResult> {
    const { detect } = this.#networks;
    const startMs = performance.now();
    const frameMs = frameTimeMs(frame);
    const pixels = await readPixels(this.#readFrame, frame);
    const planner = this.#plannerFor(pixels);
    const views = planner.next(frameMs, options);
    const input = this.#letterbox.reduce(pixels, views);
    const readMs = performance.now();
    const raw = suppress(this.#detector, await detect.run(input, views.length), views, pixels);
    const logits = await classify(this.#networks, pixels, raw);
    const faces = toFaces(raw, logits, CLASSES);
    planner.report(faces, frameMs);
    const endMs = performance.now();
    return {
      faces,
      frameSize: { width: pixels.width, height: pixels.height },
      framePath: 'pixels',
      encodeMs: readMs - startMs,
      readbackMs: endMs - readMs,
      totalMs: endMs - startMs,
      views: views.length,
      dispatches: 0,
    };
  }

  dispose(): void {
    this.#networks.detect.dispose();
    this.#networks.classifyCrops.dispose();
  }
}

/** Puts the networks on a backend that is open; the pipeline does not own it. */
export async function createFallbackPipeline(
  backend: TensorflowBackend,
  detector: Detector,
  classifier: Classifier,
): Promise<Pipeline> {
  const detect = await createTensorflowNetwork(backend, detector.network);
  const classifyCrops = await createTensorflowNetwork(backend, classifier.network);
  return new FallbackPipeline({ detect, classifyCrops, cropShape: classifier.network.input }, detector);
}
