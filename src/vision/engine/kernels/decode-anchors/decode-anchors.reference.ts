import type { Size } from '../../../../domain/geometry.ts';
import type { View } from '../../view-buffer.ts';
import type { DecodeAnchorsParameters } from './decode-anchors.ts';

/** What a detector says of one grid in one view: `scores` are `[cells * anchors]` logits, `regressors` `[cells * anchors * 16]` model pixels. */
export interface AnchorOutputs {
  readonly scores: ArrayLike<number>;
  readonly regressors: ArrayLike<number>;
}

/** A detector's outputs for one view, one for each grid. */
export interface ViewOutputs {
  readonly view: View;
  readonly grids: readonly AnchorOutputs[];
}

/** An anchor that may be a face, in frame pixels. */
export interface Candidate {
  readonly logit: number;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** Six points, x and y in turn. */
  readonly keypoints: readonly number[];
}

type Grid = DecodeAnchorsParameters['layers'][number];

function decodeAnchor(
  { gridSize, anchorsPerCell }: Grid,
  anchor: number,
  raw: readonly number[],
  { x: left, y: top, side }: View,
): Pick<Candidate, 'box' | 'keypoints'> {
  const cell = Math.floor(anchor / anchorsPerCell);
  const anchorX = ((cell % gridSize) + 0.5) / gridSize;
  const anchorY = (Math.floor(cell / gridSize) + 0.5) / gridSize;
  const [x = NaN, y = NaN, width = NaN, height = NaN, ...points] = raw;
  return {
    box: [
      left + side * (anchorX + x - width / 2),
      top + side * (anchorY + y - height / 2),
      side * width,
      side * height,
    ],
    keypoints: points.map((value, index) =>
      index % 2 === 0 ? left + side * (anchorX + value) : top + side * (anchorY + value),
    ),
  };
}

/** Whether a box leaves its view on a side where the frame goes on. */
function isCut([x, y, width, height]: Candidate['box'], view: View, frame: Size): boolean {
  const [right, bottom] = [view.x + view.side, view.y + view.side];
  return (
    (x < view.x && view.x > 0) ||
    (y < view.y && view.y > 0) ||
    (x + width > right && right < frame.width) ||
    (y + height > bottom && bottom < frame.height)
  );
}

/** The slow twin of `decode-anchors.wgsl`, in double precision: the candidates of each view. */
export function decodeAnchorsReference(
  { modelSize, layers, minScore, capacity }: DecodeAnchorsParameters,
  views: readonly ViewOutputs[],
  frame: Size,
): Candidate[][] {
  return views.map(({ view, grids }) =>
    layers
      .flatMap((layer, index) =>
        Array.from({ length: layer.gridSize ** 2 * layer.anchorsPerCell }, (_, anchor) => {
          const logit = grids[index]?.scores[anchor] ?? NaN;
          if (!Number.isFinite(logit) || 1 / (1 + Math.exp(-logit)) < minScore) return undefined;
          const raw = Array.from(
            { length: 16 },
            (_value, value) => (grids[index]?.regressors[anchor * 16 + value] ?? NaN) / modelSize,
          );
          if (!raw.every(Number.isFinite)) return undefined;
          const decoded = decodeAnchor(layer, anchor, raw, view);
          return isCut(decoded.box, view, frame) ? undefined : { logit, ...decoded };
        }),
      )
      .filter((candidate) => candidate !== undefined)
      .slice(0, capacity),
  );
}
