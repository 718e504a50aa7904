/** Frames to find faces in: drawn from the repository's composite faces, the same on every run. */

/** Size of a frame in pixels. */
export const FRAME_SIZE = { width: 1280, height: 720 } as const;

/** A face as a contender reports it; frame pixels. */
export interface FoundFace {
  readonly x: number;
  readonly y: number;
  /** Undefined where a contender only detects. */
  readonly look: 'woman' | 'man' | undefined;
}

/** A face as it was drawn: its centre and the side of its picture, frame pixels. */
export interface DrawnFace {
  readonly file: string;
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  readonly look: 'woman' | 'man';
}

/** A frame with its truth. */
export interface FramePicture {
  readonly canvas: HTMLCanvasElement;
  readonly faces: readonly DrawnFace[];
}

/** Columns, rows and side of the faces' pictures for each number of faces. */
const GRIDS: ReadonlyMap<number, readonly [columns: number, rows: number, sidePx: number]> = new Map([
  [1, [1, 1, 320]],
  [4, [4, 1, 230]],
  [16, [6, 3, 190]],
]);
const FACES_PER_KIND = 30;

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where the faces of a frame stand: on a grid, somewhat out of place. Throws for numbers of faces that have no grid. */
export function placeFaces(count: number): readonly DrawnFace[] {
  const grid = GRIDS.get(count);
  if (grid === undefined) throw new Error(`there is no frame of ${count} faces`);
  const [columns, rows, sidePx] = grid;
  const random = seededRandom(count);
  const [cellWidth, cellHeight] = [FRAME_SIZE.width / columns, FRAME_SIZE.height / rows];
  const shift = (room: number): number => (random() - 0.5) * Math.max(room - sidePx, 0);
  return Array.from({ length: count }, (_, index) => {
    const look = random() < 0.5 ? 'woman' : 'man';
    const number = String((index * 7 + count) % FACES_PER_KIND).padStart(2, '0');
    return {
      file: `/public/demo/${look}-${number}.webp`,
      x: ((index % columns) + 0.5) * cellWidth + shift(cellWidth),
      y: (Math.floor(index / columns) + 0.5) * cellHeight + shift(cellHeight),
      sidePx,
      look,
    };
  });
}

/** Draws a frame of `count` faces: 1, 4 or 16. */
export async function drawFrame(count: number): Promise<FramePicture> {
  const faces = placeFaces(count);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, FRAME_SIZE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2d canvas');
  const wall = context.createLinearGradient(0, 0, 0, canvas.height);
  wall.addColorStop(0, '#cfc7bb');
  wall.addColorStop(1, '#7d6d5e');
  context.fillStyle = wall;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const { file, x, y, sidePx } of faces) {
    const picture = await createImageBitmap(await (await fetch(file)).blob());
    context.drawImage(picture, x - sidePx / 2, y - sidePx / 2, sidePx, sidePx);
    picture.close();
  }
  return { canvas, faces };
}
