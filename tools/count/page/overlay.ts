import {
  CanvasSource,
  Output,
  QUALITY_HIGH,
  StreamTarget,
  WebMOutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';
import type { Face } from '../../../src/domain/face.ts';
import type { Size } from '../../../src/domain/geometry.ts';

/** The annotated video while it is being written. */
export interface Overlay {
  /** Draws `frame` itself; before the engine takes the frame over. */
  readonly drawFrame: (frame: VideoFrame) => void;
  /** Draws the boxes of that frame and encodes it; times in seconds. */
  readonly add: (faces: readonly Face[], timestampSec: number, durationSec: number) => Promise<void>;
  readonly finish: () => Promise<void>;
}

const COLOURS = { woman: '#f2a33a', man: '#4aa3ff' } as const;
const BASE64_STEP = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += BASE64_STEP) {
    text += String.fromCodePoint(...bytes.subarray(at, at + BASE64_STEP));
  }
  return btoa(text);
}

function drawFaces(context: OffscreenCanvasRenderingContext2D, faces: readonly Face[]): void {
  const unit = Math.max(1, context.canvas.height / 360);
  context.lineWidth = 2 * unit;
  context.font = `${12 * unit}px sans-serif`;
  context.textBaseline = 'bottom';
  for (const { box, logits } of faces) {
    const [woman, man] = logits;
    const appearance = woman > man ? 'woman' : 'man';
    context.strokeStyle = COLOURS[appearance];
    context.fillStyle = COLOURS[appearance];
    context.strokeRect(box.x, box.y, box.width, box.height);
    context.fillText(`${appearance} ${Math.abs(woman - man).toFixed(1)}`, box.x, box.y - unit);
  }
}

/**
 * Starts a WebM (VP8) of frames of `size`.
 *
 * @param write puts base64 bytes at a byte position of the file
 */
export async function startOverlay(
  size: Size,
  write: (position: number, base64: string) => Promise<void>,
): Promise<Overlay> {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this Chromium gives no 2d canvas');
  const target = new StreamTarget(
    new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => write(position, toBase64(data)) }),
    { chunked: true },
  );
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec: 'vp8', quality: QUALITY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  return {
    drawFrame: (frame) => context.drawImage(frame, 0, 0, size.width, size.height),
    add: (faces, timestampSec, durationSec) => {
      drawFaces(context, faces);
      return source.add(timestampSec, durationSec);
    },
    finish: () => output.finalize(),
  };
}
