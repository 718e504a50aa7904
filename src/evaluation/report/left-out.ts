import { DROP_REASONS, type DropReason } from '../metadata/labelled-picture.ts';
import type { Evaluation } from './evaluation.ts';

/** Rows that were left out for one reason. */
export interface LeftOut {
  /** In words that follow a count, with the names of the first files where they say more than the count. */
  readonly reason: string;
  readonly count: number;
}

/** What was left out before a model looked at anything, in the order of `DROP_REASONS`. */
export function leftOutOf({
  dropped,
  unread,
}: Pick<Evaluation['metadata'], 'dropped' | 'unread'>): LeftOut[] {
  const named: Readonly<Partial<Record<DropReason, readonly string[]>>> = unread;
  return (Object.keys(DROP_REASONS) as DropReason[]).flatMap((key) => {
    const count = dropped[key] ?? 0;
    if (count === 0) return [];
    const names = named[key] ?? [];
    const list = names.length === 0 ? '' : ` (${names.join(', ')}${names.length < count ? ', …' : ''})`;
    return [{ reason: `${DROP_REASONS[key]}${list}`, count }];
  });
}
