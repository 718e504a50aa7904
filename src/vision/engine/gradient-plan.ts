/** Which kernel computes a gradient layer, with which facts. */
import type { GradientLayer } from './gradient-layers.ts';
import {
  averagePoolParameters,
  convGradientParameters,
  depthwiseGradientParameters,
  poolParameters,
} from './gradient-parameters.ts';
import { argmaxPool } from './kernels/argmax-pool/argmax-pool.ts';
import { averagePool } from './kernels/average-pool/average-pool.ts';
import { averageUnpool } from './kernels/average-unpool/average-unpool.ts';
import { classSeed } from './kernels/class-seed/class-seed.ts';
import { depthwiseGradient } from './kernels/depthwise-gradient/depthwise-gradient.ts';
import { gatherPool } from './kernels/gather-pool/gather-pool.ts';
import type { Kernel } from './kernels/kernel.ts';
import { maxUnpool } from './kernels/max-unpool/max-unpool.ts';
import { convKernelOf } from './kernels/narrow-conv/narrow-conv.ts';
import { reluGradient } from './kernels/relu-gradient/relu-gradient.ts';
import type { ActivationShape } from './network.ts';
import type { PlanStep } from './plan.ts';

/** Makes the step of a layer whose buffers are known. */
export type Place = <Parameters>(kernel: Kernel<Parameters>, parameters: Parameters) => PlanStep;

/** Shapes around a layer. */
interface Shapes {
  readonly batch: number;
  readonly input: ActivationShape;
  readonly output: ActivationShape;
}

/** The step of a gradient layer. */
export function placeGradient(
  layer: GradientLayer,
  place: Place,
  { batch, input, output }: Shapes,
): PlanStep {
  switch (layer.op) {
    case 'argmax-pool':
      return place(argmaxPool, poolParameters(batch, input, output));
    case 'gather-pool':
      return place(gatherPool, poolParameters(batch, input, output));
    case 'max-unpool':
      return place(maxUnpool, poolParameters(batch, output, input));
    case 'average-pool':
      return place(averagePool, averagePoolParameters(batch, input, output));
    case 'average-unpool': {
      const sizes = averagePoolParameters(batch, output, input);
      return place(averageUnpool, { ...sizes, guided: layer.gate.guided });
    }
    case 'class-seed':
      return place(classSeed, { batch, ...input, classes: input.channels, target: layer.target });
    case 'conv-gradient': {
      const parameters = convGradientParameters(layer, batch, input, output);
      return place(convKernelOf(parameters), parameters);
    }
    case 'depthwise-gradient':
      return place(depthwiseGradient, depthwiseGradientParameters(layer, batch, output));
    case 'relu-gradient':
      return place(reluGradient, { batch, ...output, guided: layer.gate.guided });
  }
}
