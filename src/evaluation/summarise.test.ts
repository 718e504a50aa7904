import { expect, it } from 'vitest';
import { summarise } from './summarise.ts';

const FACTS = {
  model: 'm',
  tier: 'wasm',
  calibration: { temperature: 1, undeterminedBelowAbsLogOdds: 0 },
  parameters: 7,
  bytes: 28,
};

function file(index: number): string {
  return `${index}.jpg`;
}

it('joins answers with the pictures that were read, however many others lie between them', () => {
  const asked = {
    pictures: Array.from({ length: 9 }, (_, index) => ({
      file: file(index),
      label: index === 8 ? ('man' as const) : ('woman' as const),
    })),
    rows: 12,
    dropped: { missing: 3 },
    unread: { missing: ['x.jpg'] },
    format: 'csv',
    file: 'm.csv',
  };
  const unread = [0, 2, 3, 4, 5, 6].map((index) => [index, 'unreadable'] as const);
  const answers = [[1, 0], 'no-face-there', [0, 1]] as const;
  const [evaluation] = summarise(asked, {
    models: [{ facts: FACTS, answers, medianFaceMs: 1.234 }],
    unread,
    seconds: 2,
  });
  expect(evaluation).toMatchObject({
    n: 2,
    accuracy: 1,
    noFace: 1,
    noFaceThere: 1,
    medianFaceMs: 1.23,
    facesPerSec: 1.5,
    parameters: 7,
    metadata: {
      rows: 12,
      used: 3,
      dropped: { missing: 3, unreadable: 6 },
      unread: { missing: ['x.jpg'], unreadable: [0, 2, 3, 4, 5].map(file) },
    },
  });
});
