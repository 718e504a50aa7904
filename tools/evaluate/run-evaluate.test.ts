import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { good, type Outcome } from '../command-line.ts';
import { parseEvaluateArguments, type EvaluateArguments } from './arguments.ts';
import { runEvaluate } from './run-evaluate.ts';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** The drawn scene with its four people, and a fifth row that says a face is where none is. */
function sceneArguments(): EvaluateArguments {
  const parsed: Outcome<EvaluateArguments> = parseEvaluateArguments([
    '--images',
    fixtures,
    '--meta',
    `${fixtures}/metadata/scene-imdb.mat`,
    '--tier',
    'wasm',
  ]);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

it(
  'judges the faces that the metadata means, and counts those that are not there',
  { timeout: 90_000 },
  async () => {
    const evaluated = await runEvaluate(sceneArguments(), {
      onRows: () => undefined,
      onPictures: () => undefined,
      signal: new AbortController().signal,
    });
    expect(evaluated).toEqual(good(expect.anything()));
    expect(evaluated).toMatchObject({
      value: {
        n: 4,
        noFace: 1,
        noFaceThere: 1,
        accuracy: 1,
        woman: 1,
        man: 1,
        model: 'mini-xception@1.0.0',
        tier: 'wasm',
        metadata: { format: 'imdb', rows: 5, dropped: {}, used: 5 },
      },
    });
  },
);

it('stops where it is told to', { timeout: 90_000 }, async () => {
  const stop = new AbortController();
  const evaluated = await runEvaluate(sceneArguments(), {
    onRows: () => undefined,
    onPictures: () => stop.abort(),
    signal: stop.signal,
  });
  expect(evaluated).toEqual({
    ok: false,
    message: expect.stringMatching(/^stopped after [12] of 5 pictures; nothing is written$/),
  });
});
