/** TensorFlow.js on WebGL: for devices with graphics hardware but without WebGPU. */
import '@tensorflow/tfjs-backend-webgl/dist/flags_webgl.js';
import { addConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Add.js';
import { avgPoolConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/AvgPool.js';
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/DepthwiseConv2dNative.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/FusedConv2D.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/MaxPool.js';
import { meanConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Mean.js';
import { padV2Config } from '@tensorflow/tfjs-backend-webgl/dist/kernels/PadV2.js';
import { reluConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Relu.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/ResizeBilinear.js';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import { removeBackend } from '@tensorflow/tfjs-core';
import { isSoftwareAdapter } from '../../engine/device.ts';
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

function openContext(canvas: OffscreenCanvas): WebGL2RenderingContext | undefined {
  const facts = {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  };
  return canvas.getContext('webgl2', facts) ?? undefined;
}

/** What draws, as far as the browser tells. */
function rendererOf(context: WebGL2RenderingContext): string {
  const debug = context.getExtension('WEBGL_debug_renderer_info');
  const words: unknown = context.getParameter(debug?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  return typeof words === 'string' && words !== '' ? words : 'unnamed renderer';
}

/** Opens the backend on a canvas of its own, or says in one sentence why it cannot. */
export async function openBackend(): Promise<TensorflowBackend | string> {
  const canvas = new OffscreenCanvas(1, 1);
  const context = openContext(canvas);
  if (context === undefined) return 'This browser gives no WebGL 2.';
  const { promise: lost, resolve } = Promise.withResolvers<string>();
  canvas.addEventListener('webglcontextlost', () => resolve('The graphics context was lost.'));
  await useBackend('webgl', new MathBackendWebGL(canvas), KERNELS);
  const adapter = rendererOf(context);
  return {
    tier: 'webgl',
    adapter,
    software: isSoftwareAdapter(adapter),
    compilesForBatch: true,
    lost,
    dispose: () => removeBackend('webgl'),
  };
}
