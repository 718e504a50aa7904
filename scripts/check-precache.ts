/** After a build: everything that the app needs is kept by the service worker, and the first screen is light. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { faultsOf, initialScripts, readKeptFiles } from './precache.ts';
import { filesBelow, root } from './repository.ts';

const MAX_INITIAL_SCRIPT_BYTES = 100 * 1024;
const dist = join(root, 'dist');

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function check(): string[] {
  if (!existsSync(join(dist, 'service-worker.js')))
    return ['there is no dist/service-worker.js; run npm run build'];
  const files = new Map(filesBelow(dist).map((path) => [path, readFileSync(join(dist, path))] as const));
  const kept = readKeptFiles(files.get('service-worker.js')?.toString() ?? '');
  if (kept === undefined) return ['dist/service-worker.js holds no list of files to keep'];
  const faults = faultsOf(files, kept);
  const html = files.get('index.html')?.toString() ?? '';
  const scripts = initialScripts(html).map((path) => files.get(path) ?? new Uint8Array());
  const initialBytes = scripts.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  const keptBytes = kept.reduce((sum, { url }) => sum + (files.get(url)?.length ?? 0), 0);
  console.log(`offline: ${kept.length} files, ${kilobytes(keptBytes)}`);
  console.log(`first screen: ${kilobytes(initialBytes)} of compressed JavaScript`);
  if (scripts.length === 0) faults.push('index.html asks for no script');
  if (initialBytes > MAX_INITIAL_SCRIPT_BYTES)
    faults.push(
      `the first screen's JavaScript may have ${kilobytes(MAX_INITIAL_SCRIPT_BYTES)}: load what it does not need later`,
    );
  return faults;
}

const faults = check();
for (const fault of faults) console.error(`check-precache: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
