import type { LabelledPicture, UnreadReason } from '../../evaluation/metadata/labelled-picture.ts';
import type { OpenedPicture } from './picture-answerer.ts';

/** How many pictures are read and decoded before they are asked for. */
const AHEAD = 16;

/** Gives the bytes of a picture by its name in the metadata; undefined where there is none of this name. */
export type OpenFile = (file: string) => Promise<Blob | undefined>;

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2d canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height);
}

async function read(
  { file, facePx }: LabelledPicture,
  open: OpenFile,
  squareOnly: boolean,
): Promise<OpenedPicture | UnreadReason> {
  try {
    const blob = await open(file);
    if (blob === undefined) return 'missing';
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
    if (squareOnly && bitmap.width !== bitmap.height) {
      bitmap.close();
      return 'not-square';
    }
    let pixels: ImageData | undefined;
    return { file, facePx, bitmap, pixels: () => (pixels ??= pixelsOf(bitmap)) };
  } catch {
    // Expected trouble: a damaged picture, one of a kind that this browser does not know, a disk that was pulled out.
    return 'unreadable';
  }
}

/** Yields each picture in order, or why it cannot be looked at; a few are decoded ahead. Whoever takes one closes its bitmap. */
export async function* readPictures(
  pictures: readonly LabelledPicture[],
  open: OpenFile,
  squareOnly: boolean,
): AsyncGenerator<OpenedPicture | UnreadReason, undefined> {
  const waiting: Promise<OpenedPicture | UnreadReason>[] = [];
  const start = (index: number): void => {
    const picture = pictures[index];
    if (picture !== undefined) waiting.push(read(picture, open, squareOnly));
  };
  for (let index = 0; index < AHEAD; index++) start(index);
  try {
    for (let index = 0; index < pictures.length; index++) {
      const next = await waiting.shift();
      start(index + AHEAD);
      if (next !== undefined) yield next;
    }
    return undefined;
  } finally {
    // Whoever stops early leaves pictures behind that were read ahead.
    for (const picture of await Promise.all(waiting)) if (typeof picture === 'object') picture.bitmap.close();
  }
}
