import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Path under which a tool's input is served to its page. */
export const INPUT_PATH = '/tool-input/';

/** The one file, or the one folder, that a tool's page may read. */
export type ToolInput = { readonly file: string } | { readonly folder: string };

/** Absolute path of what `url` (after `INPUT_PATH`) names, or undefined when it lies outside `input`. */
export function resolveInput(input: ToolInput, url: string): string | undefined {
  if ('file' in input) return resolve(input.file);
  const folder = resolve(input.folder);
  const path = resolve(folder, `.${sep}${url}`);
  const inside = relative(folder, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : path;
}

/** First and last byte that a `Range` header asks of a file of `size` bytes; undefined when it asks for no part. */
export function byteRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first <= last ? { first, last } : undefined;
}

async function send(
  input: ToolInput | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = decodeURIComponent((request.url ?? '/').replace(/^\//, '').replace(/\?.*$/, ''));
  const path = input === undefined ? undefined : resolveInput(input, url);
  const entry = path === undefined ? undefined : await stat(path);
  if (path === undefined || entry?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  const part = byteRange(request.headers.range, entry.size);
  const { first, last } = part ?? { first: 0, last: entry.size - 1 };
  response.writeHead(part === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': last - first + 1,
    'accept-ranges': 'bytes',
    ...(part === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${entry.size}` }),
  });
  if (entry.size === 0) response.end();
  else
    createReadStream(path, { start: first, end: last })
      .on('error', () => response.destroy())
      .pipe(response);
}

/** Vite plugin that serves `input`, with byte ranges, and nothing else of the disk, under `INPUT_PATH`; nothing where there is no input. */
export function serveInput(input: ToolInput | undefined): Plugin {
  return {
    name: 'tool-input',
    configureServer(server): void {
      server.middlewares.use(INPUT_PATH, (request, response) => {
        // A file that went away or a malformed address is the page's to report, by the status alone.
        send(input, request, response).catch(() => response.writeHead(404).end());
      });
    },
  };
}
