import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sceneUrl from '../../fixtures/scene.png?url';
import type { Stage } from '../domain/engine.ts';
import { loadClassifier } from './classifier/load-classifier.ts';
import { loadDetector } from './detector/load-detector.ts';
import { countDeviceCalls, type DeviceCalls } from './device-calls.testing.ts';
import { requireDevice, type TestDevice } from './engine/gpu.testing.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';

/** Dispatches that each network may make, for any number of faces. */
const BUDGET = { short: 24, full: 50, classifier: 12 } as const;
/** Of a whole frame beside its networks: import, letterbox, decoding, suppression, crops. */
const OTHER_DISPATCHES = 5;

/** Where the people of the scene are whom a range can see: the x of their faces' centres, frame pixels. */
const CENTRES_PX = { short: [365], full: [148, 367, 600, 820] } as const;

async function sceneFrame(): Promise<VideoFrame> {
  return new VideoFrame(await createImageBitmap(await (await fetch(sceneUrl)).blob()), { timestamp: 0 });
}

describe.each(['short', 'full'] as const)('one frame of the %s range', (range) => {
  let gpu: TestDevice;
  let calls: DeviceCalls;
  let pipeline: Pipeline;
  beforeAll(async () => {
    gpu = await requireDevice();
    calls = countDeviceCalls(gpu.device);
    const baseUrl = document.baseURI;
    const [detector, classifier] = await Promise.all([
      loadDetector(range, baseUrl),
      loadClassifier(baseUrl, 'mini-xception'),
    ]);
    pipeline = await createPipeline(gpu.device, detector, classifier);
    await pipeline.analyse(await sceneFrame());
  });
  afterAll(() => {
    pipeline.dispose();
    gpu.dispose();
  });

  test('is one pass, one submit and one mapped buffer, and makes nothing but its external texture’s binding', async () => {
    const frame = await sceneFrame();
    calls.reset();
    const { dispatches, framePath } = await pipeline.analyse(frame);
    expect(framePath).toBe('external-texture');
    expect(calls.counts()).toEqual({
      createCommandEncoder: 1,
      beginComputePass: 1,
      importExternalTexture: 1,
      createBindGroup: 1,
      dispatchWorkgroups: dispatches,
      copyBufferToBuffer: 2,
      submit: 1,
      mapAsync: 1,
    });
    expect(dispatches).toBeGreaterThan(20);
    expect(dispatches).toBeLessThanOrEqual(BUDGET[range] + BUDGET.classifier + OTHER_DISPATCHES);
  });

  test('has the people whom its range can see', async () => {
    const { faces } = await pipeline.analyse(await sceneFrame());
    const centres = faces.map(({ box }) => box.x + box.width / 2).toSorted((a, b) => a - b);
    expect(centres).toHaveLength(CENTRES_PX[range].length);
    for (const [index, x] of CENTRES_PX[range].entries())
      expect(Math.abs((centres[index] ?? NaN) - x)).toBeLessThan(12);
  });

  test('from a bitmap is copied instead of imported, and makes nothing at all', async () => {
    const bitmap = await createImageBitmap(await (await fetch(sceneUrl)).blob());
    calls.reset();
    const { dispatches, framePath } = await pipeline.analyse(bitmap);
    expect(framePath).toBe('image-bitmap');
    expect(calls.counts()).toEqual({
      createCommandEncoder: 1,
      beginComputePass: 1,
      copyExternalImageToTexture: 1,
      dispatchWorkgroups: dispatches,
      copyBufferToBuffer: 2,
      submit: 1,
      mapAsync: 1,
    });
  });

  test('reports its time on the CPU, the way to the GPU and back, and the whole', async () => {
    const { encodeMs, readbackMs, totalMs, ...result } = await pipeline.analyse(await sceneFrame());
    for (const ms of [encodeMs, readbackMs]) expect(ms).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThanOrEqual(encodeMs + readbackMs);
    expect(result).not.toHaveProperty('profile');
  });

  test('is timed step by step when that is asked for, with the same faces; null says that the adapter cannot', async () => {
    const plain = await pipeline.analyse(await sceneFrame());
    calls.reset();
    const profiled = await pipeline.analyse(await sceneFrame(), { profile: true });
    expect(profiled.faces).toEqual(plain.faces);
    if (!gpu.device.features.has('timestamp-query')) {
      expect(profiled.profile).toBeNull();
      return;
    }
    expect(calls.counts()).toMatchObject({ submit: 1, mapAsync: 2, beginComputePass: profiled.dispatches });
    const steps = profiled.profile ?? [];
    expect(steps).toHaveLength(profiled.dispatches);
    const stages = [...new Set(steps.map(({ stage }) => stage))];
    expect(stages).toEqual(['import', 'letterbox', 'detector', 'suppression', 'crop', 'classifier']);
    const dispatchesOf = (name: Stage): number => steps.filter(({ stage }) => stage === name).length;
    expect(dispatchesOf('detector')).toBeLessThanOrEqual(BUDGET[range]);
    expect(dispatchesOf('classifier')).toBeLessThanOrEqual(BUDGET.classifier);
    expect(new Set(steps.map(({ label }) => label)).size).toBe(steps.length);
    for (const { label, gpuMs } of steps) expect(gpuMs, label).toBeGreaterThanOrEqual(0);
    const detectorMs = steps.reduce((sum, { stage, gpuMs }) => sum + (stage === 'detector' ? gpuMs : 0), 0);
    expect(detectorMs).toBeGreaterThan(0);
    expect(steps.reduce((sum, { gpuMs }) => sum + gpuMs, 0)).toBeLessThanOrEqual(profiled.totalMs);
  });
});
