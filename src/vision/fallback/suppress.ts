import type { Detector } from '../detector/blaze-face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import type { LetterboxTransform } from '../engine/kernels/letterbox/letterbox.ts';
import { nonMaximumSuppressionReference } from '../engine/kernels/non-maximum-suppression/non-maximum-suppression.reference.ts';
import { suppressionParameters } from '../frame-stages.ts';

/**
 * Decodes and suppresses on the CPU, by the kernel's own twin: it is fast enough, since few anchors are faces.
 *
 * @param outputs of the detector's network: scores and regressors of each anchor layer in turn
 */
export function suppress(
  detector: Detector,
  outputs: readonly Float32Array[],
  transform: LetterboxTransform,
): readonly RawFace[] {
  const layers = detector.anchorLayers.map((_, layer) => ({
    scores: outputs[2 * layer] ?? [],
    regressors: outputs[2 * layer + 1] ?? [],
  }));
  return nonMaximumSuppressionReference(suppressionParameters(detector), layers, transform);
}
