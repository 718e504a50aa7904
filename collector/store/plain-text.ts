/**
 * What no text from elsewhere may have, as it stands within the brackets of a regular expression with the flag `u`: control characters,
 * which a terminal obeys; halves of a surrogate pair, which a database cannot store as they came; and marks that turn the order of
 * what is behind them, so that one name looks like another. Joiners without width are none of these: Persian names need them, and emoji.
 */
export const NOT_PLAIN = String.raw`\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069`;

const EACH_NOT_PLAIN = new RegExp(`[${NOT_PLAIN}]`, 'gu');

/** The text with a sign for each character that is not plain: fit for a terminal. */
export function asPlainText(text: string): string {
  return text.replace(EACH_NOT_PLAIN, '\ufffd');
}
