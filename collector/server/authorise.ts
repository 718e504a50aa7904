import type { FastifyReply, FastifyRequest, preParsingAsyncHookHandler } from 'fastify';
import { findKiosk } from '../store/kiosks.ts';
import { refuse } from './refusals.ts';
import type { ServerParts } from './server-options.ts';

/** What a header may carry as a token, up to 200 characters. Source: RFC 6750, 2.1. */
const TOKEN = String.raw`(?=.{1,200}$)[\w.~+/-]+=*`;
const TOKEN_ALONE = new RegExp(`^${TOKEN}$`);
const TOKEN_IN_HEADER = new RegExp(`^Bearer (${TOKEN})$`, 'i');

/** Whether a header can carry `text` as a token, so that `bearerOf` finds it there. */
export function isBearerToken(text: string): boolean {
  return TOKEN_ALONE.test(text);
}

/** The token of a header `Authorization: Bearer TOKEN`; empty when there is none. */
export function bearerOf({ headers }: FastifyRequest): string {
  return TOKEN_IN_HEADER.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** Refuses that a revoked kiosk sends. */
export function refuseRevoked(reply: FastifyReply): FastifyReply {
  return refuse(reply, 403, {
    kind: 'revoked',
    message: 'This kiosk was revoked; enrol it again with a new code if it should send.',
  });
}

/** Refuses a token that nobody has. */
export function refuseUnknownToken(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Bearer');
  return refuse(reply, 401, {
    kind: 'unknown-token',
    message: 'The token is missing or unknown; enrol the kiosk with a new code.',
  });
}

/**
 * Lets only kiosks through and notes which in `request.kiosk`. Before the body is read, and after the rate limit, which a route's
 * own hooks for `onRequest` would precede.
 */
export function authoriser({ store, nowMs }: ServerParts): preParsingAsyncHookHandler {
  return async (request, reply) => {
    const found = await findKiosk(store.database, bearerOf(request), nowMs());
    if (found === 'revoked') return refuseRevoked(reply);
    if (found === 'unknown') return refuseUnknownToken(reply);
    request.kiosk = found;
    return undefined;
  };
}
