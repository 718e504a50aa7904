import { readFile, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitOpenCv, WASM_PLACE } from './opencv-build.ts';

const require = createRequire(import.meta.url);

interface OpenCv {
  onRuntimeInitialized?: () => void;
  Mat: new (rows: number, columns: number, type: number) => { data: Uint8Array; delete(): void };
  CV_8UC1: number;
  Size: new (width: number, height: number) => object;
  mean(picture: object): readonly number[];
  blur(from: object, to: object, size: object): void;
}

test('OpenCV makes no code of text any more, and computes the same', async () => {
  const changed = splitOpenCv(await readFile(require.resolve('@techstark/opencv-js'), 'utf8'));
  if ('missing' in changed) throw new Error(`not there exactly once: ${changed.missing}`);
  expect(WebAssembly.validate(new Uint8Array(changed.wasm))).toBe(true);
  expect(changed.code).not.toMatch(/new Function\(|new_\(Function/);
  const folder = await mkdtemp(join(tmpdir(), 'vestibule-opencv-'));
  try {
    const address = `data:application/octet-stream;base64,${Buffer.from(changed.wasm).toString('base64')}`;
    await writeFile(join(folder, 'opencv.cjs'), changed.code.replace(WASM_PLACE, address));
    const cv = require(join(folder, 'opencv.cjs')) as OpenCv;
    if (cv.Mat === undefined) await new Promise<void>((resolve) => (cv.onRuntimeInitialized = resolve));
    const picture = new cv.Mat(3, 3, cv.CV_8UC1);
    picture.data.set([90, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(cv.mean(picture)[0]).toBe(10);
    cv.blur(picture, picture, new cv.Size(3, 3));
    expect(picture.data[4]).toBe(10);
    expect(() => cv.mean(1 as never)).toThrow();
    picture.delete();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('another OpenCV is refused', () => {
  expect(splitOpenCv('var cv = {}')).toHaveProperty('missing');
});
