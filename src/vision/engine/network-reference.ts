/** A network run by the TypeScript twins of its kernels: slow, obviously right, in double precision. */
import type { FeatureMap } from './feature-map.ts';
import { convAverageReference } from './kernels/conv-average/conv-average.reference.ts';
import { convPoolReference } from './kernels/conv-pool/conv-pool.reference.ts';
import { convReference } from './kernels/conv/conv.reference.ts';
import { greyStemReference } from './kernels/grey-stem/grey-stem.reference.ts';
import { lateralReference } from './kernels/lateral/lateral.reference.ts';
import { separablePoolReference } from './kernels/separable-pool/separable-pool.reference.ts';
import { separableReference } from './kernels/separable/separable.reference.ts';
import {
  convAverageParameters,
  convParameters,
  convPoolParameters,
  greyStemParameters,
  lateralParameters,
  separableParameters,
  separablePoolParameters,
} from './layer-parameters.ts';
import { runGradientReference } from './gradient-reference.ts';
import { inferShapes, NETWORK_INPUT, type ActivationShape, type AnyLayer, type Network } from './network.ts';

/** Output of every layer, by name. */
export function runReference(network: Network<AnyLayer>, input: FeatureMap): ReadonlyMap<string, FeatureMap> {
  const shapes = inferShapes(network);
  const maps = new Map<string, FeatureMap>([[NETWORK_INPUT, input]]);
  const map = (name: string): FeatureMap => {
    const found = maps.get(name);
    if (found === undefined) throw new Error(`${network.name}: ${name} has not been computed`);
    return found;
  };
  for (const layer of network.layers)
    maps.set(layer.name, runLayer(layer, map, shapes.get(layer.name) ?? network.input));
  return maps;
}

function runLayer(layer: AnyLayer, map: (name: string) => FeatureMap, output: ActivationShape): FeatureMap {
  const input = map(layer.input);
  const { batch } = input;
  switch (layer.op) {
    case 'conv':
      return convReference(convParameters(layer, batch, input, output), input, layer.weights);
    case 'conv-pool':
      return convPoolReference(convPoolParameters(layer, batch, input), input, layer.weights);
    case 'separable': {
      const skip = layer.skip === undefined ? undefined : map(layer.skip.input);
      const parameters = separableParameters(layer, batch, { input, output, skip });
      return separableReference(parameters, input, skip ?? input, layer.weights);
    }
    case 'lateral':
      return lateralReference(
        lateralParameters(batch, input, output),
        input,
        map(layer.coarse),
        layer.weights,
      );
    case 'grey-stem':
      return greyStemReference(greyStemParameters(layer, batch, output), input, layer.weights);
    case 'separable-pool': {
      const residual = map(layer.residual);
      const parameters = separablePoolParameters(batch, input, residual, output);
      return separablePoolReference(parameters, input, residual, layer.weights);
    }
    case 'conv-average':
      return convAverageReference(convAverageParameters(layer, batch, input), input, layer.weights);
    default:
      return runGradientReference(layer, map, output);
  }
}
