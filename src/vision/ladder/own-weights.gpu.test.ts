/** A person's own weights on the ladder. */
import { afterEach, expect, test } from 'vitest';
import sceneUrl from '../../../fixtures/scene.png?url';
import { loadClassifier, type Classifier } from '../classifier/load-classifier.ts';
import type { Engine } from './ladder.ts';
import { changedRung, requireEngine, rungOf } from './ladder.testing.ts';

let engine: Engine | undefined;
afterEach(() => {
  engine?.dispose();
  engine = undefined;
});

/** The weights of both classes, each in the place of the other. */
function swapped(weights: Float32Array): Float32Array {
  return weights.map((_, index) => weights[index ^ 1] ?? NaN);
}

/** A classifier of somebody's own that says the opposite of another one. */
function contradict(shipped: Classifier): Classifier {
  const head = shipped.network.layers.at(-1);
  if (head?.op !== 'conv-average') throw new Error('the last layer is another one');
  const { kernel, bias } = head.weights;
  const weights = { kernel: swapped(kernel), bias: swapped(bias) };
  const layers = [...shipped.network.layers.slice(0, -1), { ...head, weights }];
  return { ...shipped, model: `${shipped.network.name} of mine`, network: { ...shipped.network, layers } };
}

test('weights of a person’s own count once the rung was tested with those that ship', async () => {
  // The rung would not be taken if these were held against the known answers: they say the opposite of everybody.
  const shipped = await loadClassifier(document.baseURI, 'mini-xception');
  const own = contradict(shipped);
  const answers: number[][] = [];
  for (const model of [own, 'mini-xception'] as const) {
    engine = await requireEngine({ tier: 'wasm', model });
    const { report, pipeline } = engine;
    expect(report).toMatchObject({
      tier: 'wasm',
      passedOver: [],
      model: typeof model === 'object' ? model.model : shipped.model,
    });
    const picture = await createImageBitmap(await (await fetch(sceneUrl)).blob());
    const { faces } = await pipeline.analyse(picture);
    answers.push(faces.flatMap(({ logits }) => [...logits]));
    engine.dispose();
    engine = undefined;
  }
  const [mine = [], theirs = []] = answers;
  expect(mine.length).toBeGreaterThan(0);
  for (const [index, logit] of mine.entries()) expect(logit).toBeCloseTo(theirs[index ^ 1] ?? NaN, 3);
});

test('a rung that cannot build weights of a person’s own gives way to one that can', async () => {
  const own = contradict(await loadClassifier(document.baseURI, 'mini-xception'));
  const refusing = changedRung('wasm', rungOf('wasm'), (opened) => ({
    build: (networks) =>
      networks.classifier === own ? Promise.reject(new Error('out of memory')) : opened.build(networks),
  }));
  engine = await requireEngine({ model: own }, [refusing, rungOf('cpu')]);
  expect(engine.report).toMatchObject({
    tier: 'cpu',
    model: own.model,
    passedOver: [{ tier: 'wasm', reason: 'It does not run: out of memory' }],
  });
});
