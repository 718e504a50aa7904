import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { taskOf } from '../contenders/networks.ts';
import { gradientNetwork } from '../../src/vision/explain/gradient-network.ts';
import { layerWork, networkWork } from '../../src/vision/engine/work.ts';

const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(path));

async function multiplyAdds(what: string, faces: number): Promise<number> {
  const { network, batch } = await taskOf(read, what, faces);
  return networkWork(network, batch).multiplyAdds;
}

test('the networks’ multiply-adds are those that the layer lists of their papers and files give', async () => {
  expect(await multiplyAdds('mini-xception', 1)).toBe(10_071_232);
  expect(await multiplyAdds('mini-xception', 16)).toBe(16 * 10_071_232);
  expect(await multiplyAdds('blaze-face-short', 1)).toBe(30_760_960);
  expect(await multiplyAdds('blaze-face-full', 1)).toBe(105_671_232);
});

test('an explanation has as much to do on the way back as on the way there, with the same weights', async () => {
  const { network } = await taskOf(read, 'mini-xception', 1);
  const { network: explained } = gradientNetwork(network, { guided: true, target: { kind: 'greatest' } });
  const [answer, explanation] = [networkWork(network, 1), networkWork(explained, 1)];
  expect(explanation.multiplyAdds).toBe(2 * answer.multiplyAdds);
  // The gradient, the last features and theirs, and the classes' maps in place of their means.
  expect(explanation.bytes).toBe(answer.bytes + 4 * (64 * 64 + 2 * 4 * 4 * 128 + 4 * 4 * 2 - 2));
});

test('layers move their weights once, and the activations of each item', async () => {
  const { network } = await taskOf(read, 'mini-xception', 1);
  const bytesOf = (batch: number): number => layerWork(network, batch).get('stem')?.bytes ?? NaN;
  const weights = 9 * 8 + 8 + 9 * 8 * 8 + 8;
  expect(bytesOf(1)).toBe(4 * (64 * 64 + 60 * 60 * 8 + weights));
  expect(bytesOf(3) - bytesOf(1)).toBe(4 * 2 * (64 * 64 + 60 * 60 * 8));
});
