/** The rungs of the ladder: what can compute the networks, and how each is started. */
import type { Tier } from '../../domain/face.ts';
import type { Classifier } from '../classifier/load-classifier.ts';
import type { Detector } from '../detector/blaze-face.ts';
import { watchDevice } from '../device-loss.ts';
import { openDevice } from '../engine/device.ts';
import { createTuner, forgetTuning, untuned } from '../engine/tuner.ts';
import { openBackend } from '../fallback/open-backend.ts';
import { createPipeline, type Pipeline } from '../pipeline.ts';

/** What every rung computes. */
export interface Networks {
  readonly detector: Detector;
  readonly classifier: Classifier;
}

/** A rung whose device or backend is open. */
export interface OpenRung {
  /** What computes, in words. */
  readonly adapter: string;
  /** Whether a graphics adapter is a CPU in disguise. */
  readonly software: boolean;
  /** Resolves with a sentence when it can compute no more, unless it was disposed of. */
  readonly lost: Promise<string>;
  readonly build: (networks: Networks) => Promise<Pipeline>;
  /**
   * Builds without what was found to be fastest on this device from now on, and forgets it: each step of it was tried, the whole may be
   * wrong, or a driver may have changed since. Undefined where nothing of that kind is used.
   */
  readonly untune?: () => Promise<void>;
  /** Ends the device or backend; the pipelines on it must be disposed of before. */
  readonly dispose: () => void;
}

/** One way to compute the networks. */
export interface Rung {
  readonly tier: Tier;
  /** Opens the device or backend, or says in one sentence why it cannot; `baseUrl` is where the app is served. */
  readonly open: (baseUrl: string) => Promise<OpenRung | string>;
}

async function openWgsl(): Promise<OpenRung | string> {
  const opened = await openDevice();
  if (typeof opened === 'string') return opened;
  const { device, adapter, software } = opened;
  const { lost, destroy } = watchDevice(device);
  let tune = untuned;
  const build: OpenRung['build'] = ({ detector, classifier }) =>
    createPipeline(device, detector, classifier, tune);
  const open = { adapter, software, lost, build, dispose: destroy };
  // A software adapter is for tests: what it is fastest with says nothing of anybody's device.
  if (software) return open;
  tune = createTuner(device, adapter);
  const untune = (): Promise<void> => {
    tune = untuned;
    return forgetTuning();
  };
  return { ...open, untune };
}

function tensorflowRung(tier: Exclude<Tier, 'wgsl'>): Rung {
  return {
    tier,
    async open(baseUrl) {
      const backend = await openBackend(tier, baseUrl);
      if (typeof backend === 'string') return backend;
      return {
        ...backend,
        async build({ detector, classifier }) {
          // TensorFlow.js is not loaded where our own kernels serve.
          const { createFallbackPipeline } = await import('../fallback/fallback-pipeline.ts');
          return createFallbackPipeline(backend, detector, classifier);
        },
      };
    },
  };
}

/** All rungs, from the top of the ladder. */
export const RUNGS: readonly Rung[] = [
  { tier: 'wgsl', open: openWgsl },
  tensorflowRung('webgpu'),
  tensorflowRung('wasm'),
  tensorflowRung('webgl'),
  tensorflowRung('cpu'),
];
