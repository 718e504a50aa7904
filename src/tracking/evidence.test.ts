import { array, assert, integer, property, shuffledSubarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Face } from '../domain/face.ts';
import { addEvidence, cropQuality, decideAppearance, NO_EVIDENCE, type Evidence } from './evidence.ts';
import { makeFace, PLAIN_CALIBRATION } from './face.testing.ts';

function gather(faces: readonly Face[], calibration = PLAIN_CALIBRATION): Evidence {
  let evidence = NO_EVIDENCE;
  for (const face of faces) evidence = addEvidence(evidence, face, calibration);
  return evidence;
}

describe('quality of a crop', () => {
  test.each([
    ['a large frontal face', { sidePx: 64 }, 1],
    ['a larger one, which gains nothing', { sidePx: 200 }, 1],
    ['a face of half the size', { sidePx: 32 }, 0.5],
    ['the smallest face that tells something', { sidePx: 24 }, 0.375],
    ['a smaller one', { sidePx: 23.9 }, 0],
    ['a head turned half as far as can be told', { sidePx: 64, turn: 0.225 }, 0.5],
    ['the same to the other side', { sidePx: 64, turn: -0.225 }, 0.5],
    ['a head turned away', { sidePx: 64, turn: 0.45 }, 0],
    ['a tilted head, which is not turned', { sidePx: 64, roll: 0.7 }, 1],
    ['a tilted and turned one', { sidePx: 64, roll: -1.2, turn: 0.225 }, 0.5],
  ])('%s', (_name, options, expected) => {
    expect(cropQuality(makeFace(options))).toBeCloseTo(expected, 9);
  });

  test('is none without eyes, and when both eyes are one point', () => {
    const face = makeFace();
    const [eye] = face.keypoints;
    expect(cropQuality({ ...face, keypoints: [] })).toBe(0);
    if (eye === undefined) throw new Error('a made face has eyes');
    expect(cropQuality({ ...face, keypoints: [eye, eye, eye] })).toBe(0);
  });
});

describe('appearance', () => {
  test.each([
    [0.5, 'man'],
    [0.49, 'undetermined'],
    [-0.49, 'undetermined'],
    [-0.5, 'woman'],
  ])('log-odds of %d at a threshold of 0.5: %s', (logOdds, expected) => {
    expect(decideAppearance(gather([makeFace({ logOdds, sidePx: 64 })]), PLAIN_CALIBRATION)).toBe(expected);
  });

  test('the temperature divides the difference of the logits', () => {
    const calibration = { temperature: 4, undeterminedBelowAbsLogOdds: 0.5 };
    const appearance = (logOdds: number) =>
      decideAppearance(gather([makeFace({ logOdds, sidePx: 64 })], calibration), calibration);
    expect(appearance(1.9)).toBe('undetermined');
    expect(appearance(2.1)).toBe('man');
  });

  test('nothing seen, or only heads turned away, is undetermined even without a threshold', () => {
    const calibration = { temperature: 1, undeterminedBelowAbsLogOdds: 0 };
    expect(decideAppearance(NO_EVIDENCE, calibration)).toBe('undetermined');
    const evidence = gather([makeFace({ logOdds: 9, turn: 0.6 }), makeFace({ logOdds: 9, sidePx: 10 })]);
    expect(evidence).toEqual(NO_EVIDENCE);
    expect(decideAppearance(evidence, calibration)).toBe('undetermined');
  });

  test('many doubtful crops do not become a sure one', () => {
    const faces = Array.from({ length: 500 }, () => makeFace({ logOdds: 0.4 }));
    expect(decideAppearance(gather(faces), PLAIN_CALIBRATION)).toBe('undetermined');
  });

  test('a frame that had no room to classify a face says nothing of it', () => {
    const seen = gather([makeFace({ logOdds: 0.6 })]);
    const unclassified = Array.from({ length: 9 }, () => ({ ...makeFace(), logits: [0, 0] as const }));
    expect(unclassified.reduce((sum, face) => addEvidence(sum, face, PLAIN_CALIBRATION), seen)).toBe(seen);
  });

  test('a good crop outweighs a poor one', () => {
    const far = makeFace({ logOdds: -2, sidePx: 24 });
    const near = makeFace({ logOdds: 2, sidePx: 64 });
    expect(decideAppearance(gather([far, near]), PLAIN_CALIBRATION)).toBe('man');
  });
});

test('the order of the crops does not matter, and exchanging the classes changes the sign alone', () => {
  const logOdds = integer({ min: -2_000, max: 2_000 }).map((hundredths) => hundredths / 100);
  assert(
    property(
      array(logOdds, { minLength: 1, maxLength: 20 }).chain((all) =>
        shuffledSubarray([...all.keys()], { minLength: all.length }).map((order) => ({ all, order })),
      ),
      ({ all, order }) => {
        const faces = all.map((value, index) => makeFace({ logOdds: value, sidePx: 20 + index * 3 }));
        const shuffled = order.flatMap((index) => faces[index] ?? []);
        const mirrored = faces.map((face): Face => ({ ...face, logits: [face.logits[1], face.logits[0]] }));
        const evidence = gather(faces);
        expect(gather(shuffled).weightedLogOdds).toBeCloseTo(evidence.weightedLogOdds, 6);
        expect(gather(mirrored).weightedLogOdds).toBeCloseTo(-evidence.weightedLogOdds, 6);
        expect(gather(mirrored).crops).toBe(evidence.crops);
      },
    ),
  );
});
