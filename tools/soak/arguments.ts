import { parseArgs } from 'node:util';
import type { DetectorRange } from '../../src/domain/face.ts';
import type { Size } from '../../src/domain/geometry.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';

export const USAGE = `usage: npm run --silent soak -- [--frames N] [--range short|full] [--size WxH] [--json]

Runs the kiosk's loop, from a drawn frame to the store, as fast as the engine answers, and tells whether the heaps of page
and worker and the number of live GPU objects stay flat. Ends with code 1 when one of them grows.
  --frames  how many frames (default 100000; at least 100)
  --range   how far the detector looks (default short)
  --size    size of a frame in pixels (default 320x180)
  --json    one JSON object on stdout, with every sample`;

/** What the user asked of `soak`. */
export interface SoakArguments {
  readonly help: boolean;
  readonly frames: number;
  readonly range: DetectorRange;
  readonly size: Size;
  readonly json: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  frames: { type: 'string', default: '100000' },
  range: { type: 'string', default: 'short' },
  size: { type: 'string', default: '320x180' },
  json: { type: 'boolean', default: false },
} as const;

/** Fewer frames than this say nothing about growth. */
const LEAST_FRAMES = 100;

/** Reads the command line after the script's name. */
export function parseSoakArguments(args: readonly string[]): Outcome<SoakArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, range, json } = values;
    const frames = Number(values.frames);
    const [, width, height] = /^(\d+)x(\d+)$/.exec(values.size) ?? [];
    if (!Number.isInteger(frames) || frames < LEAST_FRAMES)
      return bad(`--frames is a whole number from ${LEAST_FRAMES}, not "${values.frames}"`);
    if (range !== 'short' && range !== 'full') return bad(`--range is short or full, not "${range}"`);
    if (Number(width ?? 0) * Number(height ?? 0) === 0)
      return bad(`--size is a width and a height such as 320x180, not "${values.size}"`);
    return good({ help, frames, range, size: { width: Number(width), height: Number(height) }, json });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
