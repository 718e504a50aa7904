/** Builds the app when it is missing or older than its sources, and serves it to this machine. */
import { join } from 'node:path';
import { preview } from 'vite';
import { newestMs, root, runCommand } from './repository.ts';

/** What the build reads: parts of it are in `scripts`, and `package.json` has the version. */
const FOLDERS = ['src', 'public', 'service-worker', 'scripts'];
const FILES = ['index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];
const PORT = 4173;

async function buildWhenStale(): Promise<boolean> {
  const builtMs = newestMs([join(root, 'dist', 'service-worker.js')]);
  const changedMs = newestMs([...FOLDERS, ...FILES].map((source) => join(root, source)));
  return builtMs > changedMs || (await runCommand('npm', ['run', 'build'])) === 0;
}

async function serve(): Promise<void> {
  const server = await preview({ root, logLevel: 'warn', preview: { port: PORT, open: false } });
  const address = server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${PORT}/`;
  console.log(
    `Vestibule runs at ${address} — open it in Chrome or Edge. A camera needs localhost or https; ` +
      `without one, ${address}?source=demo shows the demo. Ctrl-C ends it.`,
  );
}

if (await buildWhenStale()) {
  await serve();
} else {
  console.error('The build failed, so there is nothing to serve; the lines above say why.');
  process.exitCode = 1;
}
