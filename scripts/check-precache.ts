/** After a build: everything that the app needs is kept by the service worker, and what starts is light. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { faultsOf, initialScripts, readKeptFiles, startingScripts, type KeptFile } from './precache.ts';
import { filesBelow, root } from './repository.ts';

/** Most compressed JavaScript, in KiB, that each may start with. */
const FIRST_SCREEN_KIB = 100;
const VISION_WORKER_KIB = 40;

const VISION_WORKER = /^assets\/worker-[^/]*\.js$/;
const dist = join(root, 'dist');

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** Prints what starts with `scripts`; one sentence when it is more than `allowedKib`. */
function checkBudget(
  what: string,
  files: ReadonlyMap<string, Uint8Array>,
  scripts: readonly string[],
  allowedKib: number,
): string[] {
  const sizes = startingScripts(files, scripts, (bytes) => gzipSync(bytes).length);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${what}: ${kibibytes(total)} of compressed JavaScript, ${allowedKib} KiB allowed`);
  if (sizes.length === 0) return [`${what}: its script is not in the build`];
  if (total <= allowedKib * 1024) return [];
  const largest = sizes.map(({ path, bytes }) => `${path} ${kibibytes(bytes)}`).join(', ');
  return [
    `${what} starts with ${kibibytes(total)} of compressed JavaScript, ${allowedKib} KiB are allowed: ${largest}. ` +
      'Compare with the list that the build before your change prints; load what is not needed at once with import(), ' +
      'as src/vision/fallback/open-backend.ts does, or import less of a library.',
  ];
}

function check(): string[] {
  if (!existsSync(join(dist, 'service-worker.js')))
    return ['there is no dist/service-worker.js; run npm run build'];
  const files = new Map(filesBelow(dist).map((path) => [path, readFileSync(join(dist, path))] as const));
  const kept = readKeptFiles(files.get('service-worker.js')?.toString() ?? '');
  if (kept === undefined) return ['dist/service-worker.js holds no list of files to keep'];
  const bytesOf = (some: readonly KeptFile[]): number =>
    some.reduce((sum, { url }) => sum + (files.get(url)?.length ?? 0), 0);
  const [atOnce, onDemand] = [
    kept.filter(({ optional }) => optional !== true),
    kept.filter(({ optional }) => optional),
  ];
  console.log(`offline: ${atOnce.length} files, ${kibibytes(bytesOf(atOnce))}`);
  console.log(`offline once asked for: ${onDemand.length} files, ${kibibytes(bytesOf(onDemand))}`);
  const firstScreen = initialScripts(files.get('index.html')?.toString() ?? '');
  const visionWorker = [...files.keys()].filter((path) => VISION_WORKER.test(path));
  return [
    ...faultsOf(files, kept),
    ...checkBudget('the first screen', files, firstScreen, FIRST_SCREEN_KIB),
    ...checkBudget('the vision worker', files, visionWorker, VISION_WORKER_KIB),
  ];
}

const faults = check();
for (const fault of faults) console.error(`check-precache: ${fault}`);
// Without it the build is no build: `npm start` would serve it the next time, because it is newer than the sources.
if (faults.length > 0) rmSync(join(dist, 'service-worker.js'), { force: true });
process.exitCode = faults.length === 0 ? 0 : 1;
