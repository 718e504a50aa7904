import type { Size } from '../../domain/geometry.ts';
import type { Detector } from '../detector/blaze-face.ts';
import type { RawFace } from '../engine/face-buffer.ts';
import {
  decodeAnchorsReference,
  type ViewOutputs,
} from '../engine/kernels/decode-anchors/decode-anchors.reference.ts';
import { nonMaximumSuppressionReference } from '../engine/kernels/non-maximum-suppression/non-maximum-suppression.reference.ts';
import type { View } from '../engine/view-buffer.ts';
import { suppressionParameters } from '../suppression.ts';

/** The part of a batch's numbers that belongs to one of its items. */
function itemOf(values: Float32Array | undefined, item: number, items: number): ArrayLike<number> {
  const length = (values?.length ?? 0) / items;
  return values?.subarray(item * length, (item + 1) * length) ?? [];
}

/**
 * Decodes and suppresses on the CPU, by the kernels' own twins: they are fast enough, since few anchors are faces.
 *
 * @param outputs of the detector's network for all views: scores and regressors of each anchor layer in turn
 */
export function suppress(
  detector: Detector,
  outputs: readonly Float32Array[],
  views: readonly View[],
  frame: Size,
): readonly RawFace[] {
  const parameters = suppressionParameters(detector);
  const viewOutputs = views.map((view, item): ViewOutputs => ({
    view,
    grids: detector.anchorLayers.map((_, layer) => ({
      scores: itemOf(outputs[2 * layer], item, views.length),
      regressors: itemOf(outputs[2 * layer + 1], item, views.length),
    })),
  }));
  return nonMaximumSuppressionReference(parameters, decodeAnchorsReference(parameters, viewOutputs, frame));
}
