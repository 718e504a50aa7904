import { STORED_SIDE_OVER_BOX } from '../../domain/crop-answers.ts';
import {
  MAX_PICTURE_SIDE,
  type LabelledPicture,
  type UnreadReason,
} from '../../evaluation/metadata/labelled-picture.ts';
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

/** What pictures are taken for. */
export interface Reading {
  /** Aligned crops, which are square. */
  readonly crops: boolean;
  /** Crops are reduced until the detector's box in them would have so many pixels a side, as those of people far away; none is enlarged. */
  readonly reducedFacePx?: number | undefined;
}

/** The picture as it would be of somebody further away; the other one is closed. */
async function reduce(bitmap: ImageBitmap, facePx: number): Promise<ImageBitmap> {
  const side = Math.round(STORED_SIDE_OVER_BOX * facePx);
  if (side >= bitmap.width) return bitmap;
  const small = { resizeWidth: side, resizeHeight: side, resizeQuality: 'high' } as const;
  const reduced = await createImageBitmap(bitmap, small);
  bitmap.close();
  return reduced;
}

function whyRefused({ width, height }: ImageBitmap, crops: boolean): UnreadReason | undefined {
  if (crops) return width === height ? undefined : 'not-square';
  return Math.max(width, height) > MAX_PICTURE_SIDE ? 'too-large' : undefined;
}

async function read(
  { file, facePx }: LabelledPicture,
  open: OpenFile,
  { crops, reducedFacePx }: Reading,
): Promise<OpenedPicture | UnreadReason> {
  try {
    const blob = await open(file);
    if (blob === undefined) return 'missing';
    const decoded = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
    const refusal = whyRefused(decoded, crops);
    if (refusal !== undefined) {
      decoded.close();
      return refusal;
    }
    const bitmap = reducedFacePx === undefined ? decoded : await reduce(decoded, reducedFacePx);
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
  reading: Reading,
): AsyncGenerator<OpenedPicture | UnreadReason, undefined> {
  const waiting: Promise<OpenedPicture | UnreadReason>[] = [];
  const start = (index: number): void => {
    const picture = pictures[index];
    if (picture !== undefined) waiting.push(read(picture, open, reading));
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
