/** Servers that answer as told, from tests in the browser; `vitest.config.ts` runs them outside it. */
import { commands } from 'vitest/browser';
import type { ScriptedAnswer, ScriptedRequest } from '../../scripts/scripted-exchange.ts';

declare module 'vitest/browser' {
  interface BrowserCommands {
    openScriptedServer: (answers: readonly ScriptedAnswer[]) => Promise<string>;
    readScriptedRequests: (url: string) => Promise<readonly ScriptedRequest[]>;
    closeScriptedServer: (url: string) => Promise<void>;
  }
}

/** An answer as a collector gives it: this outcome for each bucket. */
export function outcomes(outcome: string): ScriptedAnswer {
  return { body: `{"protocol":1,"serverTimeMs":0,"results":{results:${outcome}}}` };
}

/** An answer as a collector refuses. */
export function refusal(status: number): ScriptedAnswer {
  return { status, body: '{"error":{"kind":"of-a-test","message":"Not so."}}' };
}

/** Servers that end with a test. */
export interface TestServers {
  /** Starts one; gives its address. */
  readonly open: (...answers: readonly ScriptedAnswer[]) => Promise<string>;
  readonly requests: (url: string) => Promise<readonly ScriptedRequest[]>;
  readonly dispose: () => Promise<void>;
}

/** Creates an empty set of servers. */
export function createTestServers(): TestServers {
  const urls: string[] = [];
  return {
    async open(...answers) {
      const url = await commands.openScriptedServer(answers);
      urls.push(url);
      return url;
    },
    requests: (url) => commands.readScriptedRequests(url),
    async dispose() {
      for (const url of urls.splice(0)) await commands.closeScriptedServer(url);
    },
  };
}
