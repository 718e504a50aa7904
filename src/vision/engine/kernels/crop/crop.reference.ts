import { CROP_SIDE_OVER_BOX } from '../../../../domain/face.ts';
import type { RawFace } from '../../face-buffer.ts';
import { createFeatureMap, type FeatureMap } from '../../feature-map.ts';
import { meanOverSquare, sampleBilinear, type Picture, type Rgb } from '../../picture.reference.ts';
import type { CropParameters } from './crop.ts';

/** Where a point of the crop lies in the frame; `u` and `v` run from -0.5 to 0.5 along the eye line and down the face. */
function framePosition({ box, keypoints }: RawFace, u: number, v: number): readonly [x: number, y: number] {
  const [left, top, width, height] = box;
  const [[eye1X, eye1Y] = [0, 0], [eye2X, eye2Y] = [0, 0]] = keypoints;
  const angleRad = Math.atan2(eye2Y - eye1Y, eye2X - eye1X);
  const side = CROP_SIDE_OVER_BOX * Math.max(width, height);
  return [
    left + width / 2 + side * (u * Math.cos(angleRad) - v * Math.sin(angleRad)),
    top + height / 2 + side * (u * Math.sin(angleRad) + v * Math.cos(angleRad)),
  ];
}

/** The slow twin of `crop.wgsl`, in double precision: `[faces, size, size, 1 or 3]` in [-1, 1]. */
export function cropReference(
  { size, grey }: Pick<CropParameters, 'size' | 'grey'>,
  frame: Picture,
  faces: readonly RawFace[],
): FeatureMap {
  const channelOf = ([red, green, blue]: Rgb, channel: number): number =>
    grey ? 0.299 * red + 0.587 * green + 0.114 * blue : ([red, green, blue][channel] ?? NaN);
  return createFeatureMap([faces.length, size, size, grey ? 1 : 3], (item, y, x, channel) => {
    const face = faces[item];
    if (face === undefined) return NaN;
    const side = CROP_SIDE_OVER_BOX * Math.max(face.box[2], face.box[3]);
    const taps = Math.min(Math.max(Math.ceil(side / size), 1), 8);
    const mean = meanOverSquare(taps, (withinX, withinY) => {
      const position = framePosition(face, (x + withinX) / size - 0.5, (y + withinY) / size - 0.5);
      return sampleBilinear(frame, ...position);
    });
    return 2 * channelOf(mean, channel) - 1;
  });
}
