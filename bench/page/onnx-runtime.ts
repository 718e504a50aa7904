/** onnxruntime-web on mini-Xception as ONNX. */
import type * as OnnxRuntime from 'onnxruntime-web/webgpu';
import type { NetworkAnswer, NetworkTask } from '../contenders/networks.ts';
import type { Contender, PreparedContender, ReadFile } from '../measure/contender.ts';

/** The same network and weights, batch norms and all; input `faces` [n, 1, 64, 64], output `logits` [n, 2]. */
const MODEL = 'bench/models/mini-xception.onnx';

type Provider = 'webgpu' | 'wasm';
type Runtime = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor'>;

/** Its module for a provider: that for WebGPU has another WebAssembly, which can wait for a GPU and computes more slowly for it. */
async function importRuntime(provider: Provider): Promise<Runtime> {
  const runtime =
    provider === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  Object.assign(runtime.env.wasm, {
    wasmPaths: '/bench/node_modules/onnxruntime-web/dist/',
    // By itself it takes half of the processors.
    numThreads: navigator.hardwareConcurrency,
  });
  return runtime;
}

async function prepareOnnx(
  provider: Provider,
  model: Uint8Array,
  { batch, input, network }: NetworkTask,
): Promise<PreparedContender<NetworkAnswer>> {
  const { InferenceSession, Tensor } = await importRuntime(provider);
  const session = await InferenceSession.create(model, { executionProviders: [provider] });
  const { height, width } = network.input;
  return {
    async run() {
      // One channel: [n, 64, 64, 1] and [n, 1, 64, 64] are the same numbers in the same order.
      const { logits } = await session.run({
        faces: new Tensor('float32', input, [batch, 1, height, width]),
      });
      const values = await logits?.getData();
      logits?.dispose();
      return { logits: values instanceof Float32Array ? values : new Float32Array() };
    },
    dispose: () => void session.release(),
  };
}

/** onnxruntime-web with one of its execution providers. */
export function onnxOnMiniXception(
  provider: Provider,
  task: NetworkTask,
  readFile: ReadFile,
): Contender<NetworkAnswer> {
  return {
    name: `onnxruntime-web ${provider}`,
    webgpu: provider === 'webgpu',
    prepare: async () => prepareOnnx(provider, await readFile(MODEL), task),
  };
}
