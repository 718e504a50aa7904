/** The flow of one frame on the lower rungs: pixels, letterbox, detector, suppression, crops, classifier. */
import type { Classifier } from '../classifier/load-classifier.ts';
import { MINI_XCEPTION_SIZE } from '../classifier/mini-xception.ts';
import type { Detector } from '../detector/blaze-face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import { letterboxTransform } from '../engine/kernels/letterbox/letterbox.ts';
import { toFaces } from '../faces.ts';
import type { Pipeline } from '../pipeline.ts';
import type { TensorflowBackend } from './backends/backend.ts';
import { cropFace } from './crop.ts';
import { createFrameReader, type FramePixels } from './frame-pixels.ts';
import { createLetterbox } from './letterbox.ts';
import { suppress } from './suppress.ts';
import { createTensorflowNetwork, type TensorflowNetwork } from './tensorflow-network.ts';

const CROP_VALUES = MINI_XCEPTION_SIZE * MINI_XCEPTION_SIZE;
const CLASSES = 2;

/** Logits of all faces of a frame at once, `[faces, 2]`. */
async function classify(
  classifier: TensorflowNetwork,
  frame: FramePixels,
  faces: readonly RawFace[],
  compilesForBatch: boolean,
): Promise<Float32Array> {
  if (faces.length === 0) return new Float32Array();
  const batch = compilesForBatch ? 2 ** Math.ceil(Math.log2(faces.length)) : faces.length;
  const crops = new Float32Array(batch * CROP_VALUES);
  for (const [index, face] of faces.entries())
    cropFace(frame, face, MINI_XCEPTION_SIZE, crops.subarray(index * CROP_VALUES, (index + 1) * CROP_VALUES));
  const [logits = new Float32Array()] = await classifier.run(crops, batch);
  return logits;
}

/** Puts the networks on a backend that is open; the pipeline does not own it. */
export async function createFallbackPipeline(
  { tier, compilesForBatch }: TensorflowBackend,
  detector: Detector,
  classifier: Classifier,
): Promise<Pipeline> {
  const detect = await createTensorflowNetwork(tier, detector.network);
  const classifyCrops = await createTensorflowNetwork(tier, classifier.network);
  const readFrame = createFrameReader();
  const letterbox = createLetterbox(detector.modelSize);
  return {
    async analyse(frame) {
      const startMs = performance.now();
      let pixels: FramePixels;
      try {
        pixels = await readFrame(frame);
      } finally {
        frame.close();
      }
      const input = letterbox(pixels);
      const submittedMs = performance.now();
      const outputs = await detect.run(input, 1);
      const raw = suppress(detector, outputs, letterboxTransform(pixels, detector.modelSize));
      const logits = await classify(classifyCrops, pixels, raw, compilesForBatch);
      const endMs = performance.now();
      return {
        faces: toFaces(raw, logits, CLASSES),
        frameSize: { width: pixels.width, height: pixels.height },
        framePath: 'pixels',
        encodeMs: submittedMs - startMs,
        readbackMs: endMs - submittedMs,
        totalMs: endMs - startMs,
        dispatches: 0,
      };
    },
    dispose() {
      detect.dispose();
      classifyCrops.dispose();
    },
  };
}
