import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseY4mHeader, readY4m, type Y4mFrame } from './page/y4m.ts';

const HEADER = 'YUV4MPEG2 W4 H3 F12:1 Ip A1:1 C420jpeg';
const FRAME_BYTES = 4 * 3 + 2 * 2 * 2;

function clip(frames: number, cut = 0): Uint8Array {
  const parts = [Buffer.from(`${HEADER}\n`)];
  for (let frame = 0; frame < frames; frame++) {
    parts.push(Buffer.from('FRAME\n'), Buffer.alloc(FRAME_BYTES, frame + 1));
  }
  const whole = Buffer.concat(parts);
  return new Uint8Array(whole.subarray(0, whole.length - cut));
}

function streamOf(bytes: Uint8Array, chunk: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunk));
      at += chunk;
    },
  });
}

async function readAll(bytes: Uint8Array, chunk = 7): Promise<Y4mFrame[]> {
  const frames: Y4mFrame[] = [];
  for await (const frame of readY4m(streamOf(bytes, chunk))) frames.push(frame);
  return frames;
}

describe('readY4m', () => {
  it('yields every frame with its own time and planes, however the bytes arrive', async () => {
    await assert(
      asyncProperty(integer({ min: 1, max: 100 }), integer({ min: 0, max: 4 }), async (chunk, count) => {
        const frames = await readAll(clip(count), chunk);
        expect(frames.map(({ timestampUs }) => timestampUs)).toEqual(
          Array.from({ length: count }, (_, index) => Math.round((index * 1e6) / 12)),
        );
        for (const [index, { planes }] of frames.entries()) {
          expect(planes).toEqual(new Uint8Array(FRAME_BYTES).fill(index + 1));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('names the frame in which the file is cut short', async () => {
    await expect(readAll(clip(3, 5))).rejects.toThrow('y4m frame 3: the file is cut short, 15 of 20 bytes');
  });

  it('refuses bytes that are not a frame', async () => {
    const bytes = clip(2);
    bytes[HEADER.length + 1] = 0x58;
    await expect(readAll(bytes)).rejects.toThrow('y4m frame 1: expected FRAME');
  });
});

describe('parseY4mHeader', () => {
  it('reads size, rate and range', () => {
    expect(parseY4mHeader(`${HEADER} XCOLORRANGE=FULL`)).toMatchObject({
      width: 4,
      height: 3,
      rate: [12, 1],
      fullRange: true,
      frameBytes: FRAME_BYTES,
    });
  });

  it.each([
    ['YUV4 W4 H4 F1:1', 'YUV4MPEG2'],
    ['YUV4MPEG2 W0 H4 F1:1', 'W must be'],
    ['YUV4MPEG2 W4 F1:1', 'H must be'],
    ['YUV4MPEG2 W4 H99999 F1:1', 'H must be'],
    ['YUV4MPEG2 W4 H4 F0:0', 'F must be'],
    ['YUV4MPEG2 W4 H4 F30:1 C444', 'C must be'],
    ['YUV4MPEG2 W4 H4 F30:1 C420p10', 'C must be'],
    ['YUV4MPEG2 W4 H4 F30:1 It', 'progressive'],
  ])('refuses %s', (line, reason) => {
    expect(() => parseY4mHeader(line)).toThrow(reason);
  });
});
