import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { passRelu } from '../relu-gradient/relu-gradient.reference.ts';
import type { DepthwiseGradientParameters } from './depthwise-gradient.ts';

/** What flows back, what it meets, and what joins it. */
interface Gradients {
  readonly gradient: FeatureMap;
  /** Read only where there is such a gradient. */
  readonly strided: FeatureMap;
  /** What the ReLU before the convolution gave; read only where there is one. */
  readonly activation: FeatureMap;
}

/** The slow twin of `depthwise-gradient.wgsl`, in double precision; `kernel` is 3, 3, channels, of the convolution itself. */
export function depthwiseGradientReference(
  p: DepthwiseGradientParameters,
  { gradient, strided, activation }: Gradients,
  kernel: Float32Array,
): FeatureMap {
  return createFeatureMap([gradient.batch, p.height, p.width, p.channels], (item, y, x, channel) => {
    let sum = 0;
    for (let ky = 0; ky < 3; ky++)
      for (let kx = 0; kx < 3; kx++) {
        const weight = kernel[(ky * 3 + kx) * p.channels + channel] ?? 0;
        sum += weight * at(gradient, [item, y + 1 - ky, x + 1 - kx, channel]);
      }
    if (p.strided && y % 2 === 0 && x % 2 === 0) sum += at(strided, [item, y / 2, x / 2, channel]);
    if (p.gate === 'none') return sum;
    return passRelu(sum, at(activation, [item, y, x, channel]), p.gate === 'guided');
  });
}
