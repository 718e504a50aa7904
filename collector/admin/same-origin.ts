import type { FastifyRequest } from 'fastify';

/**
 * Whether a page of our own sent this, by what the browser says and no page can forge. Browsers leave `Sec-Fetch-Site` out on plain
 * http, where `Origin` tells the same.
 */
export function isSameOrigin({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
