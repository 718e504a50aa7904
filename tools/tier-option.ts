import { parseTier, TIERS, type Tier } from '../src/domain/face.ts';
import { bad, good, type Outcome } from './command-line.ts';

/** The tiers as a usage text names them. */
export const TIER_CHOICE = TIERS.join('|');

/** Reads `--tier`. */
export function readTier(text: string): Outcome<Tier> {
  const tier = parseTier(text);
  return tier === undefined ? bad(`--tier is one of ${TIERS.join(', ')}, not "${text}"`) : good(tier);
}
