import { parseArgs } from 'node:util';
import type { DetectorRange, Tier } from '../../src/domain/face.ts';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import { readRange } from '../range-option.ts';
import { readTier, TIER_CHOICE } from '../tier-option.ts';

export const USAGE = `usage: npm run --silent count -- --video FILE [--range short|full|far] [--tier TIER] [--json]
         [--overlay OUT.webm [--force]]

Counts the people in a recorded video (mp4, webm, mov, gif, y4m) as the kiosk would, by the video's own time.
  --range    how far the detector looks (default full)
  --tier     which implementation computes: ${TIER_CHOICE} (default wgsl)
  --json     one JSON object on stdout
  --overlay  also writes the video with boxes and labels drawn in; --force where OUT.webm is already there`;

/** What the user asked of `count`. */
export interface CountArguments {
  readonly help: boolean;
  readonly video: string;
  readonly range: DetectorRange;
  readonly tier: Tier;
  readonly json: boolean;
  readonly overlay: string | undefined;
  /** Replaces a file that is where the overlay goes. */
  readonly force: boolean;
}

/** Reads the command line after the script's name. */
export function parseCountArguments(args: readonly string[]): Outcome<CountArguments> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        video: { type: 'string' },
        range: { type: 'string', default: 'full' },
        tier: { type: 'string', default: 'wgsl' },
        json: { type: 'boolean', default: false },
        overlay: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    });
    const { help } = values;
    const range = readRange(values.range);
    if (!range.ok) return range;
    const tier = readTier(values.tier);
    if (!tier.ok) return tier;
    if (values.video === undefined && !help)
      return bad('name a video with --video FILE; --help shows the rest');
    const { json, video = '', overlay, force } = values;
    return good({ help, range: range.value, tier: tier.value, json, video, overlay, force });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
