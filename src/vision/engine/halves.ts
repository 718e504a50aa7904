/** Copies of weights in half the bytes, for code of a `HalfFormat`; made on the device from the weights that are there. */
import type { BufferPool } from './buffers.ts';
import { halveWeights } from './kernels/halve-weights/halve-weights.ts';
import { bindGroupLayoutOf, compileKernel } from './plan.ts';

/** The copy of a buffer of weights; the same one whenever it is asked for. */
export type Halve = (weights: GPUBuffer) => GPUBuffer;

/** Compiles what halves weights; the copies are the pool's. */
export async function createHalver(device: GPUDevice, pool: BufferPool): Promise<Halve> {
  const layout = bindGroupLayoutOf(device, halveWeights);
  const step = { label: halveWeights.name, kernel: halveWeights, overrides: {} };
  const pipeline = await compileKernel(device, step, layout);
  const copies = new Map<GPUBuffer, GPUBuffer>();
  return (weights) => {
    const known = copies.get(weights);
    if (known !== undefined) return known;
    const copy = pool.storage(`${weights.label} halves`, weights.size / 2);
    copies.set(weights, copy);
    const entries = [weights, copy].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder({ label: halveWeights.name });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(...halveWeights.dispatch({ columns: weights.size / 16 }));
    pass.end();
    device.queue.submit([encoder.finish()]);
    return copy;
  };
}
