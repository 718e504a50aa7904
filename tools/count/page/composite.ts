import type { RecordedVideo } from './frames.ts';

/** One person of the composite clip: who, when, and where across the picture (0 to 1). */
interface Walk {
  readonly face: string;
  readonly startSec: number;
  readonly centre: number;
}

/**
 * Three women and three men: two alone, then two pairs side by side. Each walks up for `WALK_SEC`. The picture is then empty for
 * longer than the tracker waits for a lost person, because the next one appears where the last one was.
 */
const WALKS: readonly Walk[] = [
  { face: 'woman-00', startSec: 0.5, centre: 0.5 },
  { face: 'man-00', startSec: 6, centre: 0.4 },
  { face: 'woman-01', startSec: 11.5, centre: 0.25 },
  { face: 'man-01', startSec: 11.5, centre: 0.75 },
  { face: 'man-02', startSec: 17, centre: 0.25 },
  { face: 'woman-02', startSec: 17, centre: 0.75 },
];

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SEC = 5;
const WALK_SEC = 2;
const CLIP_SEC = 22;
/** Sides of a face's picture when it appears and when it leaves, in pixels. */
const [FIRST_SIDE, LAST_SIDE] = [130, 200];

async function loadFace(name: string): Promise<ImageBitmap> {
  const response = await fetch(`/demo/${name}.webp`);
  if (!response.ok) throw new Error(`the face ${name} is missing from public/demo`);
  return createImageBitmap(await response.blob());
}

function drawScene(
  context: OffscreenCanvasRenderingContext2D,
  faces: readonly ImageBitmap[],
  timeSec: number,
): void {
  context.fillStyle = '#8a8f96';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  for (const [index, { startSec, centre }] of WALKS.entries()) {
    const progress = (timeSec - startSec) / WALK_SEC;
    const face = faces[index];
    if (face === undefined || progress < 0 || progress > 1) continue;
    const side = FIRST_SIDE + progress * (LAST_SIDE - FIRST_SIDE);
    const middleY = HEIGHT * (0.4 + 0.15 * progress);
    context.drawImage(face, centre * WIDTH - side / 2, middleY - side / 2, side, side);
  }
}

/** A clip with known truth, drawn from the repository's own composite faces: six people, three women and three men. */
export async function openComposite(): Promise<RecordedVideo> {
  const faces = await Promise.all(WALKS.map(({ face }) => loadFace(face)));
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this Chromium gives no 2d canvas');
  const frameCount = CLIP_SEC * FRAMES_PER_SEC;
  const frames = async function* (): AsyncGenerator<VideoFrame> {
    for (let index = 0; index < frameCount; index++) {
      drawScene(context, faces, index / FRAMES_PER_SEC);
      const [timestamp, duration] = [(index * 1e6) / FRAMES_PER_SEC, 1e6 / FRAMES_PER_SEC];
      yield new VideoFrame(canvas, { timestamp: Math.round(timestamp), duration: Math.round(duration) });
    }
  };
  return { frameCount, frames };
}
