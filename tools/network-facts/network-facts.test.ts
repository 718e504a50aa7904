import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { CLASSIFIERS, type ClassifierName } from '../../src/domain/face.ts';
import { wilsonInterval } from '../../src/evaluation/metrics/share.ts';
import type { NetworkFacts } from '../../src/state/lab-state.ts';
import { NETWORKS } from '../../src/vision/classifier/load-classifier.ts';
import { networkWork } from '../../src/vision/engine/work.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { elementCount, takeTensor } from '../../src/vision/weights/tensor.ts';

/** What is read of a classifier's card. */
interface Card {
  readonly name: string;
  readonly version: string;
  readonly parameters: number;
  readonly norm_epsilon: number;
  readonly metrics_test: { readonly adults_18_plus: { readonly n: number; readonly accuracy: number } };
}

const models = join(root, 'public', 'models');

async function factsOf(name: ClassifierName): Promise<NetworkFacts> {
  const card = JSON.parse(await readFile(join(models, `${name}.json`), 'utf8')) as Card;
  // Not a Buffer, whose slices are no copies.
  const weights = new Uint8Array(await readFile(join(models, `${name}.safetensors`)));
  const tensors = readSafetensors(name, weights);
  const parameters = [...tensors.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
  expect(parameters, `parameters of ${name}, as its card says`).toBe(card.parameters);
  const network = NETWORKS[name](
    (tensor, shape) => takeTensor(name, tensors, tensor, shape),
    card.norm_epsilon,
  );
  const { n, accuracy } = card.metrics_test.adults_18_plus;
  return {
    model: `${card.name}@${card.version}`,
    parameters,
    bytes: weights.length,
    multiplyAdds: networkWork(network, 1).multiplyAdds,
    adults: {
      people: n,
      right: accuracy,
      interval: wilsonInterval(Math.round(n * accuracy), n) ?? [0, 1],
    },
  };
}

// Written anew by: npx vitest run --project node tools/network-facts -u
test('what the app says of its networks is so', async () => {
  const facts = await Promise.all(CLASSIFIERS.map(async (name) => [name, await factsOf(name)] as const));
  await expect(`${JSON.stringify(Object.fromEntries(facts), undefined, 2)}\n`).toMatchFileSnapshot(
    join(models, 'networks.json'),
  );
});
