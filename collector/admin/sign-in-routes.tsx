/** @jsxRuntime automatic @jsxImportSource preact */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ServerParts } from '../server/server-options.ts';
import { LONGEST_PASSWORD, readPassword } from '../store/admin-password.ts';
import { isSession, signIn, signOut } from '../store/admin-sessions.ts';
import { NoPasswordPage, SignInPage } from './pages/sign-in-page.tsx';
import { FORM } from './forms.ts';
import { sendPage } from './send-page.tsx';
import { forgetSecret, keepSecret, secretOf, shownSecret } from './session.ts';

const WINDOW = '15 minutes';

const SIGN_IN_FORM = {
  type: 'object',
  properties: { password: { type: 'string', maxLength: LONGEST_PASSWORD } },
  required: ['password'],
  additionalProperties: false,
} as const;

/** The page to sign in on, or how to set a password where there is none. */
async function sendSignIn({ store }: ServerParts, reply: FastifyReply): Promise<FastifyReply> {
  const known = await readPassword(store.database);
  return known === undefined
    ? sendPage(reply, 200, <NoPasswordPage />)
    : sendPage(reply, 200, <SignInPage trouble={undefined} />);
}

/** Signing in, which anyone may try, though not often. */
export function signInRoutes(server: FastifyInstance, parts: ServerParts): void {
  const { store, nowMs } = parts;
  const countOfAll = server.createRateLimit({
    max: parts.signInsOfAll,
    timeWindow: WINDOW,
    keyGenerator: () => 'all',
  });
  server.get('/session', async (request, reply) => {
    if (await isSession(store.database, shownSecret(request), nowMs())) return reply.redirect('/admin/', 303);
    return sendSignIn(parts, reply);
  });
  server.post<{ Body: { readonly password: string } }>(
    '/session',
    {
      schema: { body: SIGN_IN_FORM },
      config: { rateLimit: { max: parts.signInsPerAddress, timeWindow: WINDOW } },
    },
    async (request, reply) => {
      const counted = await countOfAll(request);
      if (!counted.isAllowed && counted.isExceeded) {
        reply.header('retry-after', counted.ttlInSeconds);
        return sendPage(reply, 429, <SignInPage trouble="Too many tries. Wait a quarter of an hour." />);
      }
      const secret = await signIn(store.database, request.body.password, nowMs());
      if (secret === undefined) {
        request.log.warn('a sign-in was refused');
        return sendPage(reply, 401, <SignInPage trouble="That is not the password." />);
      }
      request.log.info('somebody signed in');
      keepSecret(request, reply, secret);
      return reply.redirect('/admin/', 303);
    },
  );
}

/** Signing out. */
export function signOutRoute(server: FastifyInstance, { store }: ServerParts): void {
  server.post('/session/end', { schema: { body: FORM } }, async (request, reply) => {
    await signOut(store.database, secretOf(request));
    forgetSecret(reply);
    return reply.redirect('/admin/session', 303);
  });
}
