/** WebGPU in a process of Node: Dawn, by the `webgpu` package of the benchmark. */

/**
 * Gives this process the globals of a browser's WebGPU.
 *
 * @throws Error when Dawn does not load on this machine: its binary is built for some platforms only
 */
export async function installWebgpuGlobals(): Promise<void> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const navigator = { gpu: create([]), userAgent: 'node', hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
