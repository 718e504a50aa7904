import type { LabelledImage } from './metadata.ts';

/** Classifier's outputs `[woman, man]` for one picture; undefined where no face was found. */
export type Logits = readonly [woman: number, man: number] | undefined;

/** Shares of right answers, 0 to 1, four decimals; null where nobody was there to judge. */
export interface Accuracy {
  readonly n: number;
  readonly accuracy: number | null;
  /** Over true women, and over true men. */
  readonly woman: number | null;
  readonly man: number | null;
}

export interface Metrics extends Accuracy {
  /** Pictures without a face; they are in no other number. */
  readonly noFace: number;
  /** Mean of `woman` and `man`. */
  readonly balanced: number | null;
  /** Age 18 and over; `byGroup` counts these as well. */
  readonly adults: Accuracy;
  readonly byGroup: Readonly<Record<string, Accuracy>>;
}

interface Judged extends LabelledImage {
  readonly right: boolean;
}

const ADULT_AGE = 18;

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1e4 * part) / whole) / 1e4;
}

function shareRight(judged: readonly Judged[]): number | null {
  return share(judged.filter(({ right }) => right).length, judged.length);
}

function accuracyOf(judged: readonly Judged[]): Accuracy {
  return {
    n: judged.length,
    accuracy: shareRight(judged),
    woman: shareRight(judged.filter(({ label }) => label === 'woman')),
    man: shareRight(judged.filter(({ label }) => label === 'man')),
  };
}

function accuracyByGroup(judged: readonly Judged[]): Record<string, Accuracy> {
  const groups = [...new Set(judged.map(({ group }) => group))].toSorted();
  return Object.fromEntries(
    groups.map((name) => [name, accuracyOf(judged.filter(({ group }) => group === name))]),
  );
}

/** Accuracy of the larger output against the labels; `logits[i]` belongs to `images[i]`. */
export function measure(images: readonly LabelledImage[], logits: readonly Logits[]): Metrics {
  const judged: Judged[] = [];
  for (const [index, image] of images.entries()) {
    const answer = logits[index];
    if (answer === undefined) continue;
    judged.push({ ...image, right: (answer[0] > answer[1] ? 'woman' : 'man') === image.label });
  }
  const adults = judged.filter(({ age }) => age >= ADULT_AGE);
  const { n, accuracy, woman, man } = accuracyOf(judged);
  return {
    n,
    noFace: images.length - n,
    accuracy,
    balanced: woman === null || man === null ? null : share(woman + man, 2),
    woman,
    man,
    adults: accuracyOf(adults),
    byGroup: accuracyByGroup(adults),
  };
}
