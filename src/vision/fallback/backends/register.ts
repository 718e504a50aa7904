import {
  findBackend,
  getKernel,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type KernelBackend,
  type KernelConfig,
} from '@tensorflow/tfjs-core';

/**
 * Registers a backend with the kernels that our networks use and no others, and makes it the current one.
 * One that was there before under the same name is disposed of.
 */
export async function useBackend(
  name: string,
  backend: KernelBackend,
  kernels: readonly KernelConfig[],
): Promise<void> {
  if (findBackend(name) !== null) removeBackend(name);
  for (const kernel of kernels) if (getKernel(kernel.kernelName, name) === undefined) registerKernel(kernel);
  registerBackend(name, () => backend);
  await setBackend(name);
}
