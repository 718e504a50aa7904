/** Letters of what people compare or type: Crockford's, without I, L, O and U. */
export const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const LETTERS = 20;
const LETTERS_PER_GROUP = 5;
const BITS_PER_LETTER = 5;

/**
 * A key in short, to be compared by eye or typed: the first 100 bits of its thumbprint in four groups of five letters and digits.
 *
 * @param thumbprint SHA-256 of the key in base64url (RFC 7638), 43 characters
 */
export function fingerprintOf(thumbprint: string): string {
  const text = atob(thumbprint.replaceAll('-', '+').replaceAll('_', '/'));
  const bits = [...text].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const letters = Array.from({ length: LETTERS }, (_, place) => {
    const from = place * BITS_PER_LETTER;
    return CODE_LETTERS[Number.parseInt(bits.slice(from, from + BITS_PER_LETTER), 2)] ?? '';
  }).join('');
  const groups = Array.from({ length: LETTERS / LETTERS_PER_GROUP }, (_, group) =>
    letters.slice(group * LETTERS_PER_GROUP, (group + 1) * LETTERS_PER_GROUP),
  );
  return groups.join('-');
}
