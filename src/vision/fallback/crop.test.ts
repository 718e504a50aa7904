import { expect, test } from 'vitest';
import type { RawFace } from '../engine/face-buffer.ts';
import { greatestDifference, randomPicture } from '../engine/gpu.testing.ts';
import { cropReference } from '../engine/kernels/crop/crop.reference.ts';
import { cropFace } from './crop.ts';

/** Sums of up to 8 x 8 samples of single precision. */
const TOLERANCE = 1e-5;

function face([x, y, side]: readonly [number, number, number], angleDeg: number): RawFace {
  const angleRad = (angleDeg * Math.PI) / 180;
  const [centreX, centreY] = [x + side / 2, y + side / 2];
  const eye = (sign: number) =>
    [
      centreX + sign * side * 0.2 * Math.cos(angleRad),
      centreY + sign * side * 0.2 * Math.sin(angleRad),
    ] as const;
  return { box: [x, y, side, side], score: 0.9, keypoints: [eye(-1), eye(1)] };
}

test.each([
  ['upright', [40, 20, 30], 0],
  ['turned', [40, 20, 30], 23],
  ['upside down', [40, 20, 30], 180],
  ['smaller than the crop', [60.3, 31.7, 9.4], -11],
  ['much larger than the crop', [10, -40, 150], 8],
  ['over the edge at the left', [-12, 20, 30], 15],
  ['over the corner at the right', [110, 70, 40], -15],
  ['outside the frame', [400, 300, 30], 5],
] as const)('a face that is %s comes out as by the twin', (_name, box, angleDeg) => {
  const frame = randomPicture(128, 90);
  for (const channels of [1, 3]) {
    const crop = new Float32Array(16 * 16 * channels);
    const pixels = { ...frame, data: new Uint8ClampedArray(frame.data) };
    cropFace(pixels, face(box, angleDeg), { height: 16, width: 16, channels }, crop);
    const expected = cropReference({ size: 16, grey: channels === 1 }, frame, [face(box, angleDeg)]);
    expect(greatestDifference(crop, expected.data)).toBeLessThan(TOLERANCE);
  }
});
