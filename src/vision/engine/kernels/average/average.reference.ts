import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';

/** The slow twin of `average.wgsl`, in double precision: `[batch, 1, 1, channels]`. */
export function averageReference(input: FeatureMap): FeatureMap {
  return createFeatureMap([input.batch, 1, 1, input.channels], (item, _y, _x, channel) => {
    let sum = 0;
    for (let y = 0; y < input.height; y++)
      for (let x = 0; x < input.width; x++) sum += at(input, [item, y, x, channel]);
    return sum / (input.height * input.width);
  });
}
