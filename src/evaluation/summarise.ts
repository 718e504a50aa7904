/** From answers to an evaluation of each model. */
import type { Answered } from './answers.ts';
import { takeOut, type Readable } from './metadata/unread.ts';
import { measure } from './metrics/metrics.ts';
import type { Evaluation } from './report/evaluation.ts';

/** What was to be looked at, and where it came from. */
export interface Asked extends Readable {
  /** All rows of the metadata. */
  readonly rows: number;
  readonly format: string;
  /** Name of the metadata file; '' where there is none. */
  readonly file: string;
}

/** One evaluation for each model, in their order; `answered` is of `asked.pictures`. */
export function summarise(asked: Asked, { models, unread, seconds }: Answered): Evaluation[] {
  const reasons = new Map(unread);
  const readable = takeOut(asked, (_, index) => reasons.get(index));
  const { pictures } = readable;
  const { format, file, rows } = asked;
  return models.map(({ facts, answers, medianFaceMs }) => {
    const { calibration: card, ...others } = facts;
    const logits = answers.map((answer) => (typeof answer === 'string' ? undefined : answer));
    return {
      ...measure(pictures, logits, card),
      noFaceThere: answers.filter((answer) => answer === 'no-face-there').length,
      ...others,
      card,
      facesPerSec: Math.round((10 * pictures.length) / seconds) / 10,
      medianFaceMs: Math.round(100 * medianFaceMs) / 100,
      metadata: {
        format,
        file,
        rows,
        dropped: readable.dropped,
        used: pictures.length,
        unread: readable.unread,
      },
    };
  });
}
