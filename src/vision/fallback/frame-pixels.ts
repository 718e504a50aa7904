/** A frame's pixels on the CPU, by way of a canvas: every browser draws every kind of frame. */
import { frameSize, type FrameSource } from '../frame-surface.ts';

/** Rows of red, green, blue, alpha, 0 to 255. */
export interface FramePixels {
  readonly width: number;
  readonly height: number;
  /** `height * width * 4` numbers. */
  readonly data: Uint8ClampedArray;
}

/** Reads frames, one size at a time without allocating a canvas. Throws where the browser gives no canvas. */
export function createFrameReader(): (frame: FrameSource) => FramePixels {
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
