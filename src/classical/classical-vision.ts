/**
 * Computer vision as it was before networks, to compare them with: OpenCV's Haar cascade finds faces, a support vector machine over
 * local binary patterns says woman or man. It counts nobody, and is loaded only when somebody compares.
 */
import { centreOf, type FrameBox } from '../domain/geometry.ts';
import { cropFace } from '../vision/fallback/crop.ts';
import { CROP_SIDE_OVER_BOX } from '../domain/face.ts';
import { createFrameReader } from '../vision/fallback/frame-pixels.ts';
import { sampleCrop } from '../vision/classifier/sample-crop.ts';
import type { RawFace } from '../vision/engine/face-buffer.ts';
import { loadFaceFinder, type FaceFinder } from './haar-cascade.ts';
import { FACE_SHAPE, loadLinearClassifier, type LinearClassifier } from './linear-classifier.ts';
import type { ClassicalFace, ClassicalResult } from './protocol.ts';

/**
 * Where the middle of the networks' detector box lies below that of the cascade's, over the cascade's side. Both boxes are as large as
 * each other. Medians over the composite faces; see decision 25.
 */
const DETECTOR_BOX_LOWER = 0.11;

/** Classical computer vision, ready for frames or for crops. */
export interface ClassicalVision {
  readonly facts: LinearClassifier['facts'];
  /** Looks at one frame; takes it over and closes it. */
  readonly analyse: (frame: ImageBitmap) => Promise<ClassicalResult>;
  readonly classifyCrop: (crop: ImageData) => readonly [woman: number, man: number];
}

/** The crop that the classifier knows: as around the networks' box, but upright, as the cascade finds no eyes. */
function faceToCrop(box: FrameBox, cropSideOverBox: number): RawFace {
  const side = (box.width * cropSideOverBox) / CROP_SIDE_OVER_BOX;
  const { x, y } = centreOf(box);
  const lower = y + DETECTOR_BOX_LOWER * box.height;
  return {
    box: [x - side / 2, lower - side / 2, side, side],
    score: 1,
    // Level eyes: not turned.
    keypoints: [
      [x, lower],
      [x + 1, lower],
    ],
  };
}

async function openFaceFinder(baseUrl: string): Promise<FaceFinder> {
  const { startOpenCv } = await import('./opencv.ts');
  const { cv } = await startOpenCv();
  return loadFaceFinder(cv, baseUrl);
}

/**
 * Loads what is needed: the classifier and, where frames will come, OpenCV.
 *
 * @throws Error in plain words when a file is refused or cannot be fetched, or OpenCV does not start
 */
export async function createClassicalVision(baseUrl: string, detects: boolean): Promise<ClassicalVision> {
  const [classifier, finder] = await Promise.all([
    loadLinearClassifier(baseUrl),
    detects ? openFaceFinder(baseUrl) : undefined,
  ]);
  const readFrame = createFrameReader();
  const grey = new Float32Array(FACE_SHAPE.width * FACE_SHAPE.height);
  return {
    facts: classifier.facts,
    async analyse(frame) {
      const startMs = performance.now();
      const pixels = await readFrame(frame);
      frame.close();
      const boxes = finder?.find(pixels) ?? [];
      const faces = boxes.map((box): ClassicalFace => {
        cropFace(pixels, faceToCrop(box, classifier.cropSideOverBox), FACE_SHAPE, grey);
        return { box, logits: classifier.classify(grey) };
      });
      const { width, height } = pixels;
      return { faces, frameSize: { width, height }, totalMs: performance.now() - startMs };
    },
    classifyCrop({ data, width }) {
      sampleCrop(data, width, { ...FACE_SHAPE, sideOverBox: classifier.cropSideOverBox }, grey);
      return classifier.classify(grey);
    },
  };
}
