import { intersectionOverUnion, type FrameBox } from '../../domain/geometry.ts';

/** Least intersection over union of a found face with the place that the metadata names. */
const LEAST_OVERLAP = 0.3;

/** The face that lies where the metadata says; the largest where it says nothing; undefined when there is none. */
export function chooseFace<Found extends { readonly box: FrameBox }>(
  faces: readonly Found[],
  placePx: FrameBox | undefined,
): Found | undefined {
  const worth = ({ box }: Found): number =>
    placePx === undefined ? box.width * box.height : intersectionOverUnion(box, placePx);
  const best = faces.toSorted((a, b) => worth(b) - worth(a))[0];
  if (best === undefined || placePx === undefined) return best;
  return worth(best) >= LEAST_OVERLAP ? best : undefined;
}
