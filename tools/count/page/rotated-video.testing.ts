/** Writes a short video whose file says that it is to be turned, as telephones do, and reads it as `count` does. */
import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, QUALITY_HIGH } from 'mediabunny';
import { openVideo } from './frames.ts';

const [WIDTH, HEIGHT] = [64, 32];
const FRAMES = 2;
const FRAME_SEC = 0.5;

/** A frame as it was read: pixels wide and high, microseconds, and which of two corners is white. */
export interface ReadFrame {
  readonly width: number;
  readonly height: number;
  readonly timestamp: number;
  readonly duration: number | null;
  readonly white: { readonly topLeft: boolean; readonly bottomRight: boolean };
}

function createContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this Chromium gives no 2d canvas');
  return context;
}

/** White on the left, black on the right, before it is turned by `rotation` degrees clockwise. */
async function writeVideo(rotation: 0 | 90 | 180 | 270): Promise<string> {
  const context = createContext(WIDTH, HEIGHT);
  context.fillStyle = 'white';
  context.fillRect(0, 0, WIDTH / 2, HEIGHT);
  context.fillStyle = 'black';
  context.fillRect(WIDTH / 2, 0, WIDTH / 2, HEIGHT);
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new CanvasSource(context.canvas, { codec: 'vp9', quality: QUALITY_HIGH });
  output.addVideoTrack(source, { rotation });
  await output.start();
  for (let frame = 0; frame < FRAMES; frame++) await source.add(frame * FRAME_SEC, FRAME_SEC);
  await output.finalize();
  return URL.createObjectURL(new Blob([target.buffer ?? new ArrayBuffer()], { type: 'video/mp4' }));
}

function look(frame: VideoFrame): ReadFrame {
  const { displayWidth: width, displayHeight: height, timestamp, duration } = frame;
  const context = createContext(width, height);
  context.drawImage(frame, 0, 0);
  frame.close();
  const isWhite = (x: number, y: number): boolean => (context.getImageData(x, y, 1, 1).data[0] ?? 0) > 127;
  const white = { topLeft: isWhite(2, 2), bottomRight: isWhite(width - 3, height - 3) };
  return { width, height, timestamp, duration, white };
}

/** All frames of such a video. */
export async function readRotated(rotation: 0 | 90 | 180 | 270): Promise<readonly ReadFrame[]> {
  const video = await openVideo(await writeVideo(rotation));
  const frames: ReadFrame[] = [];
  for await (const frame of video.frames()) frames.push(look(frame));
  return frames;
}
