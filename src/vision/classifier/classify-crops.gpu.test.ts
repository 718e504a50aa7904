import { afterEach, expect, test } from 'vitest';
import { createCropClassifier } from './classify-crops.ts';

const requestDevice = GPUAdapter.prototype.requestDevice;
afterEach(() => {
  GPUAdapter.prototype.requestDevice = requestDevice;
});

test('crops are answered until the device fails out of sight, and refused from then on', async () => {
  let device: GPUDevice | undefined;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    return (device = await requestDevice.call(this, descriptor));
  };
  const { input, classify, dispose } = await createCropClassifier(document.baseURI, 'wgsl', 'mini-xception');
  const crop = new Float32Array(input.height * input.width * input.channels);
  expect(await classify(crop, 1)).toHaveLength(2);
  // For no use at all, which is an error that nobody waits for.
  device?.createBuffer({ size: 4, usage: 0 });
  await expect(classify(crop, 1)).rejects.toThrow('The graphics device failed');
  dispose();
});
