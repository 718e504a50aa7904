import type { Judged } from './judge.ts';
import { rounded, share, wilsonInterval, type Interval } from './share.ts';

/** Shares of right answers, 0 to 1, four decimals; null where nobody was there to judge. */
export interface Accuracy {
  readonly n: number;
  readonly accuracy: number | null;
  /** 95 % interval of `accuracy`. */
  readonly interval: Interval | null;
  /** Over true women, and over true men. */
  readonly woman: number | null;
  readonly man: number | null;
}

/** Age bands; `to` is the last year that belongs to the band. */
const AGE_BANDS = [
  { name: '0-4', from: 0, to: 4 },
  { name: '5-12', from: 5, to: 12 },
  { name: '13-17', from: 13, to: 17 },
  { name: '18-29', from: 18, to: 29 },
  { name: '30-44', from: 30, to: 44 },
  { name: '45-59', from: 45, to: 59 },
  { name: '60+', from: 60, to: Infinity },
];

function countRight(judged: readonly Judged[]): number {
  return judged.filter(({ right }) => right).length;
}

function withLabel(judged: readonly Judged[], wanted: 'woman' | 'man'): readonly Judged[] {
  return judged.filter(({ label }) => label === wanted);
}

function shareRight(judged: readonly Judged[]): number | null {
  return share(countRight(judged), judged.length);
}

/** How many are right when nobody is undetermined. */
export function accuracyOf(judged: readonly Judged[]): Accuracy {
  return {
    n: judged.length,
    accuracy: shareRight(judged),
    interval: wilsonInterval(countRight(judged), judged.length),
    woman: shareRight(withLabel(judged, 'woman')),
    man: shareRight(withLabel(judged, 'man')),
  };
}

/** Mean of the shares right of true women and of true men; null unless there are both. */
export function balancedAccuracy(judged: readonly Judged[]): number | null {
  const [women, men] = [withLabel(judged, 'woman'), withLabel(judged, 'man')];
  if (women.length === 0 || men.length === 0) return null;
  return rounded((countRight(women) / women.length + countRight(men) / men.length) / 2);
}

/** Those of known age from `from` to `to`, full years. */
export function aged(judged: readonly Judged[], from: number, to = Infinity): readonly Judged[] {
  return judged.filter(({ age }) => age !== undefined && Math.floor(age) >= from && Math.floor(age) <= to);
}

/** By the groups that the metadata names, in the alphabet's order. */
export function accuracyByGroup(judged: readonly Judged[]): Readonly<Record<string, Accuracy>> {
  const names = new Set(judged.map(({ group }) => group).filter((name) => name !== undefined));
  return Object.fromEntries(
    [...names].toSorted().map((name) => [name, accuracyOf(judged.filter(({ group }) => group === name))]),
  );
}

/** By age band; bands without anybody are left out. */
export function accuracyByAge(judged: readonly Judged[]): Readonly<Record<string, Accuracy>> {
  const bands = AGE_BANDS.map(({ name, from, to }) => [name, accuracyOf(aged(judged, from, to))] as const);
  return Object.fromEntries(bands.filter(([, { n }]) => n > 0));
}
