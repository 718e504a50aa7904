import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LabelledPicture } from '../metadata/labelled-picture.ts';
import type { Logits } from './judge.ts';
import { measure } from './metrics.ts';
import { wilsonInterval } from './share.ts';

const WOMAN: Logits = [1, -1];
const MAN: Logits = [-1, 1];
const CALIBRATION = { temperature: 1, undeterminedBelowAbsLogOdds: 1 };

function person(label: 'woman' | 'man', age?: number, group?: string): LabelledPicture {
  return {
    file: `${label}-${age}.jpg`,
    label,
    ...(age === undefined ? {} : { age }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Logits with these log-odds at a temperature of 1. */
function odds(...values: number[]): Logits[] {
  return values.map((value) => [0, value]);
}

describe('wilsonInterval', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is as published', (part, whole, low, high) => {
    expect(wilsonInterval(part, whole)).toEqual([low, high]);
  });

  it('is there at both ends, and not without anybody', () => {
    expect(wilsonInterval(10, 10)).toEqual([0.7225, 1]);
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe('measure', () => {
  it('counts right answers over all, over each label, over adults, their groups and ages', () => {
    const pictures = [
      person('woman', 30, 'a'),
      person('woman', 18, 'b'),
      person('woman', 17, 'b'),
      person('man', 40, 'a'),
      person('man', 50, 'a'),
      person('man', 5, 'c'),
      person('man', 4),
      person('man'),
    ];
    const answers = [WOMAN, MAN, MAN, MAN, undefined, MAN, WOMAN, MAN];
    const found = measure(pictures, answers, CALIBRATION);
    expect(found).toMatchObject({
      n: 7,
      noFace: 1,
      accuracy: 0.5714,
      balanced: 0.5417,
      woman: 0.3333,
      man: 0.75,
    });
    expect(found.adults).toMatchObject({ n: 3, accuracy: 0.6667, woman: 0.5, man: 1 });
    expect(found.ageFivePlus).toMatchObject({ n: 5, accuracy: 0.6 });
    expect(Object.entries(found.byAge).map(([name, { n, accuracy }]) => [name, n, accuracy])).toEqual([
      ['0-4', 1, 0],
      ['5-12', 1, 1],
      ['13-17', 1, 0],
      ['18-29', 1, 0],
      ['30-44', 2, 1],
    ]);
    expect(found.byGroup).toMatchObject({
      a: { n: 2, accuracy: 1, interval: [0.3424, 1], woman: 1, man: 1 },
      b: { n: 1, accuracy: 0, woman: 0, man: null },
    });
    expect(Object.keys(found.byGroup)).toEqual(['a', 'b']);
  });

  it('groups everybody where no age is known', () => {
    const { byGroup, byAge, adults } = measure([person('man', undefined, 'a')], [MAN], CALIBRATION);
    expect(byGroup).toMatchObject({ a: { n: 1 } });
    expect([byAge, adults.n]).toEqual([{}, 0]);
  });

  it('has no figures where nobody was judged', () => {
    expect(measure([person('man', 30, 'a')], [undefined], CALIBRATION)).toMatchObject({
      n: 0,
      noFace: 1,
      accuracy: null,
      interval: null,
      balanced: null,
      decided: { share: null, accuracy: null },
      roc: { auc: null, points: [] },
      calibration: { expectedError: null },
    });
  });

  it('divides by the temperature, and takes the threshold for decided', () => {
    const pictures = [person('woman'), person('woman'), person('man'), person('man')];
    const calibration = { temperature: 2, undeterminedBelowAbsLogOdds: 1 };
    const { confusion, decided } = measure(pictures, odds(-2, -1.9, 5, -5), calibration);
    expect(confusion).toEqual({
      woman: { woman: 1, man: 0, undetermined: 1 },
      man: { woman: 1, man: 1, undetermined: 0 },
    });
    expect(decided).toMatchObject({ share: 0.75, accuracy: 0.6667 });
  });

  it('draws the curve of Fawcett 2006 by hand: ties are one step, and count half', () => {
    const pictures = [person('man'), person('woman'), person('man'), person('man'), person('woman')];
    const { roc } = measure(pictures, odds(3, 2, 2, 1, 0), CALIBRATION);
    expect(roc.points).toEqual([
      { falseMan: 0, trueMan: 0 },
      { falseMan: 0, trueMan: 0.3333 },
      { falseMan: 0.5, trueMan: 0.6667 },
      { falseMan: 0.5, trueMan: 1 },
      { falseMan: 1, trueMan: 1 },
    ]);
    // Of six pairs, the man is above in four, level in one.
    expect(roc.auc).toBe(0.75);
  });

  it('shows the trade-off at thresholds of its own', () => {
    const pictures = [person('man'), person('man'), person('woman'), person('man')];
    const { tradeOff } = measure(pictures, odds(4, 2, 0.2, -0.1), CALIBRATION);
    expect(tradeOff[0]).toMatchObject({ threshold: 0, share: 1, accuracy: 0.5 });
    expect(tradeOff[1]).toMatchObject({ threshold: 0.25, share: 0.5, accuracy: 1 });
    expect(tradeOff.at(-1)).toMatchObject({ threshold: 6, share: 0, accuracy: null });
  });

  it('names the most confident mistakes first', () => {
    const pictures = [person('man', 1), person('woman', 2), person('man', 3)];
    const { mistakes } = measure(pictures, odds(-1, 3, 2), CALIBRATION);
    expect(mistakes).toEqual([
      { file: 'woman-2.jpg', label: 'woman', confidence: 0.9526 },
      { file: 'man-1.jpg', label: 'man', confidence: 0.7311 },
    ]);
  });

  it('takes no answer that is no number', () => {
    expect(() => measure([person('man')], odds(Number.NaN), CALIBRATION)).toThrow('man-undefined.jpg');
  });
});

it('agrees with SciPy and NumPy on 300 drawn answers', () => {
  const file = new URL('../../../fixtures/metrics/answers.json', import.meta.url);
  const { calibration, labels, logits, expected } = JSON.parse(readFileSync(file, 'utf8'));
  const pictures = labels.map((label: 'woman' | 'man') => person(label));
  const found = measure(pictures, logits, calibration);
  expect(found.accuracy).toBeCloseTo(expected.accuracy, 4);
  expect(found.balanced).toBeCloseTo(expected.balanced, 4);
  expect(found.interval?.[0]).toBeCloseTo(expected.interval[0], 4);
  expect(found.interval?.[1]).toBeCloseTo(expected.interval[1], 4);
  expect(found.roc.auc).toBeCloseTo(expected.auc, 4);
  expect(found.calibration.expectedError).toBeCloseTo(expected.expectedError, 4);
  expect(found.calibration.bins.map(({ n }) => n)).toEqual(expected.binSizes);
  expect(found.decided.share).toBeCloseTo(expected.decidedShare, 4);
  expect(found.decided.accuracy).toBeCloseTo(expected.decidedAccuracy, 4);
  expect(found.confusion.woman.undetermined).toBe(expected.womenUndetermined);
  expect(found.confusion.man.woman).toBe(expected.menCalledWomen);
});
