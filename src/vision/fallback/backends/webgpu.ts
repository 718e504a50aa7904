/** TensorFlow.js on WebGPU: other people's kernels, for adapters on which ours give wrong answers. */
import '@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu.js';
import { addConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Add.js';
import { avgPoolConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/AvgPool.js';
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/DepthwiseConv2dNative.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedConv2D.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPool.js';
import { meanConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Mean.js';
import { padV2Config } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/PadV2.js';
import { reluConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Relu.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/ResizeBilinear.js';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import { removeBackend } from '@tensorflow/tfjs-core';
import { watchDevice } from '../../device-loss.ts';
import { openDevice } from '../../engine/device.ts';
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

/** Opens the backend on a device of its own, or says in one sentence why it cannot. */
export async function openBackend(): Promise<TensorflowBackend | string> {
  const opened = await openDevice();
  if (typeof opened === 'string') return opened;
  const { device, adapter, software } = opened;
  const { lost, destroy } = watchDevice(device);
  await useBackend('webgpu', new WebGPUBackend(device), KERNELS);
  return {
    tier: 'webgpu',
    adapter,
    software,
    compilesForBatch: true,
    lost,
    dispose() {
      removeBackend('webgpu');
      destroy();
    },
  };
}
