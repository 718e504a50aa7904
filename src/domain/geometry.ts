/** Branded coordinates: pixels of the camera frame, pixels of a model's input, and the unit square never mix. */

declare const space: unique symbol;

/** A number counted in pixels of the camera frame; x to the right, y down, origin at the top left corner. */
export type FramePx = number & { readonly [space]: 'frame' };

/** Declares that `value` is measured in frame pixels. The only way to make a `FramePx`. */
export function framePx(value: number): FramePx {
  return value as FramePx;
}

/** A point in frame pixels. */
export interface FramePoint {
  readonly x: FramePx;
  readonly y: FramePx;
}

/** An axis-aligned box in frame pixels; `width` and `height` are not negative. */
export interface FrameBox {
  readonly x: FramePx;
  readonly y: FramePx;
  readonly width: FramePx;
  readonly height: FramePx;
}

/** Width and height in whole pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Centre of a box, in frame pixels. */
export function centreOf(box: FrameBox): FramePoint {
  return { x: framePx(box.x + box.width / 2), y: framePx(box.y + box.height / 2) };
}

/** Intersection over union of two boxes, 0 to 1; 0 when either box is empty. */
export function intersectionOverUnion(a: FrameBox, b: FrameBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a.width * a.height + b.width * b.height - intersection);
}
