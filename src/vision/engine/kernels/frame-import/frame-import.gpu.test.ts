import { afterAll, beforeAll, expect, test } from 'vitest';
import { bindGroupLayoutOf, compileKernel } from '../../plan.ts';
import { createPicture, type Picture } from '../../picture.reference.ts';
import { requireDevice, randomPicture, uploadPicture, type TestDevice } from '../../gpu.testing.ts';
import { frameImportReference } from './frame-import.reference.ts';
import { frameImport } from './frame-import.ts';

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await requireDevice();
});
afterAll(() => gpu.dispose());

async function readPixels(texture: GPUTexture): Promise<Uint8Array> {
  const { width, height } = texture;
  const bytesPerRow = Math.ceil((width * 4) / 256) * 256;
  const buffer = gpu.device.createBuffer({
    size: bytesPerRow * height,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = gpu.device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [width, height]);
  gpu.device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  const padded = new Uint8Array(buffer.getMappedRange());
  const rows = Array.from({ length: height }, (_, y) => [
    ...padded.subarray(y * bytesPerRow, y * bytesPerRow + width * 4),
  ]);
  buffer.destroy();
  return new Uint8Array(rows.flat());
}

/** Imports a video frame into a texture of the target's size, which starts full of the target's pixels. */
async function run(frame: VideoFrame, target: Picture): Promise<Uint8Array> {
  const texture = uploadPicture(gpu.device, target);
  const layout = bindGroupLayoutOf(gpu.device, frameImport);
  const step = { label: 'frame import', kernel: frameImport, overrides: frameImport.overrides(target) };
  const pipeline = await compileKernel(gpu.device, step, layout);
  const source = gpu.device.importExternalTexture({ source: frame });
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [source, texture.createView()].map((resource, binding) => ({ binding, resource }));
  pass.setBindGroup(0, gpu.device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...frameImport.dispatch(target));
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  frame.close();
  return readPixels(texture);
}

function frameOf({ data, width: codedWidth, height: codedHeight }: Picture): VideoFrame {
  return new VideoFrame(data, { format: 'RGBA', codedWidth, codedHeight, timestamp: 0 });
}

test.each([
  [37, 23],
  [8, 8],
  [1, 1],
  [65, 9],
])('frame import gives every pixel of a %i x %i frame', async (width, height) => {
  const frame = randomPicture(width, height);
  const expected = frameImportReference(frame, frame);
  const found = await run(
    frameOf(frame),
    createPicture(width, height, () => [1, 2, 3]),
  );
  expect(found).toEqual(expected.data);
});

test('a texture larger than the frame repeats the frame’s edge', async () => {
  const frame = randomPicture(5, 4);
  const target = createPicture(9, 7, () => [1, 2, 3]);
  expect(await run(frameOf(frame), target)).toEqual(frameImportReference(target, frame).data);
});
