/** One HTTP exchange, kept whole, so that it can be lost, cut, repeated and sent too late. */
import { request as startRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** An answer as it came. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Headers that speak of one connection, not of the message. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'host',
]);

function keepHeaders(message: IncomingMessage): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(message.headers).filter(([name]) => !OF_THE_CONNECTION.has(name)));
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads a request to its end. Throws when it is cut off. */
export async function keepRequest(message: IncomingMessage): Promise<KeptRequest> {
  const { method = 'GET', url: path = '/' } = message;
  return { method, path, headers: keepHeaders(message), body: await readBody(message) };
}

/** Sends a request to `target` and reads the answer to its end. Throws when either does not come through. */
export function forward(target: string, { method, path, headers, body }: KeptRequest): Promise<KeptAnswer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, 'content-length': body.length }, agent: false };
    const sending = startRequest(new URL(path, target), options, (message) => {
      const status = message.statusCode ?? 0;
      readBody(message).then((answer) => {
        resolve({ status, headers: keepHeaders(message), body: answer });
      }, reject);
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

/** Sends the first half of a request to `target`, promises the rest and goes away. */
export function forwardHalf(target: string, { method, path, headers, body }: KeptRequest): Promise<void> {
  return new Promise((resolve) => {
    const options = { method, headers: { ...headers, 'content-length': body.length + 1 }, agent: false };
    const sending = startRequest(new URL(path, target), options);
    // Expected: the other side ends the connection too.
    sending.once('error', () => resolve());
    sending.write(body.subarray(0, body.length / 2), () => setTimeout(() => sending.destroy(), 20));
    sending.once('close', resolve);
  });
}
