/** The picture of the self-test: composite faces that ship with the app, enlarged in whole pixels, so that all browsers draw it alike. */
import { createPicture, type Picture } from '../engine/picture.reference.ts';

/** Sides of the picture, as of a usual camera; of a stored face; and how many times it is enlarged. */
const [WIDTH, HEIGHT, FACE_SIDE, ENLARGED] = [1280, 720, 64, 5];
const BACKGROUND = 128;
/** Left upper corners of the faces, in frame pixels. */
const CORNERS = [
  [170, 110],
  [760, 300],
] as const;

/** Numbers a stored face has: grey, 0 to 255, row by row. */
export const FACE_BYTES = FACE_SIDE * FACE_SIDE;

/** Draws two stored faces of `FACE_BYTES` each. */
export function selfTestPicture(faces: readonly Uint8Array[]): Picture {
  const greyAt = (x: number, y: number): number => {
    for (const [index, [left, top]] of CORNERS.entries()) {
      const column = Math.floor((x - left) / ENLARGED);
      const row = Math.floor((y - top) / ENLARGED);
      if (column >= 0 && column < FACE_SIDE && row >= 0 && row < FACE_SIDE)
        return faces[index]?.[row * FACE_SIDE + column] ?? BACKGROUND;
    }
    return BACKGROUND;
  };
  return createPicture(WIDTH, HEIGHT, (x, y) => {
    const grey = greyAt(x, y);
    return [grey, grey, grey];
  });
}
