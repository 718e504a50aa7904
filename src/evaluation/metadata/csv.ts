/** Metadata as CSV: a row a picture, the columns `file,label`, and `age` and `group` where they are known. */
import { parse } from 'csv-parse/browser/esm/sync';
import { bad, good, messageOf, type Outcome } from '../../domain/outcome.ts';
import { isAge, MAX_AGE, type LabelledPicture, type Selection } from './labelled-picture.ts';

const REQUIRED = ['file', 'label'] as const;

interface Place {
  readonly path: string;
  readonly line: number;
}

function wrong({ path, line }: Place, column: string, expected: string, found: string): string {
  return `${path}, line ${line}, column ${column}: expected ${expected}, found "${found}"`;
}

function readRow(row: Readonly<Record<string, string>>, place: Place): LabelledPicture | string {
  const { file = '', label = '', age = '', group = '' } = row;
  if (file === '') return wrong(place, 'file', 'a file name', file);
  if (label !== 'woman' && label !== 'man') return wrong(place, 'label', 'woman or man', label);
  if (age !== '' && !(/^\d+(\.\d+)?$/.test(age) && isAge(Number(age))))
    return wrong(place, 'age', `years from 0 to ${MAX_AGE}, or nothing`, age);
  return {
    file,
    label,
    ...(age === '' ? {} : { age: Number(age) }),
    ...(group === '' ? {} : { group }),
  };
}

function checkHeader(header: readonly string[], path: string): string | undefined {
  const missing = REQUIRED.find((column) => !header.includes(column));
  if (missing === undefined) return undefined;
  return wrong({ path, line: 1 }, missing, 'the columns file,label and perhaps age,group', header.join(','));
}

/**
 * Reads the metadata in `text`. A wrong row refuses the file: who writes a table can mend it.
 *
 * @param path names the file in errors, which also name line, column, what was expected and found
 */
export function readCsv(text: string, path: string): Outcome<Selection> {
  try {
    const records = parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    const header = records[0]?.record ?? [];
    const trouble = checkHeader(header, path);
    if (trouble !== undefined) return bad(trouble);
    const pictures: LabelledPicture[] = [];
    for (const { record, info } of records.slice(1)) {
      const row = Object.fromEntries(header.map((column, index) => [column, record[index] ?? '']));
      const picture = readRow(row, { path, line: info.lines });
      if (typeof picture === 'string') return bad(picture);
      pictures.push(picture);
    }
    if (pictures.length === 0) return bad(`${path}: expected at least one picture, found none`);
    return good({ pictures, rows: pictures.length, dropped: {} });
  } catch (thrown) {
    // csv-parse throws on quotes and column counts that do not fit.
    return bad(`${path}: ${messageOf(thrown)}`);
  }
}
