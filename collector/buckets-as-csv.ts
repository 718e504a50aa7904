import { stringify } from 'csv-stringify/sync';
import type { ListedBucket } from './store/list-buckets.ts';

/** Buckets as CSV, by default with a header; a name that a spreadsheet would take for a formula is written as text. */
export function bucketsAsCsv(buckets: readonly ListedBucket[], header = true): string {
  return stringify([...buckets], { header, escape_formulas: true, columns: [...COLUMNS] }).trimEnd();
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
