import { sumTotals, type Totals } from '../../src/domain/bucket.ts';
import { formatCount } from './format.ts';

/** How many entrances of one kiosk a page shows one by one. A kiosk has one or two; nothing keeps it from sending thousands. */
const MOST_SHOWN = 20;

/**
 * Names of entrances as a page shows them, sorted: each by itself, and those above `MOST_SHOWN` together in one last group, so that
 * they are in every sum. One empty group where there are none.
 */
export function groupEntrances(names: Iterable<string>): readonly (readonly string[])[] {
  const sorted = [...names].toSorted();
  if (sorted.length === 0) return [[]];
  const groups = sorted.slice(0, MOST_SHOWN).map((name) => [name]);
  return sorted.length > MOST_SHOWN ? [...groups, sorted.slice(MOST_SHOWN)] : groups;
}

/** What the entrances of a group counted together; the time that was measured is that of one of them, on average. */
export function totalsOf(group: readonly string[], totals: ReadonlyMap<string, Totals> | undefined): Totals {
  const all = sumTotals(group.flatMap((name) => totals?.get(name) ?? []));
  return { ...all, coverageSec: all.coverageSec / Math.max(1, group.length) };
}

/** What to call a group; undefined for the empty one. */
export function nameOf(group: readonly string[]): string | undefined {
  if (group.length <= 1) return group.map((name) => `Entrance ${name}`)[0];
  return `${formatCount(group.length)} more entrances: their counts together, what was measured on average`;
}
