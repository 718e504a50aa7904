/** `collector/server` takes what kiosks send over HTTP, refuses what is wrong, and says what it did. */
import helmet from '@fastify/helmet';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import { MOST_BATCH_BYTES } from '../../src/domain/batch.ts';
import { adminRoutes } from '../admin/admin-routes.ts';
import { answerClientError } from './client-error.ts';
import { CollectorMetrics } from './collector-metrics.ts';
import { kioskPage } from './kiosk-page.ts';
import { operatorRoutes } from './operator-routes.ts';
import { protocolRoutes } from './protocol-routes.ts';
import { answerError, refuseUnknownRoute } from './refusals.ts';
import type { ServerOptions, ServerParts } from './server-options.ts';

/** How often Node looks for requests that are late, milliseconds. */
const LATE_EVERY_MS = 5_000;

function newServer(options: ServerOptions): FastifyInstance {
  const { tls, requestMs } = options;
  // Fastify sets a time for requests after Node has set a longer one for their heads, and Node then takes each for the other.
  const late = {
    connectionsCheckingInterval: Math.min(LATE_EVERY_MS, requestMs),
    requestTimeout: requestMs,
    headersTimeout: requestMs,
  };
  // Fastify types a server with TLS as another kind; nothing here tells them apart.
  const connections = { http: late, https: (tls === undefined ? null : { ...tls, ...late }) as null };
  return fastify({
    logger: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy === false ? false : [...options.trustProxy],
    bodyLimit: MOST_BATCH_BYTES,
    requestTimeout: requestMs,
    // What does not fit is refused, never bent until it fits.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, verbose: true },
    },
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
    ...connections,
  });
}

/** One line for each answer: no address beyond the route, no header, no body. */
function logAnswers(server: FastifyInstance, { metrics }: ServerParts): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method, kiosk } = request;
    metrics.countRequest(method, route, reply.statusCode);
    const durationMs = Math.round(reply.elapsedTime);
    request.log.info({ method, route, status: reply.statusCode, durationMs, kiosk: kiosk?.id }, 'answered');
  });
}

/** A server that does not listen yet; `close()` finishes the requests that it has. The store stays its owner's. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const parts: ServerParts = { ...options, metrics: new CollectorMetrics(options.store.database) };
  const server = newServer(options);
  server.removeContentTypeParser('text/plain');
  server.decorateRequest('kiosk', undefined);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(refuseUnknownRoute);
  logAnswers(server, parts);
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    // Other servers below this name are not ours to bind to https.
    strictTransportSecurity: options.tls === undefined ? false : { includeSubDomains: false },
  });
  await server.register((v1) => protocolRoutes(v1, parts), { prefix: '/v1' });
  await server.register((admin) => adminRoutes(admin, parts), { prefix: '/admin' });
  operatorRoutes(server, parts);
  const { kioskFolder } = options;
  if (kioskFolder !== undefined) await server.register((page) => kioskPage(page, kioskFolder));
  return server;
}
