/** Where the detector looks: the whole frame, and for the far range also squares of it in which distant faces are large enough. */
import type { DetectorRange } from '../domain/face.ts';
import type { FrameBox, Size } from '../domain/geometry.ts';
import { wholeView, type View } from './engine/view-buffer.ts';

/** Most views of a frame: the whole, and nine squares of a square frame. */
const MAX_FAR_VIEWS = 10;
/** Side of a square, and the least that neighbours share, in parts of the frame's longer side. */
const SQUARE_SIDE = 0.4;
const LEAST_OVERLAP = 0.05;

/** An empty square is looked at this often, milliseconds. */
const VISIT_EVERY_MS = 1_000;
/** Squares in which a face was this lately are looked at in every frame, milliseconds. */
const KEEP_MS = 1_500;
/** Empty squares looked at in one frame, so that a slow device does not look at all of them in each. */
const MOST_VISITS = 2;
/** Faces above this part of the whole view's side are found there; no square is kept for them. */
const LARGE_FACE = 0.08;

/** Most views that a frame of this range may have. */
export function maxViews(range: DetectorRange): number {
  return range === 'far' ? MAX_FAR_VIEWS : 1;
}

/** Starts of `side` long stretches, evenly spread, that cover `length` and overlap by at least `overlap`. */
function starts(length: number, side: number, overlap: number): number[] {
  const count = Math.max(1, Math.ceil((length - overlap) / (side - overlap)));
  const step = count === 1 ? 0 : (length - side) / (count - 1);
  return Array.from({ length: count }, (_, index) => (count === 1 ? (length - side) / 2 : index * step));
}

/** All views of a frame of this size, the whole one first. */
export function viewsOf(range: DetectorRange, frame: Size): readonly View[] {
  const whole = wholeView(frame);
  if (range !== 'far') return [whole];
  const side = whole.side * SQUARE_SIDE;
  const overlap = whole.side * LEAST_OVERLAP;
  const squares = starts(frame.height, side, overlap).flatMap((y) =>
    starts(frame.width, side, overlap).map((x) => ({ x, y, side })),
  );
  return [whole, ...squares];
}

/** How one frame shall be looked at. */
export interface LookOptions {
  /** Only as a whole, as the full range does. */
  readonly wholeOnly?: boolean;
  /** As a whole and at all squares, since a still picture has no next frame for those that were left out. `wholeOnly` goes before it. */
  readonly everySquare?: boolean;
}

interface Square {
  readonly view: View;
  visitedMs: number;
  faceMs: number;
}

/** Whether a moment is at most `withinMs` past; not when the clock was set back, as when a video starts again. */
function isRecent(momentMs: number, nowMs: number, withinMs: number): boolean {
  return nowMs >= momentMs && nowMs - momentMs < withinMs;
}

/** Distance of a box's centre from the nearest edge of a view; below 0 outside. */
function depth({ x, y, side }: View, box: FrameBox): number {
  const [centreX, centreY] = [box.x + box.width / 2 - x, box.y + box.height / 2 - y];
  return Math.min(centreX, centreY, side - centreX, side - centreY);
}

/**
 * Chooses the views of each frame: always the whole; squares with faces every time; empty squares in turn, once a second.
 * The usual cost so stays near one view a frame, and a face is never lost for having been looked away from.
 */
export class ViewPlanner {
  readonly #whole: View;
  readonly #squares: readonly Square[];
  readonly #wholeOnly: readonly View[];
  readonly #all: readonly View[];
  #planned: readonly View[];

  /** @param views as `viewsOf` gives them */
  constructor(views: readonly View[]) {
    const [whole, ...squares] = views;
    if (whole === undefined) throw new Error('a frame has at least one view');
    this.#whole = whole;
    this.#squares = squares.map((view) => ({ view, visitedMs: -Infinity, faceMs: -Infinity }));
    this.#wholeOnly = [whole];
    this.#all = views;
    this.#planned = this.#wholeOnly;
  }

  /** Views of the frame at `nowMs`; the same array as before when nothing has changed. */
  next(nowMs: number, { wholeOnly = false, everySquare = false }: LookOptions = {}): readonly View[] {
    if (wholeOnly) return this.#wholeOnly;
    if (everySquare) return this.#all;
    const kept = this.#squares.filter(({ faceMs }) => isRecent(faceMs, nowMs, KEEP_MS));
    const due = this.#squares
      .filter((square) => !kept.includes(square) && !isRecent(square.visitedMs, nowMs, VISIT_EVERY_MS))
      .toSorted((a, b) => a.visitedMs - b.visitedMs)
      .slice(0, MOST_VISITS);
    for (const square of [...kept, ...due]) square.visitedMs = nowMs;
    const views = [this.#whole, ...[...kept, ...due].map(({ view }) => view)];
    const unchanged =
      views.length === this.#planned.length && views.every((view, index) => view === this.#planned[index]);
    if (!unchanged) this.#planned = views;
    return this.#planned;
  }

  /** Tells what was found in the frame at `nowMs`, so that each small face's square is looked at again. */
  report(faces: readonly { readonly box: FrameBox }[], nowMs: number): void {
    for (const { box } of faces) {
      if (box.width >= this.#whole.side * LARGE_FACE) continue;
      const [nearest] = this.#squares.toSorted((a, b) => depth(b.view, box) - depth(a.view, box));
      if (nearest !== undefined && depth(nearest.view, box) > 0) nearest.faceMs = nowMs;
    }
  }
}

/** Gives the planner of frames of one size at a time; another size begins anew. */
export function createPlannerCache(range: DetectorRange): (frame: Size) => ViewPlanner {
  let newest: { readonly size: Size; readonly planner: ViewPlanner } | undefined;
  return ({ width, height }) => {
    if (newest?.size.width !== width || newest.size.height !== height)
      newest = { size: { width, height }, planner: new ViewPlanner(viewsOf(range, { width, height })) };
    return newest.planner;
  };
}
