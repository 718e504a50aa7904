/** A frame's pixels on the CPU. */
import { frameSize, type FrameSource } from '../frame-surface.ts';

/** Rows of red, green, blue, alpha, 0 to 255. */
export interface FramePixels {
  readonly width: number;
  readonly height: number;
  /** `height * width * 4` numbers. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** TypeScript's library does not know yet that frames can be converted while they are copied. */
const AS_RGBA: VideoFrameCopyToOptions = { format: 'RGBA' } as VideoFrameCopyToOptions;

/** Nor that they may be turned, by degrees clockwise, and mirrored. */
type TurnedFrame = VideoFrame & { readonly rotation?: number; readonly flip?: boolean };

/** Copies a frame straight into memory; undefined where such a frame cannot be had in this way. */
async function copyPixels(frame: TurnedFrame, data: Uint8Array): Promise<FramePixels | undefined> {
  const { displayWidth: width, displayHeight: height, visibleRect, rotation = 0, flip = false } = frame;
  // Copying turns nothing: what is rotated or mirrored needs a canvas, as do pixels that are not square.
  if (rotation !== 0 || flip) return undefined;
  if (visibleRect?.width !== width || visibleRect.height !== height) return undefined;
  try {
    await frame.copyTo(data, AS_RGBA);
    return { width, height, data };
  } catch {
    // Expected trouble: browsers without the conversion refuse it, and some frames cannot be converted.
    return undefined;
  }
}

/** Draws a frame, which every browser can do with every kind of frame. Throws where it gives no canvas. */
function createCanvasReader(): (frame: FrameSource) => FramePixels {
  let context: OffscreenCanvasRenderingContext2D | undefined;
  return (frame) => {
    const { width, height } = frameSize(frame);
    if (context?.canvas.width !== width || context.canvas.height !== height)
      context =
        new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true }) ??
        undefined;
    if (context === undefined) throw new Error('this browser gives no canvas to read frames from');
    context.drawImage(frame, 0, 0, width, height);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  };
}

/** Reads frames, one after the other; what it gives is valid until the next. */
export function createFrameReader(): (frame: FrameSource) => Promise<FramePixels> {
  const draw = createCanvasReader();
  let data = new Uint8Array();
  return async (frame) => {
    if (frame instanceof ImageBitmap) return draw(frame);
    const bytes = frame.displayWidth * frame.displayHeight * 4;
    if (data.length !== bytes) data = new Uint8Array(bytes);
    return (await copyPixels(frame, data)) ?? draw(frame);
  };
}
