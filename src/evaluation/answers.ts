/** What models said of labelled pictures, before anything is made of it. */
import type { ModelFacts } from '../domain/crop-answers.ts';
import type { UnreadReason } from './metadata/labelled-picture.ts';

/** Classifier's outputs for the face that counts, or why there are none: no face at all, or none where the metadata says. */
export type PictureAnswer = readonly [woman: number, man: number] | 'no-face' | 'no-face-there';

/** One model's answers. */
export interface ModelAnswers {
  readonly facts: ModelFacts;
  /** One for every picture that was read, in order. */
  readonly answers: readonly PictureAnswer[];
  /** Milliseconds of computing a face: the median over batches of crops, or over whole pictures. */
  readonly medianFaceMs: number;
}

/** One run of some models over the same pictures. */
export interface Answered {
  readonly models: readonly ModelAnswers[];
  /** Pictures that could not be read, by their place among all. */
  readonly unread: readonly (readonly [index: number, reason: UnreadReason])[];
  /** From the first picture's reading to the last answer. */
  readonly seconds: number;
}
