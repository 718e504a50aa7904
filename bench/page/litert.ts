/** LiteRT.js on the detectors' own files. */
import { loadAndCompile, loadLiteRt, Tensor } from '@litertjs/core';
import { detectorFile, type NetworkAnswer, type NetworkTask } from '../contenders/networks.ts';
import type { Contender, PreparedContender, ReadFile } from '../measure/contender.ts';

type Accelerator = 'webgpu' | 'wasm';

/** Starts the one runtime that all models share, with threads where they are allowed. */
export function startLiteRt(): Promise<unknown> {
  return loadLiteRt('/bench/node_modules/@litertjs/core/wasm/', { threads: crossOriginIsolated });
}

/** Ranges name their outputs differently, but both have one score and 16 regressors an anchor. */
function anchorAnswer(values: readonly Float32Array[]): NetworkAnswer {
  const [scores, regressors] = values.toSorted((a, b) => a.length - b.length);
  return { classificators: scores ?? new Float32Array(), regressors: regressors ?? new Float32Array() };
}

async function prepareLiteRt(
  accelerator: Accelerator,
  model: Uint8Array,
  input: Float32Array,
): Promise<PreparedContender<NetworkAnswer>> {
  const compiled = await loadAndCompile(model, { accelerator, gpuOptions: { precision: 'fp32' } });
  if (accelerator === 'webgpu' && !compiled.isFullyAccelerated)
    throw new Error('LiteRT.js cannot run all of the model on WebGPU');
  const [details] = compiled.getInputDetails();
  if (details === undefined) throw new Error('the model has no input');
  return {
    async run() {
      const given = new Tensor(input, [...details.shape]);
      const outputs = Object.values(await compiled.run({ [details.name]: given }));
      const values = await Promise.all(outputs.map((output) => output.data()));
      [given, ...outputs].forEach((tensor) => tensor.delete());
      return anchorAnswer(values);
    },
    dispose: () => compiled.delete(),
  };
}

/** LiteRT.js on a detector; `runtime` is `startLiteRt`'s, awaited when it is needed. */
export function liteRtOnDetector(
  accelerator: Accelerator,
  { what, input }: NetworkTask,
  { readFile, runtime }: { readonly readFile: ReadFile; readonly runtime: () => Promise<unknown> },
): Contender<NetworkAnswer> {
  return {
    name: `litert.js ${accelerator}`,
    webgpu: accelerator === 'webgpu',
    async prepare() {
      await runtime();
      return prepareLiteRt(accelerator, await readFile(detectorFile(what)), input);
    },
  };
}
