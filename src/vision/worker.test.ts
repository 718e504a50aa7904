import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.doUnmock('./crops/serve-crops.ts');
  vi.unstubAllGlobals();
});

test('whoever wants crops answered is told where the code for that cannot be loaded', async () => {
  const posted: unknown[] = [];
  const worker: { onmessage?: (event: { readonly data: unknown }) => void; postMessage: unknown } = {
    postMessage: (answer: unknown) => posted.push(answer),
  };
  vi.stubGlobal('self', worker);
  vi.doMock('./crops/serve-crops.ts', () => {
    throw new Error('there is no network');
  });
  await import('./worker.ts');
  worker.onmessage?.({ data: { type: 'start-crops', baseUrl: '', tier: 'wgsl', model: 'mini-xception' } });
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  expect(posted).toEqual([{ type: 'crops-failed', message: expect.any(String) }]);
});
