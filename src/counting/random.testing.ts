/** Seeded chance, so that a simulation is the same on every machine. */

/** Draws from one stream of pseudo-random numbers. */
export interface RandomSource {
  /** Uniform within `[low, high)`. */
  readonly between: (low: number, high: number) => number;
  /** True with a probability of 0 to 1. */
  readonly chance: (probability: number) => boolean;
  readonly normal: (mean: number, sigma: number) => number;
}

const MODULUS = 2 ** 31 - 1;

/** The multiplicative generator of S. Park and K. Miller ("Random number generators: good ones are hard to find", 1988; multiplier 48271). */
export function createRandom(seed: number): RandomSource {
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1;
  const next = (): number => {
    state = (state * 48_271) % MODULUS;
    return state / MODULUS;
  };
  return {
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    // Box and Muller 1958.
    normal: (mean, sigma) => mean + sigma * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()),
  };
}
