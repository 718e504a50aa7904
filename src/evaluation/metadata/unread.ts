/** Pictures that a right row names and that cannot be looked at: not there, damaged, too large, or not square where crops must be. */
import type { Dropped, LabelledPicture, UnreadReason } from './labelled-picture.ts';

/** How many files of a reason are named; the rest is counted. */
const NAMED = 5;

/** The first few files of each reason. */
export type Unread = Readonly<Partial<Record<UnreadReason, readonly string[]>>>;

/** Pictures without those that cannot be looked at, which are counted and named. */
export interface Readable {
  readonly pictures: readonly LabelledPicture[];
  readonly dropped: Dropped;
  readonly unread: Unread;
}

/**
 * Takes pictures out.
 *
 * @param without what was taken out already
 * @param reasonOf why the picture at a place cannot be looked at; undefined where it can
 */
export function takeOut(
  { pictures, dropped, unread }: Readable,
  reasonOf: (picture: LabelledPicture, index: number) => UnreadReason | undefined,
): Readable {
  const counts = { ...dropped };
  const names = { ...unread };
  const left = pictures.filter((picture, index) => {
    const reason = reasonOf(picture, index);
    if (reason === undefined) return true;
    counts[reason] = (counts[reason] ?? 0) + 1;
    const named = names[reason] ?? [];
    if (named.length < NAMED) names[reason] = [...named, picture.file];
    return false;
  });
  return { pictures: left, dropped: counts, unread: names };
}
