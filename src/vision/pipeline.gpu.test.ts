import { afterAll, beforeAll, expect, test } from 'vitest';
import sceneUrl from '../../fixtures/scene.png?url';
import type { Face } from '../domain/face.ts';
import { isVisionFault, createVisionClient, type VisionClient } from './client.ts';
import { fetchPicture } from './engine/gpu.testing.ts';
import { cropReference } from './engine/kernels/crop/crop.reference.ts';
import { runReference } from './engine/network-reference.ts';
import { loadMiniXception } from './engine/networks.testing.ts';
import { correlation } from './explain/correlation.testing.ts';
import { gradientNetwork } from './explain/gradient-network.ts';
import type { AnalyseOptions, FrameResult } from './protocol.ts';

let client: VisionClient;

beforeAll(async () => {
  const started = await createVisionClient({ range: 'full', tier: 'wgsl' }, () => {});
  if (isVisionFault(started)) throw new Error(started.message);
  client = started;
});
afterAll(() => client.dispose());

async function sceneBitmap(): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(sceneUrl)).blob());
}

async function analyse(frame: VideoFrame | ImageBitmap, options: AnalyseOptions = {}): Promise<FrameResult> {
  const answer = await client.analyse(frame, options);
  if (isVisionFault(answer)) throw new Error(answer.message);
  return answer;
}

/** Faces from left to right, by the x of their centres in frame pixels. */
function expectCentres({ faces }: FrameResult, expected: readonly number[], withinPx: number): void {
  const centres = faces.map(({ box }) => box.x + box.width / 2).toSorted((a, b) => a - b);
  expect(centres).toHaveLength(expected.length);
  for (const [index, x] of expected.entries())
    expect(Math.abs((centres[index] ?? NaN) - x)).toBeLessThan(withinPx);
}

function expectSceneFaces(result: FrameResult): void {
  expectCentres(result, [148, 367, 600, 820], 12);
  const sorted = result.faces.toSorted((a, b) => a.box.x - b.box.x);
  const looks = sorted.map(({ logits: [woman, man] }) => (man > woman ? 'man' : 'woman'));
  expect(looks).toEqual(['woman', 'man', 'woman', 'man']);
}

test('finds and names the four people of the scene, from an image bitmap', async () => {
  const result = await analyse(await sceneBitmap());
  expectSceneFaces(result);
  expect(result.framePath).toBe('image-bitmap');
});

test('finds the same people in a software video frame, whichever way this adapter takes it', async () => {
  expectSceneFaces(await analyse(new VideoFrame(await sceneBitmap(), { timestamp: 0 })));
});

test('imports a camera frame as an external texture, whatever it shows', async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  const video = document.createElement('video');
  video.srcObject = stream;
  video.muted = true;
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  await video.play();
  await shown;
  const result = await analyse(new VideoFrame(video));
  stream.getTracks().forEach((track) => track.stop());
  expect(result).toMatchObject({ framePath: 'external-texture', frameSize: { width: 640, height: 480 } });
  expect(result.faces).toEqual([]);
});

test('goes on when the frame’s size changes in mid-stream, and changes back', async () => {
  const scene = await sceneBitmap();
  const enlarged = await createImageBitmap(scene, { resizeWidth: 1200, resizeHeight: 675 });
  // The outer fifth at the left and a strip below are cut off: another size, another aspect ratio, the first face gone.
  const part = await createImageBitmap(scene, 240, 0, 720, 500);
  // Nobody was in the frame before, so that there would be room for one face.
  expectSceneFaces(await analyse(scene, { everyFace: true }));
  const large = await analyse(enlarged);
  expect(large.frameSize).toEqual({ width: 1200, height: 675 });
  expectCentres(large, [185, 459, 750, 1025], 15);
  const cut = await analyse(part);
  expect(cut.frameSize).toEqual({ width: 720, height: 500 });
  expectCentres(cut, [127, 360, 580], 12);
  expectSceneFaces(await analyse(await sceneBitmap()));
});

test('a frame larger than this adapter takes is refused alone, and the next is found as ever', async () => {
  const refused = await client.analyse(await createImageBitmap(new ImageData(8193, 1)));
  expect(refused).toMatchObject({ kind: 'frame', message: expect.stringContaining('8193 by 1 pixels') });
  expectSceneFaces(await analyse(await sceneBitmap()));
});

test('frames of different sizes in flight at once are answered each in its own pixels', async () => {
  const large = createImageBitmap(await sceneBitmap(), { resizeWidth: 1200, resizeHeight: 675 });
  const results = await Promise.all([analyse(await sceneBitmap()), analyse(await large)]);
  expect(results.map(({ frameSize }) => frameSize.width)).toEqual([960, 1200]);
  expectCentres(results[1], [185, 459, 750, 1025], 15);
});

test('one frame’s steps are timed on request', async () => {
  const answer = await analyse(await sceneBitmap(), { profile: true });
  expect(answer.profile === null || answer.profile?.length === answer.dispatches).toBe(true);
});

const GUIDED = { target: 'man', guided: true } as const;

/** The guided gradient of `man` with respect to the crop of one face of the scene, by the twins. */
async function twinGradient({ box, keypoints }: Face): Promise<ArrayLike<number>> {
  const face = {
    box: [box.x, box.y, box.width, box.height] as const,
    keypoints: keypoints.map(({ x, y }) => [x, y] as const),
    score: 1,
  };
  const crop = cropReference({ size: 64, grey: true }, await fetchPicture(sceneUrl), [face]);
  const rule = { target: { kind: 'class', index: 1 }, guided: true } as const;
  const { network, inputGradient } = gradientNetwork(await loadMiniXception(), rule);
  return runReference(network, crop).get(inputGradient)?.data ?? [];
}

test('the first face of a frame is explained by the crop that was classified, when that is asked for', async () => {
  const { faces, explanation } = await analyse(await sceneBitmap(), { explain: GUIDED });
  const [first, second] = faces;
  if (first === undefined || second === undefined) throw new Error('the scene has four faces');
  expect(explanation?.inputGradient).toMatchObject({ height: 64, width: 64, channels: 1 });
  expect(explanation?.features).toMatchObject({ height: 4, width: 4, channels: 128 });
  const found = explanation?.inputGradient.data ?? [];
  // Not equal: the crop on the GPU differs from its twin by last bits, and a gate may turn on one.
  expect(correlation(found, await twinGradient(first))).toBeGreaterThan(0.99);
  expect(correlation(found, await twinGradient(second))).toBeLessThan(0.9);
});

test('nothing is explained unasked, and nothing where there is no face', async () => {
  expect(await analyse(await sceneBitmap())).not.toHaveProperty('explanation');
  const empty = await createImageBitmap(new ImageData(640, 360));
  expect((await analyse(empty, { explain: GUIDED })).explanation).toBeNull();
});

test('an engine that is given up before it starts does not start', async () => {
  const started = await createVisionClient({ range: 'full', tier: 'wasm' }, () => {}, AbortSignal.abort());
  if (!isVisionFault(started)) started.dispose();
  expect(started).toMatchObject({ kind: 'device-lost' });
});
