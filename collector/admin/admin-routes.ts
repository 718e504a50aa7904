/** `collector/admin` is the fleet page: what whoever runs the collector sees and does in a browser. */
import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { limitRate } from '../server/rate-limits.ts';
import type { ServerParts } from '../server/server-options.ts';
import { isSession } from '../store/admin-sessions.ts';
import { downloadRoutes } from './download-routes.tsx';
import { fleetRoutes } from './fleet-routes.tsx';
import { kioskRoutes } from './kiosk-routes.tsx';
import { isSameOrigin } from './same-origin.ts';
import { answerErrorPage, sendTrouble } from './send-page.tsx';
import { isFormToken, secretOf, shownSecret } from './session.ts';
import { signInRoutes, signOutRoute } from './sign-in-routes.tsx';

const MOST_FORM_BYTES = 4_096;

/** One file for the browser; later ones count for more. */
const STYLES = ['base', 'layout', 'controls', 'tables', 'fleet', 'coverage', 'codes']
  .map((name) => readFileSync(new URL(`styles/${name}.css`, import.meta.url), 'utf8'))
  .join('\n');

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

async function addHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('content-security-policy', POLICY);
  // With no-referrer, browsers would send forms with the origin `null`.
  reply.header('referrer-policy', 'same-origin');
}

function isChange({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

async function refuseOtherSites(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!isChange(request) || isSameOrigin(request)) return undefined;
  return sendTrouble(reply, 403, 'This was sent from another site, and nothing was done.');
}

async function refuseOtherForms(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!isChange(request)) return undefined;
  const token = (request.body as { readonly formToken?: unknown } | null)?.formToken;
  if (typeof token === 'string' && isFormToken(secretOf(request), token)) return undefined;
  return sendTrouble(reply, 403, 'The form is not from this session. Go back, and load the page anew.');
}

/** Everything here is for who is signed in, and changes something only by a form of their own session. */
async function signedInRoutes(server: FastifyInstance, parts: ServerParts): Promise<void> {
  // After the rate limit, and before the body is read. Answering stops a request here only while no asynchronous onSend hook exists
  // below /admin: with one, the answer is not yet sent when Fastify looks, and the route runs on.
  server.addHook('preParsing', async (request, reply) => {
    const secret = shownSecret(request);
    if (secret !== '' && (await isSession(parts.store.database, secret, parts.nowMs()))) {
      request.adminSecret = secret;
      return undefined;
    }
    if (isChange(request))
      return sendTrouble(reply, 401, 'You are not signed in any more. Nothing was done.');
    return reply.redirect('/admin/session', 303);
  });
  server.addHook('preHandler', refuseOtherForms);
  fleetRoutes(server, parts);
  kioskRoutes(server, parts);
  downloadRoutes(server, parts);
  signOutRoute(server, parts);
}

function sayNoPage(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendTrouble(reply, 404, 'There is no such page.');
}

/** The pages below `/admin`. */
export async function adminRoutes(server: FastifyInstance, parts: ServerParts): Promise<void> {
  server.removeAllContentTypeParsers();
  await server.register(cookie);
  await server.register(formbody, { bodyLimit: MOST_FORM_BYTES });
  await limitRate(server, parts.requestsPerMinute);
  server.decorateRequest('adminSecret', undefined);
  server.addHook('onRequest', addHeaders);
  server.addHook('preParsing', refuseOtherSites);
  server.setErrorHandler(answerErrorPage);
  server.setNotFoundHandler(sayNoPage);
  // Where the kiosk is served too, its route would take what is not here.
  server.get('/*', sayNoPage);
  server.get('/admin.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(STYLES),
  );
  signInRoutes(server, parts);
  await server.register((inside) => signedInRoutes(inside, parts));
}
