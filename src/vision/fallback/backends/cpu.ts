/** TensorFlow.js in plain JavaScript: slow, and there wherever JavaScript is. */
import { addConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js';
import { avgPoolConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/AvgPool.js';
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/DepthwiseConv2dNative.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/FusedConv2D.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/MaxPool.js';
import { meanConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Mean.js';
import { padV2Config } from '@tensorflow/tfjs-backend-cpu/dist/kernels/PadV2.js';
import { reluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Relu.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/ResizeBilinear.js';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu.js';
import { removeBackend } from '@tensorflow/tfjs-core';
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
];

/** Opens the backend. */
export async function openBackend(): Promise<TensorflowBackend> {
  await useBackend('cpu', new MathBackendCPU(), KERNELS);
  return {
    tier: 'cpu',
    adapter: 'JavaScript on the processor',
    software: false,
    compilesForBatch: false,
    lost: new Promise(() => {}),
    dispose: () => removeBackend('cpu'),
  };
}
