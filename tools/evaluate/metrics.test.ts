import { expect, it } from 'vitest';
import type { LabelledImage } from './metadata.ts';
import { measure, type Logits } from './metrics.ts';

const WOMAN: Logits = [1, -1];
const MAN: Logits = [-1, 1];

function person(label: 'woman' | 'man', age: number, group: string): LabelledImage {
  return { file: 'f', label, age, group };
}

it('counts right answers over all, over each label, over adults and over their groups', () => {
  const images = [
    person('woman', 30, 'a'),
    person('woman', 18, 'b'),
    person('woman', 17, 'b'),
    person('man', 40, 'a'),
    person('man', 50, 'a'),
    person('man', 5, 'c'),
  ];
  expect(measure(images, [WOMAN, MAN, MAN, MAN, undefined, MAN])).toEqual({
    n: 5,
    noFace: 1,
    accuracy: 0.6,
    balanced: 0.6667,
    woman: 0.3333,
    man: 1,
    adults: { n: 3, accuracy: 0.6667, woman: 0.5, man: 1 },
    byGroup: {
      a: { n: 2, accuracy: 1, woman: 1, man: 1 },
      b: { n: 1, accuracy: 0, woman: 0, man: null },
    },
  });
});

it('has no accuracy where nobody was judged', () => {
  expect(measure([person('man', 30, 'a')], [undefined])).toMatchObject({ n: 0, noFace: 1, accuracy: null });
});
