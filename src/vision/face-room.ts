/** How many faces a frame has room for: found at most, and classified. */

/** Faces found in one frame; more are left out, lowest score first. */
export const MAX_FACES = 32;
/** How many more are classified than there were in the frame before. */
const SPARE_ROOM = 1;

/**
 * For how many faces classification is launched, known before the frame's own faces are: as many as there were, and one more,
 * so that no work is launched for thirty people while two are there. An entrance is empty most of the time, and what is launched for a face
 * that is not there is not free. Faces beyond it are classified in the next frame.
 *
 * @param facesBefore faces of the newest answered frame; `MAX_FACES` while there is none
 * @returns 1 to 32, a power of two
 */
export function roomFor(facesBefore: number): number {
  return Math.min(MAX_FACES, 2 ** Math.ceil(Math.log2(facesBefore + SPARE_ROOM)));
}
