import { expect, test } from 'vitest';
import { createFrameSurface, type FrameImporter } from './frame-surface.ts';

test.each([
  [8193, 1],
  [1, 8193],
])(
  'no texture is asked for where a frame of %d by %d pixels is larger than the device takes',
  (width, height) => {
    let asked = 0;
    const device = { limits: { maxTextureDimension2D: 8192 }, createTexture: () => (asked += 1) };
    const create = (): unknown =>
      createFrameSurface(device as unknown as GPUDevice, {} as FrameImporter, { width, height });
    expect(create).toThrow(
      `The frame has ${width} by ${height} pixels, and this graphics device takes none wider or higher than 8192.`,
    );
    expect(asked).toBe(0);
  },
);
