/**
 * The views of one frame as they lie in GPU memory: written before the frame, read by letterbox, networks (as the number of items),
 * decoding and suppression.
 * Layout: header of count (u32), frame width and height (f32), 1 unused; then 4 f32 a view: x, y, side, 1 unused; frame pixels.
 */
import type { Size } from '../../domain/geometry.ts';

/** A square of the frame that the detector looks at, in frame pixels; it may reach beyond the frame, which is black there. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const HEADER_WORDS = 4;
const VIEW_WORDS = 4;

/** Bytes of a buffer with room for `maxViews`. */
export function viewsBytes(maxViews: number): number {
  return 4 * (HEADER_WORDS + maxViews * VIEW_WORDS);
}

/** The buffer's contents; throws when there are more views than room. */
export function writeViews(views: readonly View[], frame: Size, maxViews: number): Float32Array<ArrayBuffer> {
  if (views.length > maxViews)
    throw new RangeError(`a frame may have ${maxViews} views, not ${views.length}`);
  const values = new Float32Array(viewsBytes(maxViews) / 4);
  new Uint32Array(values.buffer)[0] = views.length;
  values.set([frame.width, frame.height], 1);
  views.forEach(({ x, y, side }, index) => values.set([x, y, side], HEADER_WORDS + index * VIEW_WORDS));
  return values;
}

/** The whole frame, centred in a square. */
export function wholeView({ width, height }: Size): View {
  const side = Math.max(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, side };
}
