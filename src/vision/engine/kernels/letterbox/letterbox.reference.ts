import { createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { meanOverSquare, sampleBilinear, type Picture, type Rgb } from '../../picture.reference.ts';
import type { View } from '../../view-buffer.ts';

/** The slow twin of `letterbox.wgsl`, in double precision: `[views, size, size, 3]` in [-1, 1]. */
export function letterboxReference(size: number, frame: Picture, views: readonly View[]): FeatureMap {
  const sampleFrame = (x: number, y: number): Rgb =>
    x < 0 || y < 0 || x > frame.width || y > frame.height ? [0, 0, 0] : sampleBilinear(frame, x, y);
  return createFeatureMap([views.length, size, size, 3], (item, y, x, channel) => {
    const view = views[item] ?? { x: NaN, y: NaN, side: NaN };
    const scale = view.side / size;
    const taps = Math.min(Math.max(Math.ceil(scale / 2), 1), 8);
    const mean = meanOverSquare(taps, (withinX, withinY) =>
      sampleFrame(view.x + (x + withinX) * scale, view.y + (y + withinY) * scale),
    );
    return 2 * (mean[channel] ?? NaN) - 1;
  });
}
