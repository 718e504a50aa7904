import { refuse } from './tensor.ts';

/**
 * Fetches a file of the app, from the network or the precache.
 *
 * @throws WeightsError when the server answers with anything but the file
 */
export async function fetchFile(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = new URL(url).pathname.split('/').at(-1) ?? url;
  const response = await fetch(url).catch((error: unknown) =>
    // Expected trouble: offline before the first complete visit.
    refuse(name, 'file', 'an answer from the server or the offline store', String(error)),
  );
  if (!response.ok) refuse(name, 'file', 'status 200', `status ${response.status}`);
  const body = await response.arrayBuffer().catch((error: unknown) =>
    // Expected trouble: the connection broke before the file's end.
    refuse(name, 'file', 'the whole file', String(error)),
  );
  return new Uint8Array(body);
}

/**
 * Checks a file against its SHA-256.
 *
 * @throws WeightsError
 */
export async function verifySha256(
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  expected: string,
): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected) refuse(file, 'sha256', expected, found);
}
