import { createPicture, pixelAt, type Picture } from '../../picture.reference.ts';
import type { FrameImportParameters } from './frame-import.ts';

/** The slow twin of `frame-import.wgsl`: the same pixels, opaque; beyond the frame its edge is replicated. */
export function frameImportReference({ width, height }: FrameImportParameters, frame: Picture): Picture {
  return createPicture(width, height, (x, y) => {
    const [red, green, blue] = pixelAt(frame, x, y);
    return [red * 255, green * 255, blue * 255];
  });
}
