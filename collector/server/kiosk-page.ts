import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { appHeaders } from '../../scripts/serving.ts';

/** Serves the built kiosk from `folder`, with the headers that it is tested with. */
export async function kioskPage(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(serveStatic, { root: folder, serve: false });
  // The kiosk's page loads its own workers, WebAssembly and styles; the policy for answers in JSON would stop them.
  const options = { helmet: { contentSecurityPolicy: false } } as const;
  server.get<{ Params: { '*': string } }>('/*', options, (request, reply) =>
    reply.headers(appHeaders).sendFile(request.params['*'] || 'index.html'),
  );
}
