import type { Calibration } from '../../domain/face.ts';
import type { Selection } from '../metadata/labelled-picture.ts';
import type { Unread } from '../metadata/unread.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** One run of a model over labelled pictures. */
export interface Evaluation extends Metrics {
  /** Pictures with faces, but none where the metadata says; `noFace` counts them, too. */
  readonly noFaceThere: number;
  readonly tier: string;
  /** Name and version, as `mini-xception@1.0.0`. */
  readonly model: string;
  /** Temperature and threshold, from the model's card. */
  readonly card: Calibration;
  /** Numbers that were learned, and bytes of the file that holds them. */
  readonly parameters: number;
  readonly bytes: number;
  /** Pictures in a second of the whole run: reading and decoding them is part of it. */
  readonly facesPerSec: number;
  /** Median time of computing one face, in milliseconds. */
  readonly medianFaceMs: number;
  readonly metadata: Pick<Selection, 'rows' | 'dropped'> & {
    readonly format: string;
    /** Path of the metadata file; '' where there is none. */
    readonly file: string;
    /** Pictures that were looked at. */
    readonly used: number;
    /** The first few of the files that could not be looked at. */
    readonly unread: Unread;
  };
}
