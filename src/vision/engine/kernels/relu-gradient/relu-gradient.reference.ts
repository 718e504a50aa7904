import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ReluGradientParameters } from './relu-gradient.ts';

/**
 * A gradient through a ReLU that gave `activation`. Guided: Springenberg et al., "Striving for Simplicity: The All Convolutional Net",
 * 2015, as in oarriaga/face_classification `src/utils/grad_cam.py`.
 */
export function passRelu(gradient: number, activation: number, guided: boolean): number {
  return activation > 0 && (gradient > 0 || !guided) ? gradient : 0;
}

/** The slow twin of `relu-gradient.wgsl`. */
export function reluGradientReference(
  { guided }: ReluGradientParameters,
  gradient: FeatureMap,
  activation: FeatureMap,
): FeatureMap {
  const { batch, height, width, channels } = gradient;
  return createFeatureMap([batch, height, width, channels], (...place) =>
    passRelu(at(gradient, place), at(activation, place), guided),
  );
}
