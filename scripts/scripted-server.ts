/** A server that answers as a test tells it: for whatever talks to servers and must bear what networks do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScriptedAnswer, ScriptedRequest } from './scripted-exchange.ts';

interface Running {
  readonly server: Server;
  readonly requests: ScriptedRequest[];
}

const running = new Map<string, Running>();

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The results that a collector would give, all with one outcome. */
function withResults(body: string, request: string): string {
  return body.replace(/\{results:([a-z]+)\}/, (_, outcome: string) => {
    const { buckets } = JSON.parse(request) as { buckets: Record<string, unknown>[] };
    return JSON.stringify(
      buckets.map(({ entrance, epoch, startMs, revision }) => ({
        entrance,
        epoch,
        startMs,
        revision,
        outcome,
      })),
    );
  });
}

function send(response: ServerResponse, answer: ScriptedAnswer, request: string): void {
  const { status = 200, headers = {}, body = '', fault } = answer;
  if (fault === 'silent') return;
  if (fault === 'hang-up') {
    response.destroy();
    return;
  }
  const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' };
  const text = withResults(body, request);
  response.writeHead(status, { 'content-type': 'application/json', ...cors, ...headers });
  if (fault === 'half') response.write(text.slice(0, text.length / 2), () => response.destroy());
  else response.end(text);
}

/** Starts a server on this machine alone; answers serve in turn, the last one for ever. Gives its address. */
export async function openScriptedServer(answers: readonly ScriptedAnswer[]): Promise<string> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') {
      const allowed = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*, authorization',
      };
      response.writeHead(204, allowed).end();
      return;
    }
    void readBody(request).then((body) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)] ?? {};
      requests.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
      send(response, answer, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  running.set(url, { server, requests });
  return url;
}

/** What the server was asked so far, preflights aside. */
export function readScriptedRequests(url: string): readonly ScriptedRequest[] {
  return running.get(url)?.requests ?? [];
}

/** Ends the server and its connections. */
export function closeScriptedServer(url: string): void {
  running.get(url)?.server.closeAllConnections();
  running.get(url)?.server.close();
  running.delete(url);
}
