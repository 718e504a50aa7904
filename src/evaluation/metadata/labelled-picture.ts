/** What every kind of metadata comes to: labelled pictures, and how many rows are none of them, by reason. */
import type { FrameBox } from '../../domain/geometry.ts';

/** One labelled picture. */
export interface LabelledPicture {
  /** Path inside the folder of pictures. */
  readonly file: string;
  readonly label: 'woman' | 'man';
  /** Years, 0 to 130; absent where the metadata has none. */
  readonly age?: number;
  readonly group?: string;
  /** Where the labelled face is, in pixels of the picture; absent where the metadata does not say. */
  readonly facePx?: FrameBox;
}

/**
 * Longest side of a whole picture that is looked at, pixels: as much as every WebGPU device takes. It is the same where other rungs
 * compute, so that figures of all of them are of the same pictures.
 */
export const MAX_PICTURE_SIDE = 8192;

/** Why a row is left out, in words that follow a count. */
export const DROP_REASONS = {
  kind: 'not a picture by its name',
  name: 'named otherwise than age_gender_race_date',
  'face-score': 'face score too low, or no face found',
  'second-face': 'a second face',
  label: 'gender not known',
  age: 'age not known, or outside 0 to 130',
  file: 'no file name',
  missing: 'not in the folder',
  unreadable: 'not a picture that can be read',
  'not-square': 'not square, as an aligned crop is',
  'too-large': `wider or higher than ${MAX_PICTURE_SIDE} pixels`,
} as const;

/** Why a row is left out. A row with several reasons is counted under the first of `DROP_REASONS`. */
export type DropReason = keyof typeof DROP_REASONS;

/** Why a picture cannot be looked at, though its row is right. */
export type UnreadReason = Extract<DropReason, 'missing' | 'unreadable' | 'not-square' | 'too-large'>;

/** How many rows are left out, by reason. */
export type Dropped = Readonly<Partial<Record<DropReason, number>>>;

/** The rows of a metadata file: kept or counted. */
export interface Selection {
  readonly pictures: readonly LabelledPicture[];
  /** All rows, those left out among them. */
  readonly rows: number;
  readonly dropped: Dropped;
}

/** Greatest age that is believed, in years. */
export const MAX_AGE = 130;

/** Whether an age, in years, is believed. */
export function isAge(years: number): boolean {
  return years >= 0 && years <= MAX_AGE;
}

/** Sorts rows, each a picture or the reason why it is none. */
export class SelectionBuilder {
  readonly #pictures: LabelledPicture[] = [];
  readonly #dropped = new Map<DropReason, number>();
  #rows = 0;

  add(row: LabelledPicture | DropReason): void {
    this.#rows += 1;
    if (typeof row === 'string') this.#dropped.set(row, (this.#dropped.get(row) ?? 0) + 1);
    else this.#pictures.push(row);
  }

  /** All rows so far. */
  build(): Selection {
    return { pictures: this.#pictures, rows: this.#rows, dropped: Object.fromEntries(this.#dropped) };
  }
}
