import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { closeServer } from './close-server.ts';

test('a connection whose answer is under way when closing begins is closed after it, and not kept for the next', async () => {
  const server = fastify();
  server.get('/', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': 5 });
    reply.raw.flushHeaders();
    setTimeout(() => reply.raw.end('whole'), 300);
  });
  const answer = await fetch(await server.listen({ host: '127.0.0.1', port: 0 }));
  const closing = closeServer(server);
  expect(await answer.text()).toBe('whole');
  await closing;
}, 5_000);
