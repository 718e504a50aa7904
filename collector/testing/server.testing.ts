import { Writable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../server/close-server.ts';
import { buildServer } from '../server/server.ts';
import type { ServerOptions } from '../server/server-options.ts';
import { addCode, enrol } from '../store/kiosks.ts';
import type { OpenStore, StorePlace } from '../store/open-store.ts';
import { openTestStore } from './stores.testing.ts';

/** A collector that listens on a free port of this machine. */
export interface TestServer {
  readonly url: string;
  readonly store: OpenStore;
  /** All that was logged so far. */
  log(): string;
  /** Token of a new kiosk. */
  newToken(name?: string): Promise<string>;
  /** A good request unless `init` says otherwise: POST, JSON, the token given. */
  post(path: string, body: unknown, token?: string, init?: RequestInit): Promise<Response>;
  dispose(): Promise<void>;
}

const ANY_RATE = 1_000_000;
const REQUEST_MS = 30_000;

function keepLog(): { readonly stream: Writable; text(): string } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => lines.join('') };
}

function post(url: string, body: unknown, token?: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers, body: text, ...init });
}

/** Starts a collector on the database at `place`; `changes` are to options that refuse nobody for sending often. */
export async function startServer(
  place: StorePlace,
  changes: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const store = await openTestStore(place);
  const kept = keepLog();
  const server = await buildServer({
    store,
    nowMs: Date.now,
    logger: { level: 'trace', stream: kept.stream },
    origins: '*',
    requestMs: REQUEST_MS,
    requestsPerMinute: ANY_RATE,
    enrolmentsPerMinute: ANY_RATE,
    signInsPerAddress: ANY_RATE,
    signInsOfAll: ANY_RATE,
    trustProxy: false,
    ...changes,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    log: kept.text,
    async newToken(name = 'East door') {
      const nowMs = Date.now();
      const made = await enrol(store.database, await addCode(store.database, name, nowMs), nowMs);
      return made?.token ?? '';
    },
    post: (path, body, token, init) => post(url + path, body, token, init),
    async dispose() {
      await closeServer(server);
      await store.dispose();
    },
  };
}
