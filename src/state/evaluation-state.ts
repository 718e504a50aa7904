import type { DetectorRange, ModelName } from '../domain/face.ts';
import type { WeightsOffer } from '../domain/kept-weights.ts';

/** What a person wants to have evaluated, on the folder that was chosen before. */
export interface EvaluationAsk {
  /** The file with the labels; undefined where the names of the pictures have them, as in UTKFace. */
  readonly metadata: File | undefined;
  /** Models that ship, and files of weights; at least one. */
  readonly models: readonly (ModelName | File)[];
  /** Whether the pictures are aligned crops; otherwise faces are looked for on them. */
  readonly crops: boolean;
  /** How far the detector looks for them. */
  readonly range: DetectorRange;
}

/** Where a folder comes from: a picker, which knows all its files, or a drop, which must be looked through. */
export type FolderSource =
  { readonly files: readonly File[] } | { readonly entries: readonly FileSystemEntry[] };

/** How far an evaluation is. */
export interface EvaluationProgress {
  readonly step: 'rows' | 'models' | 'pictures';
  readonly done: number;
  /** 0 where it is not known. */
  readonly total: number;
  /** Estimated, milliseconds; undefined while nothing can be said. */
  readonly remainingMs: number | undefined;
}

/** A wrong guess with its picture, which lives as long as the page is open. */
export interface WorstMistake {
  readonly file: string;
  readonly label: 'woman' | 'man';
  /** Probability of the guess, 0.5 to 1. */
  readonly confidence: number;
  /** Address of the picture, inside this page; undefined where it can be read no more. */
  readonly url: string | undefined;
}

/** All that is shown of one model. */
export interface EvaluatedModel {
  readonly model: string;
  /** The report's charts and tables: HTML in which nothing of the metadata stands unescaped. */
  readonly sections: string;
  readonly mistakes: readonly WorstMistake[];
}

/** What an evaluation found out. */
export interface EvaluationResult {
  /** Figures of all models side by side: rows of cells, the first of each names the figure. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly models: readonly EvaluatedModel[];
  /** Pictures that were looked at. */
  readonly pictures: number;
  /** Weights of the person's own that may be made to count. */
  readonly offer: WeightsOffer | undefined;
}

/** The Lab's evaluation. Nothing of it is stored. */
export interface EvaluationState {
  /** The chosen folder, or how many files were found in it so far. */
  readonly folder:
    | { readonly status: 'reading'; readonly files: number }
    | { readonly status: 'chosen'; readonly name: string; readonly files: number }
    | undefined;
  readonly status: 'idle' | 'running' | 'done' | 'fault';
  readonly progress: EvaluationProgress | undefined;
  /** Expected trouble in words for a person; with the status `fault`. */
  readonly message: string | undefined;
  readonly result: EvaluationResult | undefined;
}

/** The evaluation when nobody has asked for one. */
export const NO_EVALUATION: EvaluationState = {
  folder: undefined,
  status: 'idle',
  progress: undefined,
  message: undefined,
  result: undefined,
};
