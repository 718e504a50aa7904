/** Bits of an f16's fraction, and its least exponent. Source: IEEE 754-2019, binary16. */
const FRACTION_BITS = 10;
const LEAST_EXPONENT = -14;

/** How far apart the f16 numbers around `value` lie. */
export function halfSpacing(value: number): number {
  const exponent = value === 0 ? LEAST_EXPONENT : Math.floor(Math.log2(Math.abs(value)));
  return 2 ** (Math.max(exponent, LEAST_EXPONENT) - FRACTION_BITS);
}

/** The slow twin of `halve-weights.wgsl`: the nearest f16 of each number below 65,504, as a number. */
export function halveWeightsReference(weights: Float32Array): Float32Array {
  return weights.map((value) => Math.round(value / halfSpacing(value)) * halfSpacing(value));
}
