/** TensorFlow.js on WebAssembly: with SIMD where the processor has it, with threads where the page is cross-origin isolated. */
import '@tensorflow/tfjs-backend-wasm/dist/flags_wasm.js';
import { addConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js';
import { avgPoolConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/AvgPool.js';
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/DepthwiseConv2dNative.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPool.js';
import { meanConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Mean.js';
import { padV2Config } from '@tensorflow/tfjs-backend-wasm/dist/kernels/PadV2.js';
import { reluConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/ResizeBilinear.js';
// Not for our networks: Mean calls it.
import { transposeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js';
import {
  BackendWasm,
  getThreadsCount,
  init,
  setWasmPaths,
} from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { env, removeBackend } from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from './backend.ts';
import { useBackend } from './register.ts';

const KERNELS = [
  addConfig,
  avgPoolConfig,
  depthwiseConv2dNativeConfig,
  fusedConv2DConfig,
  maxPoolConfig,
  meanConfig,
  padV2Config,
  reluConfig,
  resizeBilinearConfig,
  transposeConfig,
];

/** Threads that have not started by then never will, milliseconds. */
const THREADS_START_MS = 5_000;

type WasmModule = Awaited<ReturnType<typeof init>>['wasm'];

/** The module with threads; rejects when they do not start. */
async function startThreads(): Promise<WasmModule> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the threads did not start')), THREADS_START_MS);
  // A thread's error event is thrown on in a handler of its own, where nobody catches it, and would end the vision worker.
  const onError = (event: ErrorEvent): void => {
    if (!(event.error instanceof Event)) return;
    event.preventDefault();
    reject(new Error('a thread did not start'));
  };
  addEventListener('error', onError);
  try {
    const { wasm } = await Promise.race([init(), failed]);
    removeEventListener('error', onError);
    return wasm;
  } finally {
    // After a failure the listener stays, since the other threads fail later than the first.
    clearTimeout(timer);
  }
}

/** The module; without threads where they are refused or do not start. */
async function startModule(): Promise<WasmModule> {
  if (!(await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'))) return (await init()).wasm;
  try {
    return await startThreads();
  } catch {
    // Expected trouble: a content-security policy or a browser without nested workers. One thread computes the same.
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    return (await init()).wasm;
  }
}

/**
 * Opens the backend.
 *
 * @param baseUrl where the app is served
 */
export async function openBackend(baseUrl: string): Promise<TensorflowBackend> {
  const absolute = (url: string): string => new URL(url, baseUrl).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': absolute(plainUrl),
    'tfjs-backend-wasm-simd.wasm': absolute(simdUrl),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(threadedUrl),
  });
  await useBackend('wasm', new BackendWasm(await startModule()), KERNELS);
  const simd = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const threaded = (await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')) === true;
  return {
    tier: 'wasm',
    adapter: `WebAssembly ${simd ? 'with' : 'without'} SIMD, ${threaded ? `threads: ${getThreadsCount()}` : 'no threads'}`,
    software: false,
    compilesForBatch: false,
    lost: new Promise(() => {}),
    dispose: () => removeBackend('wasm'),
  };
}
