import { parseArgs } from 'node:util';
import { bad, good, messageOf, type Outcome } from '../../tools/command-line.ts';

export const USAGE = `usage: npm run --silent torture -- [--kills N] [--seed S] [--database sqlite|postgres] [--json]

Counts people with the built app in a real browser, sends the totals to a real collector through a proxy that loses, cuts, delays,
repeats and makes up, kills both of them at random instants, and compares: what the kiosk has, what the collector has, and what a
journal outside of both was told. Ends with code 1 when anybody is lost or counted twice.
  --kills     how many (default 300)
  --seed      a whole number from which all chance is drawn (default 1); the instants of a busy machine are not repeated exactly
  --database  the collector's: sqlite (default), or a PostgreSQL of its own, which is killed too
  --json      one JSON object on stdout`;

/** What the user asked of `torture`. */
export interface TortureArguments {
  readonly help: boolean;
  readonly kills: number;
  readonly seed: number;
  readonly database: 'sqlite' | 'postgres';
  readonly json: boolean;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  kills: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  database: { type: 'string', default: 'sqlite' },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line after the script's name. */
export function parseTortureArguments(args: readonly string[]): Outcome<TortureArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { help, kills, seed, database, json } = values;
    if (!/^[1-9]\d{0,5}$/.test(kills)) return bad(`--kills is a whole number from 1, not "${kills}"`);
    if (!/^\d{1,9}$/.test(seed)) return bad(`--seed is a whole number of at most 9 digits, not "${seed}"`);
    if (database !== 'sqlite' && database !== 'postgres')
      return bad(`--database is sqlite or postgres, not "${database}"`);
    return good({ help, kills: Number(kills), seed: Number(seed), database, json });
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}
