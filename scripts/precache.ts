import { createHash } from 'node:crypto';

/** One file that the service worker keeps. */
export interface KeptFile {
  readonly url: string;
  readonly integrity?: string;
  /** Kept only once it was asked for. */
  readonly optional?: boolean;
}

/** Files that a counting kiosk never asks for, so that it need not wait for them before it is there offline (decisions 20 and 25). */
const OPTIONAL = [
  /^models\/(cnn-9layer|lbp-svm)\./,
  /^models\/haarcascade_/,
  /^assets\/opencv-[\w-]+\.(js|wasm)$/,
];

/** Whether a file of the build is kept only once it was asked for. */
export function isOptional(url: string): boolean {
  return OPTIONAL.some((pattern) => pattern.test(url));
}

/** Files of a build that the running app never asks for. */
const NOT_NEEDED = [/^service-worker\.js$/, /\.map$/, /^\.vite\//];

/** Reads the list of kept files out of a built service worker; undefined when there is none in it. */
export function readKeptFiles(serviceWorker: string): KeptFile[] | undefined {
  const list = /\[\{[^\]]*"url"[^\]]*\}\]/.exec(serviceWorker)?.[0];
  if (list === undefined) return undefined;
  try {
    return JSON.parse(list) as KeptFile[];
  } catch {
    // Something that only looks like the list; for the caller it is the same as no list.
    return undefined;
  }
}

/**
 * What is wrong with a build's list of kept files, one sentence each; empty when all is well.
 *
 * @param files path (relative to the build's folder) and bytes of every file of the build
 * @param kept what the service worker keeps
 */
export function faultsOf(files: ReadonlyMap<string, Uint8Array>, kept: readonly KeptFile[]): string[] {
  const byUrl = new Map(kept.map((file) => [file.url, file]));
  const missing = [...files.keys()]
    .filter((path) => !NOT_NEEDED.some((pattern) => pattern.test(path)) && !byUrl.has(path))
    .map((path) => `${path} is in the build but would not be there offline: add its kind to globPatterns`);
  const damaged = kept.flatMap(({ url, integrity }) => {
    const bytes = files.get(url);
    if (bytes === undefined) return [`${url} is in the service worker's list but not in the build`];
    const actual = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
    return actual === integrity
      ? []
      : [`${url} changed after its hash was taken, so every browser would refuse it`];
  });
  return [...missing, ...damaged];
}

/** Paths of the scripts that index.html asks for at once: script elements and module preloads. */
export function initialScripts(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /rel="?modulepreload/.test(tag))
    .flatMap((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? [])
    .map((address) => address.replace(/^\.?\//, ''));
}

/** Static imports of a built script, which the browser loads with it: `import … from "./name.js"`, not `import("./name.js")`. */
const STATIC_IMPORT = /(?<![\w$.])(?:import|export)\s*(?:[\w$*{},\s]*?from\s*)?["']\.\/([^"']+\.js)["']/g;

/** What starts with a script: its bytes, and those of all that it imports at once. */
export interface ScriptSize {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Scripts and all that they import at once, largest first.
 *
 * @param files path (relative to the build's folder) and bytes of every file of the build
 * @param sizeOf the size that counts, as that of compressed bytes
 */
export function startingScripts(
  files: ReadonlyMap<string, Uint8Array>,
  scripts: readonly string[],
  sizeOf: (bytes: Uint8Array) => number,
): readonly ScriptSize[] {
  const found = new Map<string, Uint8Array>();
  const add = (path: string): void => {
    const bytes = files.get(path);
    if (bytes === undefined || found.has(path)) return;
    found.set(path, bytes);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [, name] of Buffer.from(bytes).toString().matchAll(STATIC_IMPORT)) add(`${folder}${name}`);
  };
  for (const script of scripts) add(script);
  return [...found]
    .map(([path, bytes]) => ({ path, bytes: sizeOf(bytes) }))
    .toSorted((a, b) => b.bytes - a.bytes);
}
