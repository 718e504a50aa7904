import { afterAll, beforeAll, expect, test } from 'vitest';
import sceneUrl from '../../fixtures/scene.png?url';
import { isVisionFault, createVisionClient, type VisionClient } from './client.ts';
import type { FrameResult } from './protocol.ts';

let client: VisionClient;

beforeAll(async () => {
  const started = await createVisionClient('full', () => {});
  if (isVisionFault(started)) throw new Error(started.message);
  client = started;
});
afterAll(() => client.dispose());

async function sceneBitmap(): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(sceneUrl)).blob());
}

async function analyse(frame: VideoFrame | ImageBitmap): Promise<FrameResult> {
  const answer = await client.analyse(frame);
  if (isVisionFault(answer)) throw new Error(answer.message);
  return answer;
}

function expectSceneFaces({ faces }: FrameResult): void {
  const sorted = faces.toSorted((a, b) => a.box.x - b.box.x);
  const centres = sorted.map(({ box }) => box.x + box.width / 2);
  expect(centres).toHaveLength(4);
  [148, 367, 600, 820].forEach((x, index) => expect(Math.abs((centres[index] ?? 0) - x)).toBeLessThan(12));
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

test('imports a camera frame as an external texture, in one submit and one readback', async () => {
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
