const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;

/** The address as it is kept, without an end; undefined when it is none that a token may be sent to. */
export function parseCollectorUrl(text: string): string | undefined {
  const typed = text.trim();
  const whole = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.username !== '' || url.password !== '') return undefined;
  // In clear text, a token and the totals are anybody's.
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return isSafe ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : undefined;
}
