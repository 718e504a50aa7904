/** Metadata of IMDB-WIKI (Rothe, Timofte, Van Gool 2015): `imdb.mat` and `wiki.mat`. */
import { framePx, type FrameBox } from '../../domain/geometry.ts';
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import { cellsOf, fieldsOf, type Matrix } from '../mat-file/matrix.ts';
import { readMatFile } from '../mat-file/mat-file.ts';
import { MatFileError, refuseAt } from '../mat-file/region.ts';
import { numbersOf, textOf } from '../mat-file/values.ts';
import {
  isAge,
  SelectionBuilder,
  type DropReason,
  type LabelledPicture,
  type Selection,
} from './labelled-picture.ts';
import type { ReadingControl } from './reading-control.ts';

/** Which faces count. */
export interface FaceScoreFilter {
  /** A face counts when its score is above this; without any face it is -Infinity. */
  readonly faceScoreAbove: number;
  /** Greatest score of a second face in the picture; undefined where there must be none. */
  readonly secondFaceScoreUpTo?: number;
}

/** The filter of the original project: github.com/oarriaga/face_classification, `src/utils/datasets.py`. */
export const FILTER_OF_THE_LITERATURE: FaceScoreFilter = { faceScoreAbove: 3 };

const MS_PER_DAY = 86_400_000;
/** 1970-01-01 as a MATLAB serial date, in days. */
const SERIAL_1970 = 719_529;
const ROWS_A_STEP = 8192;

/** One row's numbers, and its two cells still unread. */
interface Row {
  readonly bornSerial: number;
  readonly takenYear: number;
  readonly gender: number;
  readonly faceScore: number;
  readonly secondFaceScore: number;
  readonly path: Matrix;
  readonly location: Matrix;
}

/**
 * Age in full years, as the data set's authors compute it: the picture is taken in the middle of its year. NaN where the date of birth is none.
 *
 * @param bornSerial MATLAB serial date: days since the year 0
 */
export function ageAt(bornSerial: number, takenYear: number): number {
  const born = new Date((Math.floor(bornSerial) - SERIAL_1970) * MS_PER_DAY);
  return takenYear - born.getUTCFullYear() - (born.getUTCMonth() < 6 ? 0 : 1);
}

/** `[x1 y1 x2 y2]` in MATLAB's pixels, which begin with 1 and belong to the box at both ends. */
function faceAt(location: Float64Array): FrameBox | undefined {
  const [x1 = Number.NaN, y1 = Number.NaN, x2 = Number.NaN, y2 = Number.NaN] = location;
  const [width, height] = [x2 - x1 + 1, y2 - y1 + 1];
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) return undefined;
  return { x: framePx(x1 - 1), y: framePx(y1 - 1), width: framePx(width), height: framePx(height) };
}

function pictureOf(row: Row, filter: FaceScoreFilter): LabelledPicture | DropReason {
  if (!(row.faceScore > filter.faceScoreAbove)) return 'face-score';
  const { secondFaceScoreUpTo = -Infinity } = filter;
  if (!Number.isNaN(row.secondFaceScore) && !(row.secondFaceScore <= secondFaceScoreUpTo))
    return 'second-face';
  if (row.gender !== 0 && row.gender !== 1) return 'label';
  const age = ageAt(row.bornSerial, row.takenYear);
  if (!isAge(age)) return 'age';
  const file = textOf(row.path);
  if (file === '') return 'file';
  const facePx = faceAt(numbersOf(row.location));
  return {
    file,
    label: row.gender === 0 ? 'woman' : 'man',
    age,
    ...(facePx === undefined ? {} : { facePx }),
  };
}

/** The struct's rows in order, one at a time; every field must have a value for each of them. */
function* rowsOf(struct: Matrix): Generator<Row, undefined> {
  const fields = fieldsOf(struct);
  const rows = fields.get('full_path')?.count ?? 0;
  const field = (name: string): Matrix => {
    const matrix = fields.get(name);
    if (matrix === undefined)
      return refuseAt(struct.region, struct.at, `a field ${name}`, `only ${[...fields.keys()].join(', ')}`);
    return matrix.count === rows
      ? matrix
      : refuseAt(matrix.region, matrix.at, `${rows} values of ${name}`, `${matrix.count}`);
  };
  const [born, taken, gender, score, second] = (
    ['dob', 'photo_taken', 'gender', 'face_score', 'second_face_score'] as const
  ).map((name) => numbersOf(field(name)));
  const locations = cellsOf(field('face_location'));
  let index = 0;
  for (const path of cellsOf(field('full_path'))) {
    const { value: location } = locations.next();
    if (location === undefined) return undefined;
    yield {
      bornSerial: born?.[index] ?? Number.NaN,
      takenYear: taken?.[index] ?? Number.NaN,
      gender: gender?.[index] ?? Number.NaN,
      faceScore: score?.[index] ?? Number.NaN,
      secondFaceScore: second?.[index] ?? Number.NaN,
      path,
      location,
    };
    index += 1;
  }
  return undefined;
}

async function select(
  struct: Matrix,
  filter: FaceScoreFilter,
  { onProgress, signal }: ReadingControl,
): Promise<Selection | string> {
  const selection = new SelectionBuilder();
  const total = fieldsOf(struct).get('full_path')?.count ?? 0;
  let done = 0;
  for (const row of rowsOf(struct)) {
    if (done % ROWS_A_STEP === 0) {
      onProgress?.(done, total);
      // A breath, so that whoever cancels or looks on is heard.
      await new Promise((resume) => setTimeout(resume));
      if (signal?.aborted === true) return `stopped after ${done} of ${total} rows`;
    }
    selection.add(pictureOf(row, filter));
    done += 1;
  }
  return selection.build();
}

/**
 * Reads `imdb.mat` or `wiki.mat` and filters its rows.
 *
 * @param file its name, for errors, which also say where, what was expected and what was found
 * @param variable name of the struct; either where undefined
 */
export async function readImdbWiki(
  bytes: Uint8Array,
  file: string,
  variable: 'imdb' | 'wiki' | undefined,
  filter: FaceScoreFilter,
  control: ReadingControl = {},
): Promise<Outcome<Selection>> {
  try {
    const variables = await readMatFile(bytes, file);
    const names = variable === undefined ? ['imdb', 'wiki'] : [variable];
    const struct = names.map((name) => variables.get(name)).find((found) => found !== undefined);
    if (struct === undefined) {
      const found = [...variables.keys()].join(', ') || 'none';
      return bad(`${file}: expected a variable ${names.join(' or ')}, found ${found}`);
    }
    const selection = await select(struct, filter, control);
    return typeof selection === 'string' ? bad(`${file}: ${selection}`) : good(selection);
  } catch (thrown) {
    // The readers of MAT-files refuse by throwing; anything else is a bug.
    if (thrown instanceof MatFileError) return bad(thrown.message);
    throw thrown;
  }
}
