import { afterAll, beforeAll, expect, test } from 'vitest';
import crowd from '../../fixtures/crowd.json';
import crowdUrl from '../../fixtures/crowd.png?url';
import type { Face } from '../domain/face.ts';
import { createVisionClient, isVisionFault, type VisionClient } from './client.ts';

let client: VisionClient;
beforeAll(async () => {
  const started = await createVisionClient('far', () => {});
  if (isVisionFault(started)) throw new Error(started.message);
  client = started;
});
afterAll(() => client.dispose());

async function facesAt(timeMs: number): Promise<readonly Face[]> {
  const bitmap = await createImageBitmap(await (await fetch(crowdUrl)).blob());
  const answer = await client.analyse(new VideoFrame(bitmap, { timestamp: timeMs * 1000 }));
  bitmap.close();
  if (isVisionFault(answer)) throw new Error(answer.message);
  return answer.faces;
}

/** How many faces have this drawn person's centre in their middle. */
function facesOf(person: (typeof crowd)[number], faces: readonly Face[]): number {
  return faces.filter(({ box: { x, y, width, height } }) => {
    const distance = Math.hypot(x + width / 2 - person.x, y + height / 2 - person.y);
    return distance < person.face / 2;
  }).length;
}

test('all 24 small people of the crowd are found once each, and nobody else, once every square was looked at', async () => {
  for (let frame = 0; frame < 3; frame++) await facesAt(40 * frame);
  const faces = await facesAt(160);
  expect(crowd.map((person) => facesOf(person, faces))).toEqual(crowd.map(() => 1));
  expect(faces).toHaveLength(crowd.length);
  // They go on being found while they are there.
  expect(await facesAt(200)).toHaveLength(crowd.length);
});
