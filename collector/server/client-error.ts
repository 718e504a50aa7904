import type { Socket } from 'node:net';

/** How long a peer that does not read may keep its connection, milliseconds. */
const UNREAD_MS = 1_000;

/** A whole answer to what never becomes a request, or never a whole one. */
function wholeAnswer(status: string, kind: string, message: string): string {
  const head = [`HTTP/1.1 ${status}`, 'content-type: application/json', 'connection: close'];
  return [...head, '', JSON.stringify({ error: { kind, message } })].join('\r\n');
}

const NOT_HTTP = wholeAnswer('400 Bad Request', 'bad-request', 'The request is not HTTP.');
const LATE = wholeAnswer(
  '408 Request Timeout',
  'request-timeout',
  'The request did not arrive whole in time; send it again.',
);

/**
 * Answers on a connection whose request is broken or late, and destroys it: Node does so only where nobody listens for these
 * errors. Else a peer that keeps its half open would keep the connection, and what it had sent of a body, for ever.
 */
export function answerClientError({ code }: { readonly code: string }, socket: Socket): void {
  setTimeout(() => socket.destroy(), UNREAD_MS).unref();
  if (socket.writable)
    socket.end(code === 'ERR_HTTP_REQUEST_TIMEOUT' ? LATE : NOT_HTTP, () => socket.destroy());
}
