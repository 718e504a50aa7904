import type { FastifyInstance } from 'fastify';

/** How often connections are looked at that have become idle since, milliseconds. */
const IDLE_EVERY_MS = 100;

/**
 * Takes no more connections and finishes the requests that run. Fastify closes idle connections once: one whose answer is still on its way
 * at that moment would be kept for as long as a client may come back on it, which is more than a minute.
 */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const closing = server.close();
  const idle = setInterval(() => server.server.closeIdleConnections(), IDLE_EVERY_MS);
  try {
    await closing;
  } finally {
    clearInterval(idle);
  }
}
