import type { Appearance } from '../../domain/face.ts';
import type { Judged } from './judge.ts';

/** How many people of each label the kiosk would call what: label first, then answer. */
export type Confusion = Readonly<Record<'woman' | 'man', Readonly<Record<Appearance, number>>>>;

/** Counts answers, undetermined as the third of them. */
export function confusionOf(judged: readonly Judged[]): Confusion {
  const count = (label: 'woman' | 'man', appearance: Appearance): number =>
    judged.filter((one) => one.label === label && one.appearance === appearance).length;
  const row = (label: 'woman' | 'man'): Record<Appearance, number> => ({
    woman: count(label, 'woman'),
    man: count(label, 'man'),
    undetermined: count(label, 'undetermined'),
  });
  return { woman: row('woman'), man: row('man') };
}
