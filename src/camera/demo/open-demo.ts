/** The built-in demo: composite faces walk through a drawn lobby. Nobody in it exists. */
import type { SourceFault } from '../../domain/source.ts';
import type { FrameStream } from '../frame-stream.ts';
import { drawLobby, drawScene } from './draw-scene.ts';
import { SceneClock } from './scene-clock.ts';
import { DEMO_SIZE, peopleAt } from './scene.ts';

/** Milliseconds between two pictures; drawing faster would take the processor from software graphics adapters. */
const PICTURE_MS = 50;

/** Fetches each face once, when its person first appears. */
function createFaceLoader(baseUrl: string): {
  readonly pictures: ReadonlyMap<string, ImageBitmap>;
  readonly want: (face: string) => Promise<void>;
  readonly dispose: () => void;
} {
  const pictures = new Map<string, ImageBitmap>();
  const asked = new Set<string>();
  return {
    pictures,
    async want(face) {
      if (asked.has(face)) return;
      asked.add(face);
      try {
        const response = await fetch(new URL(`demo/${face}.webp`, baseUrl));
        if (response.ok) pictures.set(face, await createImageBitmap(await response.blob()));
      } catch {
        // Expected trouble: a lost server before the app is kept on the device. The person walks unseen.
        asked.delete(face);
      }
    },
    dispose() {
      for (const picture of pictures.values()) picture.close();
    },
  };
}

function createCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = DEMO_SIZE.width;
  canvas.height = DEMO_SIZE.height;
  return canvas;
}

/**
 * Opens the demo.
 *
 * @param baseUrl where the app is served; the faces lie in `demo/` below it
 */
export async function openDemo(baseUrl: string): Promise<FrameStream | SourceFault> {
  const canvas = createCanvas();
  const context = canvas.getContext('2d');
  if (context === null)
    return { kind: 'stalled', detail: 'this browser gives no 2d canvas to draw the demo on' };
  const lobby = drawLobby();
  const faces = createFaceLoader(baseUrl);
  const clock = new SceneClock(performance.now());
  const draw = (): void => {
    const people = peopleAt(clock.advance(performance.now()));
    for (const { face } of people) void faces.want(face);
    drawScene(context, lobby, people, faces.pictures);
  };
  await Promise.all(peopleAt(clock.sceneMs).map(({ face }) => faces.want(face)));
  draw();
  const timer = setInterval(draw, PICTURE_MS);
  let disposed = false;
  return {
    label: 'Demo',
    picture: canvas,
    async nextFrame() {
      await new Promise((resolve) => setTimeout(resolve, PICTURE_MS));
      if (disposed) return undefined;
      clock.allowStep();
      return new VideoFrame(canvas, { timestamp: Math.round(clock.sceneMs * 1000) });
    },
    dispose() {
      disposed = true;
      clearInterval(timer);
      faces.dispose();
    },
  };
}
