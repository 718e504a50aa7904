import { parseArgs } from 'node:util';
import type { DetectorRange, Tier } from '../../src/domain/face.ts';
import type { Size } from '../../src/domain/geometry.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent soak -- [--frames N] [--range short|full|far] [--tier TIER] [--size WxH]
         [--hardware] [--json]

Runs the kiosk's loop, from a drawn frame to the store, as fast as the engine answers, and tells whether the heaps of page
and worker and the number of live GPU objects stay flat. Ends with code 1 when one of them grows.
Ctrl-C ends the run early, and what was seen till then is judged.
  --frames    how many frames (default 100000; at least 100)
  --range     how far the detector looks (default short)
  --tier      which implementation computes: ${TIER_CHOICE} (default wgsl)
  --size      size of a frame in pixels (default 320x180)
  --hardware  the machine's own graphics adapter instead of the browser's software adapter
  --json      one JSON object on stdout, with every sample`;

/** What the user asked of `soak`. */
export interface SoakArguments {
  readonly help: boolean;
  readonly frames: number;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly size: Size;
  readonly hardware: boolean;
  readonly json: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  frames: { type: 'string', default: '100000' },
  range: { type: 'string', default: 'short' },
  tier: { type: 'string', default: 'wgsl' },
  size: { type: 'string', default: '320x180' },
  hardware: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Fewer frames than this say nothing about growth. */
const LEAST_FRAMES = 100;

/** Reads the command line after the script's name. */
export function parseSoakArguments(args: readonly string[]): Outcome<SoakArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, hardware, json } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    const frames = Number(values.frames);
    const [, width, height] = /^(\d+)x(\d+)$/.exec(values.size) ?? [];
    if (!Number.isInteger(frames) || frames < LEAST_FRAMES)
      return bad(`--frames is a whole number from ${LEAST_FRAMES}, not "${values.frames}"`);
    if (Number(width ?? 0) * Number(height ?? 0) === 0)
      return bad(`--size is a width and a height such as 320x180, not "${values.size}"`);
    const size = { width: Number(width), height: Number(height) };
    return good({ help, frames, range: range.value, tier: tier.value, size, hardware, json });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
