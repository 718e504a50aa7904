import { expect, test } from 'vitest';
import { good, type Outcome } from '../../domain/outcome.ts';
import type { Answered, PictureAnswer } from '../../evaluation/answers.ts';
import type { LabelledPicture } from '../../evaluation/metadata/labelled-picture.ts';
import { answerPictures } from './answer-pictures.ts';
import { answerCrops, type PictureAnswerer } from './picture-answerer.ts';

const FACTS = {
  model: 'by brightness',
  tier: 'the test',
  calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 0 },
  parameters: 1,
  bytes: 4,
};

async function greyPng(level: number, width = 4, height = 4): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = `rgb(${level} ${level} ${level})`;
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob();
}

/** A model that says how bright a crop is, and keeps how many it was asked about at once. */
function byBrightness(batch: number): { answerer: PictureAnswerer; sizes: number[] } {
  const sizes: number[] = [];
  const answerer = answerCrops({
    facts: FACTS,
    batch,
    answer: (crops) => {
      sizes.push(crops.length);
      return Promise.resolve(
        good({ logits: crops.map(({ data }) => [data[0] ?? -1, 0] as const), computeMs: 8 }),
      );
    },
    dispose: () => undefined,
  });
  return { answerer, sizes };
}

const FILES: Readonly<Record<string, Promise<Blob>>> = {
  'a.png': greyPng(10),
  'b.png': greyPng(20),
  'c.png': greyPng(30),
  'wide.png': greyPng(40, 8, 4),
  'panorama.png': greyPng(50, 8193, 1),
  'text.png': Promise.resolve(new Blob(['a cat'])),
};

function pictures(...files: readonly string[]): LabelledPicture[] {
  return files.map((file) => ({ file, label: 'woman' }));
}

async function open(file: string): Promise<Blob | undefined> {
  return FILES[file];
}

function run(
  asked: readonly LabelledPicture[],
  answerers: readonly PictureAnswerer[],
  control: Parameters<typeof answerPictures>[1] = {},
  reducedFacePx?: number,
): Promise<Outcome<Answered>> {
  return answerPictures({ pictures: asked, open, crops: true, reducedFacePx, answerers }, control);
}

function answersOf(outcome: Outcome<Answered>): (readonly PictureAnswer[])[] {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.models.map(({ answers }) => answers);
}

test('each model answers each picture once, in order, in batches of its own', async () => {
  const [two, one] = [byBrightness(2), byBrightness(1)];
  const answered = await run(pictures('c.png', 'a.png', 'b.png'), [two.answerer, one.answerer]);
  const expected = [30, 10, 20].map((level) => [level, 0]);
  expect(answersOf(answered)).toEqual([expected, expected]);
  expect([two.sizes, one.sizes]).toEqual([
    [2, 1],
    [1, 1, 1],
  ]);
  // Milliseconds a face: of batches of 2 and 1.
  expect(answered).toMatchObject({ value: { models: [{ medianFaceMs: 6 }, { medianFaceMs: 8 }] } });
});

test('pictures that cannot be looked at end nothing, and are told apart', async () => {
  const answered = await run(pictures('none.png', 'a.png', 'text.png', 'wide.png', 'b.png'), [
    byBrightness(4).answerer,
  ]);
  expect(answersOf(answered)).toEqual([
    [
      [10, 0],
      [20, 0],
    ],
  ]);
  expect(answered).toMatchObject({
    value: {
      unread: [
        [0, 'missing'],
        [2, 'unreadable'],
        [3, 'not-square'],
      ],
    },
  });
});

test('whole pictures larger than every graphics device takes are left out, and those of any shape are not', async () => {
  const asked = pictures('wide.png', 'panorama.png', 'b.png');
  const answered = await answerPictures(
    { pictures: asked, open, crops: false, answerers: [byBrightness(1).answerer] },
    {},
  );
  expect(answersOf(answered)).toEqual([
    [
      [40, 0],
      [20, 0],
    ],
  ]);
  expect(answered).toMatchObject({ value: { unread: [[1, 'too-large']] } });
});

test('where not one is left it says so, with the first', async () => {
  expect(await run(pictures('wide.png', 'none.png'), [byBrightness(4).answerer])).toEqual({
    ok: false,
    message:
      'none of the pictures can be looked at; the first, wide.png, is not square, as an aligned crop is',
  });
});

test('it stops after the batch in which it was told to', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const onProgress = (done: number): void => {
    seen.push(done);
    if (done === 2) stop.abort();
  };
  const asked = pictures('a.png', 'b.png', 'c.png', 'a.png');
  const { answerer, sizes } = byBrightness(1);
  expect(await run(asked, [answerer], { onProgress, signal: stop.signal })).toEqual({
    ok: false,
    message: 'stopped after 3 of 4 pictures',
  });
  expect([seen, sizes]).toEqual([
    [1, 2],
    [1, 1, 1],
  ]);
});

test('crops are reduced to the size that faces far away have, and never enlarged', async () => {
  const sides: number[] = [];
  const answerer = answerCrops({
    facts: FACTS,
    batch: 8,
    answer: (crops) => {
      sides.push(...crops.map(({ width }) => width));
      return Promise.resolve(good({ logits: crops.map(() => [0, 0] as const), computeMs: 1 }));
    },
    dispose: () => undefined,
  });
  for (const facePx of [2, 100]) await run(pictures('a.png'), [answerer], {}, facePx);
  // A crop is 1.3 times the box.
  expect(sides).toEqual([3, 4]);
});
