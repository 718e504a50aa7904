import { parse } from 'csv-parse/sync';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';

/** One labelled picture. */
export interface LabelledImage {
  /** Path inside the folder of images. */
  readonly file: string;
  readonly label: 'woman' | 'man';
  /** Years, 0 to 130. */
  readonly age: number;
  readonly group: string;
}

const COLUMNS = ['file', 'label', 'age', 'group'] as const;
const MAX_AGE = 130;

interface Place {
  readonly path: string;
  readonly line: number;
}

function wrong({ path, line }: Place, column: string, expected: string, found: string): string {
  return `${path}, line ${line}, column ${column}: expected ${expected}, found "${found}"`;
}

function readRow(row: Readonly<Record<string, string>>, place: Place): LabelledImage | string {
  const { file = '', label = '', age = '', group = '' } = row;
  if (file === '') return wrong(place, 'file', 'a file name', file);
  if (label !== 'woman' && label !== 'man') return wrong(place, 'label', 'woman or man', label);
  if (!/^\d+(\.\d+)?$/.test(age) || Number(age) > MAX_AGE)
    return wrong(place, 'age', `years from 0 to ${MAX_AGE}`, age);
  if (group === '') return wrong(place, 'group', 'a name', group);
  return { file, label, age: Number(age), group };
}

function checkHeader(header: readonly string[], path: string): string | undefined {
  const missing = COLUMNS.find((column) => !header.includes(column));
  if (missing === undefined) return undefined;
  return wrong({ path, line: 1 }, missing, 'the columns file,label,age,group', header.join(','));
}

/** Reads the metadata in `text`; `path` names it in errors, which also name line, column, what was expected and found. */
export function parseMetadata(text: string, path: string): Outcome<LabelledImage[]> {
  try {
    const records = parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    const header = records[0]?.record ?? [];
    const trouble = checkHeader(header, path);
    if (trouble !== undefined) return bad(trouble);
    const images: LabelledImage[] = [];
    for (const { record, info } of records.slice(1)) {
      const row = Object.fromEntries(header.map((column, index) => [column, record[index] ?? '']));
      const image = readRow(row, { path, line: info.lines });
      if (typeof image === 'string') return bad(image);
      images.push(image);
    }
    if (images.length === 0) return bad(`${path}: expected at least one picture, found none`);
    return good(images);
  } catch (thrown) {
    // csv-parse throws on quotes and column counts that do not fit.
    return bad(`${path}: ${messageOf(thrown)}`);
  }
}
