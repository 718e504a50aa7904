import type { Face } from '../domain/face.ts';
import { framePx } from '../domain/geometry.ts';
import type { RawFace } from './engine/face-buffer.ts';

/** Joins what came back of a frame: faces in frame pixels, and their logits `stride` floats apart. */
export function toFaces(raw: readonly RawFace[], logits: Float32Array, stride: number): Face[] {
  return raw.map(({ box: [x, y, width, height], score, keypoints }, index) => ({
    box: { x: framePx(x), y: framePx(y), width: framePx(width), height: framePx(height) },
    keypoints: keypoints.map(([keypointX, keypointY]) => ({ x: framePx(keypointX), y: framePx(keypointY) })),
    score,
    logits: [logits[index * stride] ?? 0, logits[index * stride + 1] ?? 0],
  }));
}
