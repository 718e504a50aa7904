/** What looks at pictures one by one or in batches, whatever it makes of them. */
import type { CropAnswerer, ModelFacts } from '../../domain/crop-answers.ts';
import type { FrameBox } from '../../domain/geometry.ts';
import { good, type Outcome } from '../../domain/outcome.ts';
import type { PictureAnswer } from '../../evaluation/answers.ts';

/** A picture that was read; whoever read it closes it. */
export interface OpenedPicture {
  readonly file: string;
  readonly bitmap: ImageBitmap;
  /** Its pixels, which are read out of it once. */
  readonly pixels: () => ImageData;
  /** Where the face is that counts; undefined where the largest one does. */
  readonly facePx: FrameBox | undefined;
}

/** Answers to some pictures, in their order. */
export interface PictureAnswers {
  readonly answers: readonly PictureAnswer[];
  /** Milliseconds of computing all of them. */
  readonly computeMs: number;
}

/** One model that looks at pictures. Whoever has it must dispose of it. */
export interface PictureAnswerer {
  readonly facts: ModelFacts;
  /** How many pictures are best asked about at once, and no more than that are; at least 1. */
  readonly batch: number;
  /** Bad where it can compute no more. */
  readonly answer: (pictures: readonly OpenedPicture[]) => Promise<Outcome<PictureAnswers>>;
  readonly dispose: () => void;
}

/** Looks at pictures that are aligned crops already. */
export function answerCrops({ facts, batch, answer, dispose }: CropAnswerer): PictureAnswerer {
  return {
    facts,
    batch,
    dispose,
    async answer(pictures) {
      const answered = await answer(pictures.map(({ pixels }) => pixels()));
      if (!answered.ok) return answered;
      const { logits, computeMs } = answered.value;
      return good({ answers: logits, computeMs });
    },
  };
}
