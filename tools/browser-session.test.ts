import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../scripts/repository.ts';
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

/** How the dependencies that all tools share were bundled. */
function bundledFor(): unknown {
  const metadata = readFileSync(join(root, 'node_modules', '.vite-tools', 'deps', '_metadata.json'), 'utf8');
  return (JSON.parse(metadata) as { readonly configHash: unknown }).configHash;
}

it('takes no dependencies from under the pages of other sessions', async () => {
  const bundled: unknown[] = [];
  for (const input of [{}, { input: { folder: 'public' } }]) {
    expect(await messageOfStart(openSession({ ...options, ...input }))).toBe('it started');
    bundled.push(bundledFor());
  }
  expect(bundled[0]).toBeTypeOf('string');
  expect(bundled[1]).toBe(bundled[0]);
}, 90_000);
