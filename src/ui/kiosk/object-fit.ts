import type { FrameBox, Size } from '../../domain/geometry.ts';

/** A rectangle in CSS pixels of the element that shows the picture; origin at its top left corner. */
export interface CssRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The two ways in which a picture is fitted into its element without distortion. */
export type Fit = 'contain' | 'cover';

/** Below this share of a picture left visible by `cover`, bars at the sides are the lesser evil: people would be hidden. */
const MIN_VISIBLE_SHARE = 0.9;

/** How to fit a picture into an area: fill the area, unless that cuts off too much. */
export function chooseFit(picture: Size, area: Size): Fit {
  const ratio = picture.width / picture.height / (area.width / area.height);
  return Math.min(ratio, 1 / ratio) >= MIN_VISIBLE_SHARE ? 'cover' : 'contain';
}

/**
 * Where the browser draws a picture of a certain size in an area, as `object-fit` with the default `object-position` does.
 *
 * @returns the whole picture's rectangle; with `cover` it reaches beyond the area
 */
export function drawnRect(picture: Size, area: Size, fit: Fit): CssRect {
  const across = area.width / picture.width;
  const down = area.height / picture.height;
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { x: (area.width - width) / 2, y: (area.height - height) / 2, width, height };
}

/** Where a box of the analysed frame lies on the drawn picture. The frame may have other dimensions than the picture. */
export function boxRect(box: FrameBox, frame: Size, drawn: CssRect): CssRect {
  const across = drawn.width / frame.width;
  const down = drawn.height / frame.height;
  return {
    x: drawn.x + box.x * across,
    y: drawn.y + box.y * down,
    width: box.width * across,
    height: box.height * down,
  };
}
