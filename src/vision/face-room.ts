/** How many faces a frame has room for: found at most, and classified. */

/** Faces found in one frame; more are left out, lowest score first. */
export const MAX_FACES = 32;
/** Faces that are classified at least. */
export const LEAST_ROOM = 4;
/** How many more are classified than there were in the frame before. */
const SPARE_ROOM = 2;

/**
 * For how many faces classification is launched, known before the frame's own faces are: as many as there were, and some more,
 * so that no work is launched for thirty people while two are there. Faces beyond it are classified in the next frame.
 *
 * @param facesBefore faces of the newest answered frame
 * @returns 4 to 32, a power of two
 */
export function roomFor(facesBefore: number): number {
  const wanted = Math.max(LEAST_ROOM, facesBefore + SPARE_ROOM);
  return Math.min(MAX_FACES, 2 ** Math.ceil(Math.log2(wanted)));
}
