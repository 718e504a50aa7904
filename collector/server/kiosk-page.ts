import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isolationHeaders } from '../../scripts/serving.ts';

/** Serves the built kiosk from `folder`, isolated as it is where it is tested. */
export async function kioskPage(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(serveStatic, { root: folder, serve: false });
  // The kiosk's page loads its own workers, WebAssembly and styles; the policy for answers in JSON would stop them.
  const options = { helmet: { contentSecurityPolicy: false } } as const;
  server.get<{ Params: { '*': string } }>('/*', options, (request, reply) =>
    reply.headers(isolationHeaders).sendFile(request.params['*'] || 'index.html'),
  );
}
