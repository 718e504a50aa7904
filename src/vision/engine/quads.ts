/** Whether a device's quads are what kernels with subgroups take them for. */
import wgsl from './quads.wgsl?raw';

/** Invocations of the workgroups whose quads are looked at. */
const THREADS = 64;

/** Across x and across y from each invocation, in turn. */
function partnerOf(index: number): number {
  const invocation = Math.floor(index / 2);
  return index % 2 === 0 ? invocation ^ 1 : invocation ^ 2;
}

/**
 * Whether four invocations that follow one another in a workgroup are a quad, the second across x from the first and the third across
 * y. WGSL leaves it open; false where a device has no subgroups.
 */
export async function areQuadsInOrder(device: GPUDevice): Promise<boolean> {
  if (!device.features.has('subgroups')) return false;
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const size = THREADS * 2 * Uint32Array.BYTES_PER_ELEMENT;
  const partners = device.createBuffer({ label: 'quads', size, usage: STORAGE | COPY_SRC });
  const answer = device.createBuffer({ label: 'quads answer', size, usage: COPY_DST | MAP_READ });
  try {
    const module = device.createShaderModule({ label: 'quads', code: wgsl });
    const compute = { module, entryPoint: 'main', constants: { THREADS } };
    const pipeline = await device.createComputePipelineAsync({ label: 'quads', layout: 'auto', compute });
    const entries = [{ binding: 0, resource: { buffer: partners } }];
    const encoder = device.createCommandEncoder({ label: 'quads' });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(partners, 0, answer, 0, size);
    device.queue.submit([encoder.finish()]);
    await answer.mapAsync(GPUMapMode.READ);
    const found = new Uint32Array(answer.getMappedRange());
    return found.every((partner, index) => partner === partnerOf(index));
  } catch {
    // Expected trouble: a driver that offers subgroups and refuses them. Kernels without are always there.
    return false;
  } finally {
    partners.destroy();
    answer.destroy();
  }
}
