import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { taskOf } from '../contenders/networks.ts';
import { addWork, layerWork, networkWork, stepWorks } from './work.ts';

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

test('a fused step has the work of all layers since the step before', async () => {
  const { network } = await taskOf(read, 'mini-xception', 1);
  const layers = layerWork(network, 2);
  const whole = addWork([...layers.values()]);
  const fused = stepWorks([{ label: 'mini-xception stem2' }, { label: 'mini-xception logits' }], layers);
  expect(addWork(fused)).toEqual(whole);
  expect(fused[0]).toEqual(addWork(['stem1', 'stem2'].map((name) => layers.get(name) ?? whole)));
});
