import { at, createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import type { ClassSeedParameters } from './class-seed.ts';

/** The slow twin of `class-seed.wgsl`, in double precision. */
export function classSeedReference({ target }: ClassSeedParameters, scores: FeatureMap): FeatureMap {
  const { batch, height, width, channels } = scores;
  return createFeatureMap([batch, height, width, channels], (item, y, x, channel) => {
    if (target.kind === 'class') return channel === target.index ? 1 / (height * width) : 0;
    const all = Array.from({ length: channels }, (_, other) => at(scores, [item, y, x, other]));
    return all.indexOf(Math.max(...all)) === channel ? 1 : 0;
  });
}
