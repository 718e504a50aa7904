/** In what numbers a kernel has its blocks of weights: parts of WGSL that are put before the kernels which multiply with them. */
import type { HalfFormat, KernelCode } from '../kernel.ts';
import f16 from './f16.wgsl?raw';
import f32 from './f32.wgsl?raw';
import pairs from './pairs.wgsl?raw';

/** Code whose weights are `WeightBlock`s, without the part that says what those are. */
interface CodeOfWeights extends Omit<KernelCode, 'inHalves'> {
  /** What WGSL wants to come first. */
  readonly directives?: string;
}

/** The code for weights in f32, and in each format of half the bytes. */
export function inWeightFormats({ name, directives = '', wgsl, bindings }: CodeOfWeights): KernelCode {
  const inHalf = (format: HalfFormat, extension: string, part: string): KernelCode => ({
    name: `${name}-${format}`,
    wgsl: `${extension}${directives}${part}\n${wgsl}`,
    bindings,
  });
  return {
    name,
    wgsl: `${directives}${f32}\n${wgsl}`,
    bindings,
    inHalves: { pairs: inHalf('pairs', '', pairs), f16: inHalf('f16', 'enable f16;\n', f16) },
  };
}
