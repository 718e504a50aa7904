import { afterEach, expect, test } from 'vitest';
import type { Pipeline } from '../pipeline.ts';
import type { FrameResult } from '../protocol.ts';
import { chooseEngine, type Engine } from './ladder.ts';
import { changedRung, requireEngine, rungOf } from './ladder.testing.ts';
import type { Rung } from './rung.ts';

let engine: Engine | undefined;
const createShaderModule = GPUDevice.prototype.createShaderModule;
afterEach(() => {
  GPUDevice.prototype.createShaderModule = createShaderModule;
  engine?.dispose();
  engine = undefined;
});

async function choose(...given: Parameters<typeof requireEngine>): Promise<Engine> {
  engine = await requireEngine(...given);
  return engine;
}

function changedPipeline(pipeline: Pipeline, change: (result: FrameResult) => FrameResult): Pipeline {
  return {
    analyse: async (...given) => change(await pipeline.analyse(...given)),
    dispose: () => pipeline.dispose(),
  };
}

/** A rung under another name that says of each frame that it took so long. */
function timedRung(tier: Rung['tier'], original: Rung, totalMs: number): Rung {
  return changedRung(tier, original, (opened) => ({
    async build(networks) {
      const pipeline = await opened.build(networks);
      return changedPipeline(pipeline, (result) => ({ ...result, totalMs }));
    },
  }));
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
  const rungs = [timedRung('webgpu', rungOf('cpu'), 30), timedRung('wasm', rungOf('wasm'), 20)];
  expect((await choose({}, rungs)).report).toMatchObject({
    tier: 'wasm',
    passedOver: [{ tier: 'webgpu', reason: 'It is right but slower: 30.0 ms a frame, wasm 20.0 ms.' }],
  });
});

test('a rung that fails while it is built or never opens gives way to the next', async () => {
  const rungs: Rung[] = [
    { tier: 'wgsl', open: () => Promise.reject(new Error('the driver says no')) },
    changedRung('wasm', rungOf('wasm'), () => ({ build: () => Promise.reject(new Error('out of memory')) })),
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

test('a rung that is wrong with what was found on this device is tried once more without', async () => {
  const calls: string[] = [];
  const tuned = changedRung('wgsl', rungOf('wasm'), (opened) => ({
    async build(networks) {
      calls.push('build');
      const pipeline = await opened.build(networks);
      if (calls.includes('untune')) return pipeline;
      const analyse: Pipeline['analyse'] = async (frame) => ({
        ...(await pipeline.analyse(frame)),
        faces: [],
      });
      return { ...pipeline, analyse };
    },
    async untune() {
      calls.push('untune');
    },
  }));
  expect((await choose({}, [tuned, rungOf('cpu')])).report).toMatchObject({ tier: 'wgsl', passedOver: [] });
  expect(calls).toEqual(['build', 'untune', 'build']);
});

test('a device that nothing computes on is told why', async () => {
  const none = await chooseEngine({ range: 'short', tier: undefined, baseUrl: document.baseURI }, [
    { tier: 'cpu', open: async () => 'There is no processor.' },
  ]);
  expect(none).toBe('Nothing on this device computes rightly. cpu: There is no processor.');
});
