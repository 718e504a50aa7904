import type { Tier } from '../../domain/face.ts';
import type { TensorflowBackend } from './backends/backend.ts';

/**
 * Loads a backend's code and opens it, or says in one sentence why it cannot. Nothing of TensorFlow.js is loaded before.
 *
 * @param baseUrl where the app is served
 */
export async function openBackend(
  tier: Exclude<Tier, 'wgsl'>,
  baseUrl: string,
): Promise<TensorflowBackend | string> {
  switch (tier) {
    case 'webgpu':
      return (await import('./backends/webgpu.ts')).openBackend();
    case 'wasm':
      return (await import('./backends/wasm.ts')).openBackend(baseUrl);
    case 'webgl':
      return (await import('./backends/webgl.ts')).openBackend();
    case 'cpu':
      return (await import('./backends/cpu.ts')).openBackend();
  }
}
