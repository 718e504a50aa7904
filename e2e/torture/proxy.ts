/** Stands between kiosk and collector, and does to their exchanges what networks do. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RandomSource } from '../../src/counting/random.testing.ts';
import { forward, forwardHalf, keepRequest, type KeptAnswer, type KeptRequest } from './exchange.ts';
import { FOREIGN_STATUSES, pickMishap, type Mishap } from './mishaps.ts';

const LATE_MS = 1_500;
/** Old requests that may come once more. */
const MOST_OLD = 50;
const PORTAL_PAGE = Buffer.from(
  '<!doctype html><title>Welcome</title><p>Accept our terms to use this network.</p>',
);
const PORTAL_HEADERS = { 'content-type': 'text/html', 'access-control-allow-origin': '*' };

/** One exchange under way. */
interface Exchange {
  readonly target: string;
  readonly request: KeptRequest;
  readonly response: ServerResponse;
}

function answer(response: ServerResponse, { status, headers, body }: KeptAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** The answer without the last of its results; as it was when it has none. */
function withoutLastResult(whole: KeptAnswer): KeptAnswer {
  const parsed = whole.status === 200 && whole.body.length > 0 ? JSON.parse(whole.body.toString()) : {};
  const { results } = parsed as { results?: readonly unknown[] };
  if (results === undefined) return whole;
  return { ...whole, body: Buffer.from(JSON.stringify({ ...parsed, results: results.slice(0, -1) })) };
}

/** A proxy on a loopback port; wild until `calm`. */
export class MishapProxy {
  /** How many exchanges met which mishap. */
  readonly met: Partial<Record<Mishap, number>> = {};
  readonly #random: RandomSource | undefined;
  readonly #onRequest: (request: KeptRequest) => void;
  readonly #server: Server;
  readonly #old: KeptRequest[] = [];
  readonly #later = new Set<Promise<void>>();
  #target = '';
  #calm: boolean;

  /**
   * @param onRequest called with each request as it came from the kiosk, before anything becomes of it
   * @param random what draws the mishaps; without it there are none
   */
  constructor(onRequest: (request: KeptRequest) => void, random?: RandomSource) {
    this.#onRequest = onRequest;
    this.#random = random;
    this.#calm = random === undefined;
    this.#server = createServer((message, response) => {
      void keepRequest(message)
        .then((request) => {
          this.#onRequest(request);
          return this.#meet({ target: this.#target, request, response });
        })
        // Expected: kiosk or collector was killed in the middle. To the other one, that is a broken connection.
        .catch(() => response.destroy());
    });
  }

  /** Listens; answers the address to give to the kiosk. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on, requests go to the collector at `url`. */
  setTarget(url: string): void {
    this.#target = url;
  }

  setCalm(calm: boolean): void {
    this.#calm = calm;
  }

  /** Resolves when nothing is held back any more. */
  async drain(): Promise<void> {
    while (this.#later.size > 0) await Promise.all(this.#later);
  }

  dispose(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #forward({ target, request }: Exchange): Promise<KeptAnswer> {
    if (request.method === 'POST') this.#old.push(request);
    if (this.#old.length > MOST_OLD) this.#old.shift();
    return forward(target, request);
  }

  /** Sends something when nobody waits for it any more; whether it arrives is not known to anybody. */
  #forwardLater(exchange: Exchange, afterMs: number): void {
    const sent = sleep(afterMs)
      .then(() => this.#forward({ ...exchange, target: this.#target }))
      // Expected: the collector is down just then.
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#later.delete(sent));
    this.#later.add(sent);
  }

  async #meet(exchange: Exchange): Promise<void> {
    const mishap = this.#calm ? 'none' : pickMishap(this.#draw());
    this.met[mishap] = (this.met[mishap] ?? 0) + 1;
    const { response } = exchange;
    switch (mishap) {
      case 'request lost':
      case 'request cut':
      case 'arrives after a retry':
        return this.#loseRequest(exchange, mishap);
      case 'page of a portal':
      case 'portal without leave':
      case 'redirect':
      case 'refusal':
        return answer(response, this.#answerOfAnother(mishap));
      default:
        return this.#harmExchange(exchange, mishap);
    }
  }

  /** The kiosk hears nothing. */
  async #loseRequest(exchange: Exchange, mishap: Mishap): Promise<void> {
    exchange.response.destroy();
    if (mishap === 'request cut') await forwardHalf(exchange.target, exchange.request);
    if (mishap === 'arrives after a retry') this.#forwardLater(exchange, this.#lateMs() * 2);
  }

  /** The collector hears nothing, and somebody else answers. */
  #answerOfAnother(mishap: Mishap): KeptAnswer {
    if (mishap === 'page of a portal') return { status: 200, headers: PORTAL_HEADERS, body: PORTAL_PAGE };
    // Without leave for other origins, the page learns nothing of the answer.
    if (mishap === 'portal without leave')
      return { status: 200, headers: { 'content-type': 'text/html' }, body: PORTAL_PAGE };
    if (mishap === 'redirect')
      return { status: 302, headers: { ...PORTAL_HEADERS, location: '/welcome' }, body: Buffer.alloc(0) };
    const status = FOREIGN_STATUSES[Math.floor(this.#draw() * FOREIGN_STATUSES.length)] ?? 500;
    return { status, headers: { ...PORTAL_HEADERS, 'retry-after': '1' }, body: PORTAL_PAGE };
  }

  /** Both hear something, but not as it was said. */
  async #harmExchange(exchange: Exchange, mishap: Mishap): Promise<void> {
    const { response } = exchange;
    if (mishap === 'late') await sleep(this.#lateMs());
    const copies = mishap === 'sent twice' ? [this.#forward(exchange)] : [];
    const [whole] = await Promise.all([this.#forward(exchange), ...copies]);
    if (mishap === 'answer late') await sleep(this.#lateMs());
    if (mishap === 'answer lost') response.destroy();
    else if (mishap === 'answer cut') this.#cut(response, whole);
    else answer(response, mishap === 'result missing' ? withoutLastResult(whole) : whole);
    const old = this.#old[Math.floor(this.#draw() * this.#old.length)];
    if (mishap === 'an old one again' && old !== undefined)
      this.#forwardLater({ ...exchange, request: old }, this.#lateMs());
  }

  #cut(response: ServerResponse, { status, headers, body }: KeptAnswer): void {
    response.writeHead(status, { ...headers, 'content-length': body.length + 1 });
    response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 20));
  }

  #lateMs(): number {
    return this.#draw() * LATE_MS;
  }

  /** From 0 to below 1. */
  #draw(): number {
    return this.#random?.between(0, 1) ?? 0;
  }
}
