/** Sizes of JavaScript heaps after a garbage collection, by the browser's own protocol. */
import type { CDPSession, Page } from 'playwright';

/** Address of the vision worker; some tiers have workers of their own besides. */
export const VISION_WORKER = /\/vision\/worker\.ts/;

/** The protocol's answer to a command of ours. */
interface Answer {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
}

/** Heaps of a page and its newest worker. */
export interface Heaps {
  readonly pageBytes: () => Promise<number>;
  readonly workerBytes: () => Promise<number>;
}

async function usedBytes(send: (method: string) => Promise<{ usedSize?: number }>): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = await send('Runtime.getHeapUsage');
  if (usedSize === undefined) throw new Error('the browser does not tell the size of a heap');
  return usedSize;
}

/** Commands to a worker, wrapped into commands to its page: Playwright has no protocol session for workers. */
class WorkerSession {
  readonly #page: CDPSession;
  readonly #sessionId: string;
  readonly #waiting = new Map<number, (result: { usedSize?: number }) => void>();
  #nextId = 1;

  constructor(page: CDPSession, sessionId: string) {
    this.#page = page;
    this.#sessionId = sessionId;
    page.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      const { id, result = {} } = JSON.parse(message) as Answer;
      if (from === sessionId && id !== undefined) this.#waiting.get(id)?.(result);
    });
  }

  async send(method: string): Promise<{ usedSize?: number }> {
    const id = this.#nextId++;
    const answer = new Promise<{ usedSize?: number }>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method });
    await this.#page.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
    const result = await answer;
    this.#waiting.delete(id);
    return result;
  }
}

/** Attaches to a page and to the workers that it has and will have. */
export async function watchHeaps(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  let worker: WorkerSession | undefined;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (VISION_WORKER.test(targetInfo.url)) worker = new WorkerSession(session, sessionId);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return {
    pageBytes: () =>
      usedBytes((method) => session.send(method as 'Runtime.getHeapUsage') as Promise<{ usedSize?: number }>),
    workerBytes: () => {
      if (worker === undefined) throw new Error('there is no vision worker');
      const attached = worker;
      return usedBytes((method) => attached.send(method));
    },
  };
}
