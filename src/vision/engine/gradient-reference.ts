/** A gradient layer computed by the TypeScript twins: slow, obviously right, in double precision. */
import type { FeatureMap } from './feature-map.ts';
import { arrivingChannels, transposeKernel } from './gradient-buffers.ts';
import type {
  ArgmaxPoolLayer,
  AveragePoolLayer,
  AverageUnpoolLayer,
  GatherPoolLayer,
  GradientLayer,
  MaxUnpoolLayer,
} from './gradient-layers.ts';
import {
  averagePoolParameters,
  convGradientParameters,
  depthwiseGradientParameters,
  poolParameters,
} from './gradient-parameters.ts';
import { argmaxPoolReference } from './kernels/argmax-pool/argmax-pool.reference.ts';
import { averagePoolReference } from './kernels/average-pool/average-pool.reference.ts';
import { averageUnpoolReference } from './kernels/average-unpool/average-unpool.reference.ts';
import { classSeedReference } from './kernels/class-seed/class-seed.reference.ts';
import { convReference } from './kernels/conv/conv.reference.ts';
import { depthwiseGradientReference } from './kernels/depthwise-gradient/depthwise-gradient.reference.ts';
import { gatherPoolReference } from './kernels/gather-pool/gather-pool.reference.ts';
import { maxUnpoolReference } from './kernels/max-unpool/max-unpool.reference.ts';
import { reluGradientReference } from './kernels/relu-gradient/relu-gradient.reference.ts';
import type { ActivationShape } from './network.ts';

/** Layers of a maximum or of a mean, forward and back. */
type PoolLayer = ArgmaxPoolLayer | GatherPoolLayer | MaxUnpoolLayer | AveragePoolLayer | AverageUnpoolLayer;

function runPoolReference(
  layer: PoolLayer,
  map: (name: string) => FeatureMap,
  output: ActivationShape,
): FeatureMap {
  const input = map(layer.input);
  const { batch } = input;
  switch (layer.op) {
    case 'argmax-pool':
      return argmaxPoolReference(poolParameters(batch, input, output), input);
    case 'gather-pool': {
      const maps = { input, argmax: map(layer.argmax), residual: map(layer.residual) };
      return gatherPoolReference(poolParameters(batch, input, output), maps);
    }
    case 'max-unpool':
      return maxUnpoolReference(poolParameters(batch, output, input), input, map(layer.argmax));
    case 'average-pool':
      return averagePoolReference(averagePoolParameters(batch, input, output), input);
    case 'average-unpool': {
      const sizes = averagePoolParameters(batch, output, input);
      return averageUnpoolReference(
        { ...sizes, guided: layer.gate.guided },
        input,
        map(layer.gate.activation),
      );
    }
  }
}

/** What a gradient layer gives; `map` has what earlier layers gave. */
export function runGradientReference(
  layer: GradientLayer,
  map: (name: string) => FeatureMap,
  output: ActivationShape,
): FeatureMap {
  const input = map(layer.input);
  const { batch } = input;
  switch (layer.op) {
    case 'argmax-pool':
    case 'gather-pool':
    case 'max-unpool':
    case 'average-pool':
    case 'average-unpool':
      return runPoolReference(layer, map, output);
    case 'class-seed': {
      const parameters = { batch, ...output, classes: output.channels, target: layer.target };
      return classSeedReference(parameters, input);
    }
    case 'conv-gradient': {
      const arriving = arrivingChannels(layer.kernel, layer.kernelSize, layer.channels);
      const kernel = transposeKernel(layer.kernel, layer.channels, arriving);
      const parameters = convGradientParameters(layer, batch, input, output);
      return convReference(parameters, input, { kernel, bias: new Float32Array(layer.channels) });
    }
    case 'depthwise-gradient': {
      const strided = map(layer.strided ?? layer.input);
      const activation = map(layer.gate?.activation ?? layer.input);
      const parameters = depthwiseGradientParameters(layer, batch, output);
      return depthwiseGradientReference(parameters, { gradient: input, strided, activation }, layer.kernel);
    }
    case 'relu-gradient': {
      const parameters = { batch, ...output, guided: layer.gate.guided };
      return reluGradientReference(parameters, input, map(layer.gate.activation));
    }
  }
}
