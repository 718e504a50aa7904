/** @jsxRuntime automatic @jsxImportSource preact */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerParts } from '../server/server-options.ts';
import { addCode, listKiosks, parseKioskName, revokeKiosk } from '../store/kiosks.ts';
import { FORM, NAME_FORM } from './forms.ts';
import { CodePage, NewKioskPage } from './pages/new-kiosk-page.tsx';
import { RevokePage } from './pages/revoke-page.tsx';
import { sendPage, sendTrouble } from './send-page.tsx';
import { formTokenOf, secretOf } from './session.ts';

const NO_KIOSK = 'There is no such kiosk.';

/** The address by which this page was reached, which is a kiosk's way to us as well. */
function ownUrl({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

/** Making codes. */
function codeRoutes(server: FastifyInstance, { store, nowMs, kioskFolder }: ServerParts): void {
  server.get('/kiosks/new', (request, reply) =>
    sendPage(
      reply,
      200,
      <NewKioskPage formToken={formTokenOf(secretOf(request))} name="" trouble={undefined} />,
    ),
  );
  server.post<{ Body: { readonly name: string } }>(
    '/kiosks/new',
    { schema: { body: NAME_FORM } },
    async (request, reply) => {
      const formToken = formTokenOf(secretOf(request));
      const typed = request.body.name;
      const name = parseKioskName(typed);
      if (name === undefined) {
        const trouble =
          'A name has 1 to 80 characters, none of them a control character or a mark that turns its order.';
        return sendPage(reply, 422, <NewKioskPage formToken={formToken} name={typed} trouble={trouble} />);
      }
      const code = await addCode(store.database, name, nowMs());
      request.log.info('a code was made');
      const collector = ownUrl(request);
      const page = (
        <CodePage
          formToken={formToken}
          name={name}
          code={code}
          collector={collector}
          servesKiosk={kioskFolder !== undefined}
        />
      );
      return sendPage(reply, 200, page);
    },
  );
}

/** Revoking, in two steps. */
function revokeRoutes(server: FastifyInstance, { store, nowMs }: ServerParts): void {
  server.get<{ Params: { readonly id: string } }>('/kiosks/:id/revoke', async (request, reply) => {
    const kiosk = (await listKiosks(store.database)).find(({ id }) => id === request.params.id);
    if (kiosk === undefined) return sendTrouble(reply, 404, NO_KIOSK);
    return sendPage(reply, 200, <RevokePage formToken={formTokenOf(secretOf(request))} kiosk={kiosk} />);
  });
  server.post<{ Params: { readonly id: string } }>(
    '/kiosks/:id/revoke',
    { schema: { body: FORM } },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await revokeKiosk(store.database, id, nowMs()))) return sendTrouble(reply, 404, NO_KIOSK);
      request.log.info({ revoked: id }, 'a kiosk was revoked');
      return reply.redirect(`/admin/?revoked=${encodeURIComponent(id)}`, 303);
    },
  );
}

/** What is done about kiosks. */
export function kioskRoutes(server: FastifyInstance, parts: ServerParts): void {
  codeRoutes(server, parts);
  revokeRoutes(server, parts);
}
