/** The plainest way to share out work: an invocation computes four channels of one pixel. For layers that are a small part of a network. */
import { channelGroups, type Kernel } from './kernel.ts';

/** What a kernel writes. */
interface Output {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

const THREADS = 64;

/** Overrides and workgroups of a kernel whose WGSL has `@workgroup_size(64)` and takes `id.x` for pixel and group, groups fastest. */
export function onePixelEach<Parameters>(
  outputOf: (parameters: Parameters) => Output,
): Pick<Kernel<Parameters>, 'overrides' | 'dispatch'> {
  return {
    overrides: () => ({}),
    dispatch(parameters) {
      const { batch, height, width, channels } = outputOf(parameters);
      return [Math.ceil((height * width * channelGroups(channels)) / THREADS), 1, batch];
    },
  };
}
