import { afterEach, describe, expect, test, vi } from 'vitest';
import { fetchFile, verifySha256 } from './fetch-file.ts';

afterEach(() => vi.unstubAllGlobals());

describe('fetching', () => {
  test('gives the bytes', async () => {
    expect(await fetchFile('data:application/octet-stream;base64,AQID')).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('of a server that refuses is a WeightsError that names the file and the status', async () => {
    vi.stubGlobal('fetch', async () => new Response('gone', { status: 404 }));
    await expect(fetchFile('https://kiosk.test/models/a.bin?v=1')).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'a.bin', tensor: 'file', expected: 'status 200', found: 'status 404' },
    });
  });

  test('without a network is a WeightsError', async () => {
    await expect(fetchFile('http://127.0.0.1:1/models/a.bin')).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'a.bin', expected: 'an answer from the server or the offline store' },
    });
  });

  test('of a file whose connection breaks half-way is a WeightsError', async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(Uint8Array.of(1));
        controller.error(new TypeError('connection reset'));
      },
    });
    vi.stubGlobal('fetch', async () => new Response(broken));
    await expect(fetchFile('https://kiosk.test/models/a.bin')).rejects.toMatchObject({
      name: 'WeightsError',
      problem: { file: 'a.bin', expected: 'the whole file', found: 'TypeError: connection reset' },
    });
  });
});

describe('SHA-256', () => {
  // The value for "abc" stands in FIPS 180-2, appendix B.1.
  const bytes = new TextEncoder().encode('abc');
  const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

  test('that is right passes', async () => {
    await expect(verifySha256('file', bytes, hash)).resolves.toBeUndefined();
  });

  test('of a file with one bit changed is refused, with both hashes', async () => {
    const changed = Uint8Array.from(bytes, (byte, index) => (index === 1 ? byte ^ 1 : byte));
    await expect(verifySha256('file', changed, hash)).rejects.toMatchObject({
      problem: {
        file: 'file',
        tensor: 'sha256',
        expected: hash,
        found: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });
});
