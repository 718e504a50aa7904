import { closeSync, openSync, writeSync } from 'node:fs';
import type { Page } from '@playwright/test';

const [WIDTH, HEIGHT, FRAMES_PER_SEC] = [640, 360, 3];
/** Each person walks up for a while; then nobody is there, so that their track ends. */
const [WALK_FRAMES, PAUSE_FRAMES] = [30, 18];
const FACES = ['woman-00', 'man-00', 'woman-01'];

/**
 * Writes a y4m clip (640×360, 4:2:0) in which three composite people walk up one after the other.
 *
 * @param page a page of the built app, whose demo faces and canvas draw the frames
 */
export async function writeWalkingClip(page: Page, path: string): Promise<void> {
  const file = openSync(path, 'w');
  writeSync(file, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_PER_SEC}:1 Ip A1:1 C420jpeg\n`);
  for (const face of FACES) {
    for (let index = 0; index < WALK_FRAMES + PAUSE_FRAMES; index++) {
      const side = index < WALK_FRAMES ? 130 + 2 * index : 0;
      const planes = await page.evaluate(drawFrame, { face, side, width: WIDTH, height: HEIGHT });
      writeSync(file, 'FRAME\n');
      writeSync(file, Buffer.from(planes, 'base64'));
    }
  }
  closeSync(file);
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
  face: string;
  side: number;
  width: number;
  height: number;
}): Promise<string> {
  const { face, side, width, height } = given;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#8a8f96';
  context.fillRect(0, 0, width, height);
  if (side > 0) {
    const picture = await createImageBitmap(await (await fetch(`/demo/${face}.webp`)).blob());
    context.drawImage(picture, (width - side) / 2, height * 0.45 - side / 2, side, side);
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
