/** The texture that holds the newest frame, and the three ways to fill it, best first. */
import type { FramePath } from '../domain/engine.ts';
import type { Size } from '../domain/geometry.ts';
import type { PassFor } from './engine/passes.ts';
import { bindGroupLayoutOf, compileKernel } from './engine/plan.ts';
import { frameImport } from './engine/kernels/frame-import/frame-import.ts';

/** A frame on its way in; the caller closes it after the submit. */
export type FrameSource = VideoFrame | ImageBitmap;

/** Owns the frame texture. */
export interface FrameSurface {
  readonly texture: GPUTexture;
  readonly size: Size;
  /**
   * Fills the texture, by a dispatch or by a queue copy; returns the way taken and the dispatches made.
   * Undefined for a video frame that this adapter can neither import nor copy: come again with its bitmap.
   */
  readonly load: (
    frame: FrameSource,
    passFor: PassFor,
  ) => { readonly path: FramePath; readonly dispatches: number } | undefined;
  readonly dispose: () => void;
}

/** Compiles the import once; surfaces of any size share it. */
export interface FrameImporter {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiles the one pass that samples external textures. */
export async function createFrameImporter(device: GPUDevice): Promise<FrameImporter> {
  const layout = bindGroupLayoutOf(device, frameImport);
  const step = { label: 'frame import', kernel: frameImport, overrides: {} };
  return { layout, pipeline: await compileKernel(device, step, layout) };
}

/** Width and height of what a frame shows, in pixels. */
export function frameSize(frame: FrameSource): Size {
  return frame instanceof ImageBitmap
    ? { width: frame.width, height: frame.height }
    : { width: frame.displayWidth, height: frame.displayHeight };
}

/** The frame's own time, which videos keep when they are read faster than they play; milliseconds. */
export function frameTimeMs(frame: FrameSource): number {
  return frame instanceof VideoFrame ? frame.timestamp / 1000 : performance.now();
}

/** Where frames go, and what takes them there. */
interface ImportTarget {
  readonly device: GPUDevice;
  readonly importer: FrameImporter;
  readonly texture: GPUTexture;
  readonly view: GPUTextureView;
}

function importExternal(
  { device, importer, texture, view }: ImportTarget,
  frame: VideoFrame,
  passFor: PassFor,
): boolean {
  try {
    const source = device.importExternalTexture({ source: frame });
    const entries = [source, view].map((resource, binding) => ({ binding, resource }));
    const bindGroup = device.createBindGroup({ label: 'frame import', layout: importer.layout, entries });
    const pass = passFor('frame import');
    pass.setPipeline(importer.pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...frameImport.dispatch(texture));
    return true;
  } catch {
    // Expected trouble: frames without a GPU-side resource cannot be imported, but may be copied.
    return false;
  }
}

function copyFrame({ device, texture }: ImportTarget, frame: FrameSource): boolean {
  try {
    const size = [texture.width, texture.height];
    device.queue.copyExternalImageToTexture({ source: frame }, { texture }, size);
    return true;
  } catch {
    // Expected trouble: software frames of some adapters cannot be copied either; their bitmaps can.
    return false;
  }
}

/** Throws in plain words where this device has no texture of this size. Asked for all the same, its error would pass for a lost device. */
function requireRoom({ limits: { maxTextureDimension2D: most } }: GPUDevice, { width, height }: Size): void {
  if (Math.max(width, height) <= most) return;
  throw new Error(
    `The frame has ${width} by ${height} pixels, and this graphics device takes none wider or higher than ${most}.`,
  );
}

/** Creates the texture for frames of `size`. Throws where they are larger than this device takes. */
export function createFrameSurface(device: GPUDevice, importer: FrameImporter, size: Size): FrameSurface {
  requireRoom(device, size);
  const texture = device.createTexture({
    label: 'frame',
    size: [size.width, size.height],
    format: 'rgba8unorm',
    usage:
      GPUTextureUsage.TEXTURE_BINDING |
      GPUTextureUsage.STORAGE_BINDING |
      GPUTextureUsage.COPY_DST |
      GPUTextureUsage.RENDER_ATTACHMENT,
  });
  const target: ImportTarget = { device, importer, texture, view: texture.createView() };
  return {
    texture,
    size,
    load(frame, passFor) {
      if (frame instanceof ImageBitmap)
        return copyFrame(target, frame) ? { path: 'image-bitmap', dispatches: 0 } : undefined;
      if (importExternal(target, frame, passFor)) return { path: 'external-texture', dispatches: 1 };
      return copyFrame(target, frame) ? { path: 'copy', dispatches: 0 } : undefined;
    },
    dispose: () => texture.destroy(),
  };
}
