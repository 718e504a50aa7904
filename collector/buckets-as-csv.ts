import { stringify } from 'csv-stringify/sync';
import type { ListedBucket } from './store/list-buckets.ts';

/**
 * What begins a formula to a spreadsheet that separates by semicolons, as those of many languages do: quotes do not keep a cell
 * together there, since the line is one to it that has commas before them.
 */
const INNER_FORMULA = /;(["\s\p{Cf}]*)(?=[-=+@\uff1d\uff0b\uff0d\uff20])/gu;

/** What begins one to a spreadsheet that leaves out what cannot be seen before it. */
const UNSEEN_BEFORE_FORMULA = /^[\s\p{Cf}]+(?=[-=+@\uff1d\uff0b\uff0d\uff20])/u;

/** Buckets as CSV, by default with a header; a name that a spreadsheet would take for a formula is written as text. */
export function bucketsAsCsv(buckets: readonly ListedBucket[], header = true): string {
  return stringify([...buckets], {
    header,
    escape_formulas: true,
    cast: {
      string: (text) => text.replace(INNER_FORMULA, ";$1'").replace(UNSEEN_BEFORE_FORMULA, "'$&"),
    },
    columns: [...COLUMNS],
  }).trimEnd();
}

const COLUMNS = [
  'kiosk',
  'kioskName',
  'entrance',
  'epoch',
  'start',
  'slotMs',
  'entries',
  'exits',
  'woman',
  'man',
  'undetermined',
  'coverageSec',
  'revision',
] as const satisfies readonly (keyof ListedBucket)[];
