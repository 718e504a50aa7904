import type { Size } from '../../domain/geometry.ts';
import type { CssRect } from './object-fit.ts';

/** A box that wants a label of a certain size. */
export interface LabelWish {
  readonly id: number;
  readonly box: CssRect;
  readonly label: Size;
}

/** CSS pixels between a box and its label, and between a label and the picture's edge. */
const GAP_PX = 6;

function overlap(a: CssRect, b: CssRect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function inside(rect: CssRect, area: Size): boolean {
  return rect.y >= 0 && rect.y + rect.height <= area.height && rect.x >= 0;
}

/** Above the box, then below it: centred, then flush with either side; all moved sideways into the area. */
function candidates({ box, label }: LabelWish, area: Size): CssRect[] {
  const flushRight = box.x + box.width - label.width;
  const aligned = [(box.x + flushRight) / 2, box.x, flushRight].map((x) =>
    Math.max(GAP_PX, Math.min(x, area.width - label.width - GAP_PX)),
  );
  return [box.y - label.height - GAP_PX, box.y + box.height + GAP_PX]
    .flatMap((y) => aligned.map((x) => ({ x, y, ...label })))
    .filter((rect) => inside(rect, area));
}

/**
 * Places labels so that none covers another label or anybody's face. The largest box, the person nearest, chooses first; a
 * label without room is left out, because colour and line of the box say the same.
 *
 * @param area size of the picture's element in CSS pixels
 * @returns rectangles by the wishes' ids
 */
export function placeLabels(wishes: readonly LabelWish[], area: Size): ReadonlyMap<number, CssRect> {
  const placed = new Map<number, CssRect>();
  const faces = wishes.map(({ box }) => box);
  for (const wish of wishes.toSorted((a, b) => b.box.height - a.box.height)) {
    const free = candidates(wish, area).find(
      (rect) => ![...faces, ...placed.values()].some((taken) => overlap(rect, taken)),
    );
    if (free !== undefined) placed.set(wish.id, free);
  }
  return placed;
}
