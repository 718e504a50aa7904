import { createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { meanOverSquare, sampleBilinear, type Picture, type Rgb } from '../../picture.reference.ts';
import { letterboxTransform, type LetterboxParameters } from './letterbox.ts';

/** The slow twin of `letterbox.wgsl`, in double precision: `[1, size, size, 3]` in [-1, 1]. */
export function letterboxReference({ size }: LetterboxParameters, frame: Picture): FeatureMap {
  const { scale, offsetX, offsetY } = letterboxTransform(frame, size);
  const taps = Math.min(Math.max(Math.ceil(scale / 2), 1), 8);
  const sampleFrame = (x: number, y: number): Rgb =>
    x < 0 || y < 0 || x > frame.width || y > frame.height ? [0, 0, 0] : sampleBilinear(frame, x, y);
  return createFeatureMap([1, size, size, 3], (_item, y, x, channel) => {
    const mean = meanOverSquare(taps, (withinX, withinY) =>
      sampleFrame((x + withinX - offsetX) * scale, (y + withinY - offsetY) * scale),
    );
    return 2 * (mean[channel] ?? NaN) - 1;
  });
}
