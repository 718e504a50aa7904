/** Set-up of the GPU tests that run without a browser: WebGPU, and files where a browser would ask its server. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/repository.ts';
import { installWebgpuGlobals } from './native/webgpu-globals.ts';

await installWebgpuGlobals();
Object.assign(globalThis, {
  fetch: async (path: string) => new Response(await readFile(join(root, path))),
});
