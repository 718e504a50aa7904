/**
 * What a kernel is: a WGSL text, joined from its parts, and the facts that place it in a plan. Nothing else.
 *
 * Activations are f32, NHWC, with the channels padded to a multiple of four and the padding zero: `[batch, height, width, channels / 4]`
 * of `vec4f`. Every kernel, but for ways that say what they need, stays within the portable baseline: 128 invocations and 16 KiB of
 * workgroup memory a workgroup, 8 storage buffers, no workgroup atomics.
 */

/**
 * How a kernel uses the resource at one `@binding`; the index in `Kernel.bindings` is the binding's number, all in `@group(0)`.
 * `weights` are read like any other buffer, but come in half the bytes for code of a `HalfFormat`.
 */
export type BindingKind =
  'read' | 'weights' | 'write' | 'uniform' | 'texture' | 'external-texture' | 'storage-texture' | 'sampler';

/**
 * Weights in half the bytes. `pairs` of f16 are computed with as f32, on any device; `f16` is arithmetic that the device must have
 * (`shader-f16`). Both read the same bytes.
 */
export type HalfFormat = 'pairs' | 'f16';

/** Workgroups along x, y and z; each is rounded up, so that no output is left out. The items of a batch lie along z. */
export type DispatchSize = readonly [x: number, y: number, z: number];

/** What is compiled. */
export interface KernelCode {
  /** Of a kernel also the folder's name, the GPU labels and the profiler's row. */
  readonly name: string;
  readonly wgsl: string;
  readonly bindings: readonly BindingKind[];
  /** The same for weights in half the bytes, of a kernel that comes in such ways. */
  readonly inHalves?: Readonly<Record<HalfFormat, KernelCode>>;
}

/** One way to run a kernel: the values of its `override` constants, never per frame, and the workgroups that go with them. */
export interface KernelVariant {
  readonly overrides: Record<string, number>;
  readonly dispatch: DispatchSize;
  /** Other code with the same bindings; the kernel's own when it is not said. */
  readonly kernel?: KernelCode;
  /** Whether the device must have subgroups whose quads are in order (`areQuadsInOrder`). */
  readonly needsQuads?: boolean;
}

/** One kernel; `Parameters` are the compile-time facts of one layer that uses it. */
export interface Kernel<Parameters> extends KernelCode {
  /** Values of the WGSL `override` constants; never per frame. */
  readonly overrides: (parameters: Parameters) => Record<string, number>;
  /**
   * Members of the WGSL's `Layer`, in its order: a uniform that is bound last. What is here rather than in an override does not make a
   * pipeline of its own, and compiling is most of a start.
   */
  readonly facts?: (parameters: Parameters) => Record<string, number>;
  readonly dispatch: (parameters: Parameters) => DispatchSize;
  /** Other ways to compute the same numbers, up to the last bits, of which tuning may choose one; a kernel without them has only one way. */
  readonly alternatives?: (parameters: Parameters) => readonly KernelVariant[];
}

/** Channels rounded up to whole `vec4f`s. */
export function channelGroups(channels: number): number {
  return Math.ceil(channels / 4);
}
