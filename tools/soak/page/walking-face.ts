/** A source that always has a frame: a composite face that comes, walks and goes, drawn as fast as frames are asked for. */
import type { FrameStream } from '../../../src/camera/frame-stream.ts';
import type { Size } from '../../../src/domain/geometry.ts';

/** The face is there for so long, then away for longer than the tracker waits for anybody; milliseconds. */
const [THERE_MS, AWAY_MS] = [4_000, 4_000];

/** Opens the source; before each frame it asks whether there is another one. */
export async function openWalkingFace(
  { width, height }: Size,
  goesOn: () => Promise<boolean>,
): Promise<FrameStream> {
  const response = await fetch('/demo/woman-00.webp');
  const face = await createImageBitmap(await response.blob());
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gives no 2d canvas');
  const side = 0.6 * height;
  return {
    label: 'a walking face',
    picture: canvas,
    async nextFrame() {
      if (!(await goesOn())) return undefined;
      const nowMs = performance.now();
      const walkMs = nowMs % (THERE_MS + AWAY_MS);
      context.fillStyle = '#8a8f96';
      context.fillRect(0, 0, width, height);
      const x = (width - side) * (0.3 + (0.4 * walkMs) / THERE_MS);
      if (walkMs < THERE_MS) context.drawImage(face, x, 0.2 * height, side, side);
      return new VideoFrame(canvas, { timestamp: Math.round(nowMs * 1000) });
    },
    dispose: () => face.close(),
  };
}
