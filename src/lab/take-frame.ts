import type { SourceState } from '../state/snapshot.ts';

/** The newest picture of the source that counts, which the caller closes; undefined where there is none yet. */
export async function takeFrame(source: SourceState): Promise<ImageBitmap | undefined> {
  if (source.status !== 'running') return undefined;
  // Expected trouble: a video that has no frame yet, or has just ended.
  return createImageBitmap(source.picture).catch(() => undefined);
}
