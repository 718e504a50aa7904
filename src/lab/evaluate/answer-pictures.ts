/** Some models look at the same pictures, each of which is read once. */
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import { median } from '../../domain/percentile.ts';
import type { Answered, ModelAnswers, PictureAnswer } from '../../evaluation/answers.ts';
import {
  DROP_REASONS,
  type LabelledPicture,
  type UnreadReason,
} from '../../evaluation/metadata/labelled-picture.ts';
import type { ReadingControl } from '../../evaluation/metadata/reading-control.ts';
import type { OpenedPicture, PictureAnswerer } from './picture-answerer.ts';
import { readPictures, type OpenFile, type Reading } from './read-pictures.ts';

/** What is looked at, and by whom. */
export interface PicturesToAnswer extends Reading {
  readonly pictures: readonly LabelledPicture[];
  readonly open: OpenFile;
  readonly answerers: readonly PictureAnswerer[];
}

/** What one model has said so far. */
class Notes {
  readonly #answerer: PictureAnswerer;
  readonly #answers: PictureAnswer[] = [];
  readonly #faceMs: number[] = [];

  constructor(answerer: PictureAnswerer) {
    this.#answerer = answerer;
  }

  /** Asks about some pictures, in batches of the model's own; in a sentence, why it can go on no more. */
  async ask(pictures: readonly OpenedPicture[]): Promise<string | undefined> {
    const { batch, answer } = this.#answerer;
    for (let from = 0; from < pictures.length; from += batch) {
      const asked = pictures.slice(from, from + batch);
      const answered = await answer(asked);
      if (!answered.ok) return answered.message;
      this.#answers.push(...answered.value.answers);
      this.#faceMs.push(answered.value.computeMs / asked.length);
    }
    return undefined;
  }

  taken(): ModelAnswers {
    return { facts: this.#answerer.facts, answers: this.#answers, medianFaceMs: median(this.#faceMs) };
  }
}

function whyNothing(first: LabelledPicture | undefined, reason: UnreadReason | undefined): string {
  if (first === undefined || reason === undefined) return 'there are no pictures to look at';
  return `none of the pictures can be looked at; the first, ${first.file}, is ${DROP_REASONS[reason]}`;
}

async function askAll(
  notes: readonly Notes[],
  pictures: readonly OpenedPicture[],
): Promise<string | undefined> {
  try {
    for (const note of notes) {
      const trouble = await note.ask(pictures);
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  } finally {
    for (const { bitmap } of pictures) bitmap.close();
  }
}

/** Asks each of the models about each of the pictures. Bad where not one can be read, where a model gives up, and when stopped. */
export async function answerPictures(
  { pictures, open, answerers, ...reading }: PicturesToAnswer,
  { onProgress, signal }: ReadingControl,
): Promise<Outcome<Answered>> {
  const startMs = performance.now();
  const notes = answerers.map((answerer) => new Notes(answerer));
  const atOnce = Math.max(...answerers.map(({ batch }) => batch));
  const unread: [number, UnreadReason][] = [];
  const opened: OpenedPicture[] = [];
  let done = 0;
  for await (const picture of readPictures(pictures, open, reading)) {
    if (typeof picture === 'string') unread.push([done, picture]);
    else opened.push(picture);
    done += 1;
    if (opened.length < atOnce && done < pictures.length) continue;
    const trouble = await askAll(notes, opened.splice(0));
    if (signal?.aborted === true) return bad(`stopped after ${done} of ${pictures.length} pictures`);
    if (trouble !== undefined) return bad(trouble);
    onProgress?.(done, pictures.length);
  }
  if (unread.length === pictures.length) return bad(whyNothing(pictures[0], unread[0]?.[1]));
  const models = notes.map((note) => note.taken());
  return good({ models, unread, seconds: (performance.now() - startMs) / 1000 });
}
