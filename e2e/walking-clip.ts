import { closeSync, openSync, writeSync } from 'node:fs';
import type { Page } from '@playwright/test';

const [WIDTH, HEIGHT] = [640, 360];
const FACES = ['woman-00', 'man-00', 'woman-01'];

/** Each person walks up for a while; then nobody is there, so that their track ends. */
const WALK = { framesPerSec: 3, walkFrames: 30, pauseFrames: 18 } as const;

/** Some people at once for a while, then nobody for long enough that their tracks end and nobody is taken for one of them. */
const BUSY = { framesPerSec: 5, people: 4, shownFrames: 7, emptyFrames: 16 } as const;

/** A composite face in a frame, its sizes in pixels; vertically it is a little above the middle. */
interface DrawnFace {
  readonly face: string;
  readonly centreX: number;
  readonly side: number;
}

/** Draws each frame on a page of the built app, whose demo faces and canvas serve for it, and writes all as y4m (640×360, 4:2:0). */
async function writeClip(
  page: Page,
  path: string,
  framesPerSec: number,
  frames: readonly (readonly DrawnFace[])[],
): Promise<void> {
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${framesPerSec}:1 Ip A1:1 C420jpeg\n`);
  for (const faces of frames) {
    const planes = await page.evaluate(drawFrame, { faces, width: WIDTH, height: HEIGHT });
    writeSync(file, 'FRAME\n');
    writeSync(file, Buffer.from(planes, 'base64'));
  }
  closeSync(file);
}

/** Writes a clip in which three composite people walk up one after the other. */
export function writeWalkingClip(page: Page, path: string): Promise<void> {
  const { framesPerSec, walkFrames, pauseFrames } = WALK;
  const frames = FACES.flatMap((face) => [
    ...Array.from({ length: walkFrames }, (_, index) => [
      { face, centreX: WIDTH / 2, side: 130 + 2 * index },
    ]),
    ...Array.from({ length: pauseFrames }, () => []),
  ]);
  return writeClip(page, path, framesPerSec, frames);
}

/** Writes a clip of 4.6 s that has no seam and shows four people. */
export function writeBusyClip(page: Page, path: string): Promise<void> {
  const { framesPerSec, people, shownFrames, emptyFrames } = BUSY;
  const frames = [
    ...Array.from({ length: shownFrames }, (_, frame) =>
      Array.from({ length: people }, (__, person) => {
        const face = FACES[person % FACES.length] ?? '';
        return { face, centreX: ((person + 0.5) * WIDTH) / people, side: 110 + 4 * frame };
      }),
    ),
    ...Array.from({ length: emptyFrames }, () => []),
  ];
  return writeClip(page, path, framesPerSec, frames);
}

/**
 * A y4m clip at a quarter of its speed, followed by 10 s of an empty picture: slow enough for a software adapter, and
 * with an end to every track before the fake camera begins again.
 *
 * @param clip 4:2:0 with 8 bits a sample; throws when its header is another
 */
export function slowedClip(clip: Buffer): Buffer {
  const header = clip.subarray(0, clip.indexOf(0x0a)).toString();
  const found = /^YUV4MPEG2 W(\d+) H(\d+) F(\d+):(\d+) .*C420/.exec(header);
  if (found === null) throw new Error(`not a 4:2:0 y4m clip: ${header}`);
  const [width = 0, height = 0, numerator = 0, denominator = 1] = found.slice(1).map(Number);
  const luma = width * height;
  const chroma = 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
  const empty = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(luma, 90), Buffer.alloc(chroma, 128)]);
  const pauseFrames = Math.ceil((10 * numerator) / (4 * denominator));
  return Buffer.concat([
    Buffer.from(header.replace(/ F\d+:\d+/, ` F${numerator}:${4 * denominator}`)),
    clip.subarray(header.length),
    ...Array.from({ length: pauseFrames }, () => empty),
  ]);
}

/** Runs in the page: one frame as base64 of its I420 planes. */
async function drawFrame(given: {
  faces: readonly { face: string; centreX: number; side: number }[];
  width: number;
  height: number;
}): Promise<string> {
  const { faces, width, height } = given;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#8a8f96';
  context.fillRect(0, 0, width, height);
  for (const { face, centreX, side } of faces) {
    const picture = await createImageBitmap(await (await fetch(`/demo/${face}.webp`)).blob());
    context.drawImage(picture, centreX - side / 2, height * 0.45 - side / 2, side, side);
  }
  const { data } = context.getImageData(0, 0, width, height);
  const planes = new Uint8Array((width * height * 3) / 2);
  const chroma = width * height;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [r = 0, g = 0, b = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
    planes[pixel] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (x % 2 === 1 || y % 2 === 1) continue;
    const at = chroma + (y / 2) * (width / 2) + x / 2;
    planes[at] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
    planes[at + chroma / 4] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
  }
  let text = '';
  for (let start = 0; start < planes.length; start += 8192)
    text += String.fromCharCode(...planes.subarray(start, start + 8192));
  return btoa(text);
}
