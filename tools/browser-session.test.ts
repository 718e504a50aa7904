import { expect, it } from 'vitest';
import type { Outcome } from './command-line.ts';
import { openSession, type Session } from './browser-session.ts';

async function messageOfStart(opening: Promise<Outcome<Session>>): Promise<string> {
  const opened = await opening;
  if (!opened.ok) return opened.message;
  await opened.value.dispose();
  return 'it started';
}

const options = { page: 'tools/count/page', functions: {} };

it('does not start where it was stopped before', async () => {
  const opening = openSession({ ...options, signal: AbortSignal.abort() });
  expect(await messageOfStart(opening)).toBe('stopped before the browser was up');
});

it('ends again where it was stopped before the browser was up', async () => {
  const stop = new AbortController();
  const opening = openSession({ ...options, signal: stop.signal });
  stop.abort();
  expect(await messageOfStart(opening)).toBe('stopped before the browser was up');
}, 90_000);
