import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

function tooMany(_request: FastifyRequest, { after }: { readonly after: string }): Error {
  return Object.assign(new Error(`Too many requests; try again in ${after}.`), { statusCode: 429 });
}

/** Lets one address ask for the routes of `server` at most `requestsPerMinute` times in a minute; routes may have limits of their own. */
export async function limitRate(server: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    errorResponseBuilder: tooMany,
  });
}
