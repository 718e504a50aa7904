import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { good, type Outcome } from '../command-line.ts';
import { parseEvaluateArguments, type EvaluateArguments } from './arguments.ts';
import { runEvaluate } from './run-evaluate.ts';
import { inWords } from './words.ts';

const fixtures = join(root, 'fixtures');

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
      value: [
        {
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
      ],
    });
  },
);

/** Four faces of the demo with their labels, a picture that is none, and one that is not there. */
function facesArguments(folder: string): EvaluateArguments {
  const files = ['woman-00', 'woman-01', 'man-00', 'man-01'].map((name) => `${name}.webp`);
  for (const file of files) copyFileSync(join(root, 'public', 'demo', file), join(folder, file));
  writeFileSync(join(folder, 'man-torn.jpg'), 'no picture');
  const rows = [...files, 'man-torn.jpg', 'man-gone.jpg'].map((file) => `${file},${file.split('-')[0]}`);
  const meta = join(folder, 'faces.csv');
  writeFileSync(meta, ['file,label', ...rows].join('\n'));
  const models = `cnn-9layer,mini-xception,classical,${join(root, 'fixtures', 'keras', 'mini-xception.hdf5')}`;
  const wanted = ['--images', folder, '--meta', meta, '--crops', '--tier', 'wasm', '--model', models];
  const parsed = parseEvaluateArguments(wanted);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

it(
  'asks several models about the same crops, and goes on without those it cannot read',
  { timeout: 90_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evaluate-models-'));
    const evaluated = await runEvaluate(facesArguments(folder), {
      onRows: () => undefined,
      onPictures: () => undefined,
      signal: new AbortController().signal,
    });
    rmSync(folder, { recursive: true });
    if (!evaluated.ok) throw new Error(evaluated.message);
    expect(evaluated.value.map(({ model, n, parameters, bytes }) => [model, n, parameters, bytes])).toEqual([
      ['cnn-9layer@1.0.0', 4, 632_978, 2_536_600],
      ['mini-xception@1.0.0', 4, 52_658, 217_816],
      ['lbp-svm@1.0.0', 4, 3_777, 15_324],
      ['mini-xception of mini-xception.hdf5', 4, 52_658, 313_512],
    ]);
    const [, shipped, classical, own] = evaluated.value;
    expect(shipped).toMatchObject({
      accuracy: 1,
      metadata: {
        rows: 6,
        used: 4,
        dropped: { missing: 1, unreadable: 1 },
        unread: { missing: ['man-gone.jpg'], unreadable: ['man-torn.jpg'] },
      },
    });
    expect(classical).toMatchObject({ tier: 'JavaScript', accuracy: 1 });
    // The Keras file holds the shipped network's numbers.
    expect(own?.roc).toEqual(shipped?.roc);
    expect(inWords(evaluated.value)).toMatch(/^ +cnn-9layer@1\.0\.0 +mini-xception@1\.0\.0/);
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
