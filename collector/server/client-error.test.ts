import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';
import { answerClientError } from './client-error.ts';

const REQUEST_MS = 200;
const AFTER_MS = 3_000;
const WRITE_EVERY_MS = 20;
/** More than the kernel takes for a peer that does not read. */
const MANY_BYTES = 64 * 1024 * 1024;

let server: TestServer;
let remove: () => void;

beforeEach(async () => {
  const made = testFolder();
  remove = made.remove;
  server = await startServer({ folder: made.folder }, { requestMs: REQUEST_MS });
});

afterEach(async () => {
  await server.dispose();
  remove();
});

/** A socket that ends no connection because the other side did, as a hostile one would not. */
function openStubborn(url: string): Socket {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  // Being reset is what is waited for.
  socket.on('error', () => undefined);
  return socket;
}

function closed(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve(true));
    setTimeout(() => resolve(false), AFTER_MS).unref();
  });
}

test.each([
  ['stalls within its body', 408, 'request-timeout', 1_000],
  ['sends what is not HTTP', 400, 'bad-request', undefined],
])('answers and then closes a connection that %s', async (_what, status, kind, length) => {
  const token = await server.newToken();
  const socket = openStubborn(server.url);
  const heads = ['POST /v1/batches HTTP/1.1', 'host: a', 'content-type: application/json'];
  const head = [...heads, `authorization: Bearer ${token}`, `content-length: ${length}`, '', '{'].join(
    '\r\n',
  );
  socket.write(length === undefined ? 'nonsense\r\n\r\n' : head);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  await new Promise((resolve) => socket.once('end', resolve));
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"kind":"${kind}"`));
  // The news that nobody is there any more comes only to whoever writes.
  const writing = setInterval(() => socket.write(' '), WRITE_EVERY_MS);
  expect(await closed(socket)).toBe(true);
  clearInterval(writing);
  expect(server.log()).not.toContain('"level":50');
});

test('closes a connection whose peer does not read the answer', async () => {
  const listening = createServer((socket) => {
    socket.write(Buffer.alloc(MANY_BYTES));
    answerClientError({ code: 'HPE_INVALID_METHOD' }, socket);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const peer = openStubborn(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  const [socket] = await new Promise<Socket[]>((resolve) =>
    listening.once('connection', (...it) => resolve(it)),
  );
  expect(socket && (await closed(socket))).toBe(true);
  peer.destroy();
  listening.close();
});
