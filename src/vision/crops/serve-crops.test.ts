import { afterEach, expect, test, vi } from 'vitest';
import type { CropClassifier } from '../classifier/classify-crops.ts';
import type { CropsAnswer, CropsRequest, CropsStart } from './protocol.ts';
import { serveCrops } from './serve-crops.ts';

const START: CropsStart = { type: 'start-crops', baseUrl: '', tier: 'wgsl', model: 'mini-xception' };

/** A crop of one pixel of this level. */
function crop(level: number): ImageData {
  return { width: 1, height: 1, data: [level, level, level, 255] } as unknown as ImageData;
}

/** Says how bright a crop is, one batch at a time; white takes long, and black cannot be computed. */
function byBrightness(): CropClassifier {
  let busy = false;
  return {
    facts: {
      tier: 'the test',
      model: 'by brightness',
      calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 0 },
      parameters: 1,
      bytes: 4,
    },
    maxBatch: 1,
    input: { height: 1, width: 1, channels: 1 },
    cropSideOverBox: 1,
    async classify(inputs) {
      if (busy) throw new Error('it computes already');
      const [brightness = NaN] = inputs;
      if (brightness === -1) throw new Error('black');
      busy = true;
      await new Promise((resolve) => setTimeout(resolve, brightness === 1 ? 20 : 1));
      busy = false;
      return Float32Array.of(Math.round(brightness), 0);
    },
    dispose: () => undefined,
  };
}

afterEach(() => vi.unstubAllGlobals());

test('each request is answered in its turn, whatever those before it took and came to', async () => {
  const answers: CropsAnswer[] = [];
  const worker: { onmessage?: (event: { readonly data: CropsRequest }) => void; postMessage: unknown } = {
    postMessage: (answer: CropsAnswer) => answers.push(answer),
  };
  vi.stubGlobal('self', worker);
  await serveCrops(START, async () => byBrightness());
  expect(answers).toMatchObject([{ type: 'crops-ready', batch: 1 }]);
  for (const level of [255, 0, 128]) worker.onmessage?.({ data: { type: 'crops', crops: [crop(level)] } });
  await vi.waitFor(() => expect(answers).toHaveLength(4));
  expect(answers.slice(1)).toMatchObject([
    { type: 'crops', logits: Float32Array.of(1, 0) },
    { type: 'crops-failed', message: 'black' },
    { type: 'crops', logits: Float32Array.of(0, 0) },
  ]);
});
