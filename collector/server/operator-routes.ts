import { isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { hashOf, sameHash } from '../store/secrets.ts';
import { bearerOf } from './authorise.ts';
import { refuse, refuseUnavailable } from './refusals.ts';
import type { ServerParts } from './server-options.ts';

/** Whether a request comes from this very machine, and not through a proxy on it. */
function isLocal({ ip, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const plain = ip.replace(/^::ffff:/, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return isLocal(request);
  return sameHash(hashOf(token), hashOf(bearerOf(request)));
}

/** The routes for whoever runs the collector: is it well, and what did it do. */
export function operatorRoutes(server: FastifyInstance, { store, metrics, metricsToken }: ServerParts): void {
  server.get('/healthz', async (request, reply) => {
    try {
      await sql`select 1`.execute(store.database);
    } catch (error) {
      // Whatever keeps the database from answering: to tell of it is what this route is for.
      const reason = error instanceof Error ? error.message : '';
      request.log.error({ reason }, 'the database does not answer');
      return refuseUnavailable(reply);
    }
    return reply.send({ status: 'ok' });
  });
  server.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken))
      return refuse(reply, 403, {
        kind: 'forbidden',
        message: 'The metrics are for this machine, or for whoever shows the token of the metrics.',
      });
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
