import { afterEach, expect, test } from 'vitest';
import sceneUrl from '../../../fixtures/scene.png?url';
import { loadClassifier, type Classifier } from '../classifier/load-classifier.ts';
import { chooseEngine, type Engine, type LadderOptions } from './ladder.ts';
import { RUNGS, type Rung } from './rung.ts';

let engine: Engine | undefined;
const createShaderModule = GPUDevice.prototype.createShaderModule;
afterEach(() => {
  GPUDevice.prototype.createShaderModule = createShaderModule;
  engine?.dispose();
  engine = undefined;
});

async function choose(
  wanted: Partial<Pick<LadderOptions, 'tier' | 'model'>> = {},
  rungs?: readonly Rung[],
): Promise<Engine> {
  const options = { range: 'short', tier: undefined, baseUrl: document.baseURI, ...wanted } as const;
  const chosen = await chooseEngine(options, rungs);
  if (typeof chosen === 'string') throw new Error(chosen);
  engine = chosen;
  return chosen;
}

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

function rungOf(tier: Rung['tier']): Rung {
  const rung = RUNGS.find((candidate) => candidate.tier === tier);
  if (rung === undefined) throw new Error(`no rung ${tier}`);
  return rung;
}

/** A rung under another name that says of each frame that it took so long. */
function renamed(tier: Rung['tier'], original: Rung, totalMs: number): Rung {
  return {
    tier,
    async open(baseUrl) {
      const opened = await original.open(baseUrl);
      if (typeof opened === 'string') return opened;
      return {
        ...opened,
        async build(networks) {
          const pipeline = await opened.build(networks);
          return {
            analyse: async (frame) => ({ ...(await pipeline.analyse(frame)), totalMs }),
            dispose: () => pipeline.dispose(),
          };
        },
      };
    },
  };
}

test('software adapters are passed over for the processor itself, with the reason', async () => {
  const { report } = await choose();
  expect(report.tier).toBe('wasm');
  expect(report.softwareAdapter).toBe(false);
  expect(report.passedOver.map(({ tier }) => tier)).toEqual(['wgsl', 'webgpu', 'webgl']);
  for (const { reason } of report.passedOver) expect(reason).toMatch(/^A software adapter/);
});

// The self-test holds a rung against what the twins say: one that passes it has this classifier right.
test('a pinned tier is taken although it is slow, when it is right, and so is the other classifier', async () => {
  const { report } = await choose({ tier: 'wgsl', model: 'cnn-9layer' });
  expect(report).toMatchObject({ tier: 'wgsl', softwareAdapter: true, passedOver: [] });
  expect(report.model).toMatch(/^cnn-9layer@/);
  expect(report.range).toBe('short');
});

test('the other classifier is right on the lower rungs too', async () => {
  const { report } = await choose({ model: 'cnn-9layer' });
  expect(report.tier).toBe('wasm');
  expect(report.model).toMatch(/^cnn-9layer@/);
});

test('weights of a person’s own count once the rung was tested with those that ship', async () => {
  // The rung would not be taken if these were held against the known answers: they say the opposite of everybody.
  const shipped = await loadClassifier(document.baseURI, 'mini-xception');
  const own = contradict(shipped);
  const answers: number[][] = [];
  for (const model of [own, 'mini-xception'] as const) {
    const { report, pipeline } = await choose({ tier: 'wasm', model });
    expect(report).toMatchObject({
      tier: 'wasm',
      passedOver: [],
      model: typeof model === 'object' ? model.model : shipped.model,
    });
    const picture = await createImageBitmap(await (await fetch(sceneUrl)).blob());
    const { faces } = await pipeline.analyse(picture);
    answers.push(faces.flatMap(({ logits }) => [...logits]));
    engine?.dispose();
    engine = undefined;
  }
  const [mine = [], theirs = []] = answers;
  expect(mine.length).toBeGreaterThan(0);
  for (const [index, logit] of mine.entries()) expect(logit).toBeCloseTo(theirs[index ^ 1] ?? NaN, 3);
});

test('a rung that cannot build weights of a person’s own gives way to one that can', async () => {
  const own = contradict(await loadClassifier(document.baseURI, 'mini-xception'));
  const refusing: Rung = {
    tier: 'wasm',
    open: async (baseUrl) => {
      const opened = await rungOf('wasm').open(baseUrl);
      if (typeof opened === 'string') return opened;
      return {
        ...opened,
        build: (networks) =>
          networks.classifier === own ? Promise.reject(new Error('out of memory')) : opened.build(networks),
      };
    },
  };
  expect((await choose({ model: own }, [refusing, rungOf('cpu')])).report).toMatchObject({
    tier: 'cpu',
    model: own.model,
    passedOver: [{ tier: 'wasm', reason: 'It does not run: out of memory' }],
  });
});

test('kernels that a driver breaks are noticed, and the kiosk counts on the next rung', async () => {
  // As a driver that executes the ReLU of every layer wrongly.
  let broken = 0;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const code = descriptor.code.replaceAll('select(LOWEST, 0.0, relu)', 'select(0.0, LOWEST, relu)');
    if (code !== descriptor.code) broken += 1;
    return createShaderModule.call(this, { ...descriptor, code });
  };
  const { report } = await choose({ tier: 'wgsl' });
  expect(broken).toBeGreaterThan(0);
  expect(report.tier).toBe('wasm');
  expect(report.passedOver[0]).toEqual({
    tier: 'wgsl',
    reason: expect.stringMatching(/^It gives wrong answers: /),
  });
});

test('of several rungs that are right, the fastest counts', async () => {
  const rungs = [renamed('webgpu', rungOf('cpu'), 30), renamed('wasm', rungOf('wasm'), 20)];
  expect((await choose({}, rungs)).report).toMatchObject({
    tier: 'wasm',
    passedOver: [{ tier: 'webgpu', reason: 'It is right but slower: 30.0 ms a frame, wasm 20.0 ms.' }],
  });
});

test('a rung that fails while it is built or never opens gives way to the next', async () => {
  const rungs: Rung[] = [
    { tier: 'wgsl', open: () => Promise.reject(new Error('the driver says no')) },
    {
      tier: 'wasm',
      open: async (baseUrl) => {
        const opened = await rungOf('wasm').open(baseUrl);
        if (typeof opened === 'string') return opened;
        return { ...opened, build: () => Promise.reject(new Error('out of memory')) };
      },
    },
    rungOf('cpu'),
  ];
  expect((await choose({}, rungs)).report).toMatchObject({
    tier: 'cpu',
    passedOver: [
      { tier: 'wgsl', reason: 'It does not open: the driver says no' },
      { tier: 'wasm', reason: 'It does not run: out of memory' },
    ],
  });
});

test('a device that nothing computes on is told why', async () => {
  const none = await chooseEngine({ range: 'short', tier: undefined, baseUrl: document.baseURI }, [
    { tier: 'cpu', open: async () => 'There is no processor.' },
  ]);
  expect(none).toBe('Nothing on this device computes rightly. cpu: There is no processor.');
});
