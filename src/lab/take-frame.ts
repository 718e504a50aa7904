import type { SourceState } from '../state/snapshot.ts';

/** Parts of the Lab that look at frames ask again after so long where there are none, milliseconds. */
export const NO_SOURCE_PAUSE_MS = 250;

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The newest picture of the source that counts, which the caller closes; undefined where there is none yet. */
export async function takeFrame(source: SourceState): Promise<ImageBitmap | undefined> {
  if (source.status !== 'running') return undefined;
  // Expected trouble: a video that has no frame yet, or has just ended.
  return createImageBitmap(source.picture).catch(() => undefined);
}
