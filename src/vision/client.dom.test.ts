import { afterEach, expect, test, vi } from 'vitest';
import { createVisionClient, isVisionFault, type VisionClient } from './client.ts';
import type { VisionFault } from './protocol.ts';

/** A worker that is ready at once and holds its lock, and to which a frame does what the test says. */
function script(onFrame: string): string {
  return `onmessage = ({ data }) => {
    if (data.type === 'frame') { ${onFrame} return; }
    navigator.locks.request(data.lifeLock, () => {
      postMessage({ type: 'ready', report: {} });
      return new Promise(() => {});
    });
  };`;
}

afterEach(() => vi.unstubAllGlobals());

async function start(
  onFrame: string,
): Promise<{ readonly client: VisionClient; readonly lost: Promise<VisionFault> }> {
  const address = URL.createObjectURL(new Blob([script(onFrame)], { type: 'text/javascript' }));
  const RealWorker = Worker;
  vi.stubGlobal(
    'Worker',
    class extends RealWorker {
      constructor() {
        super(address);
      }
    },
  );
  const { promise: lost, resolve } = Promise.withResolvers<VisionFault>();
  const client = await createVisionClient({ range: 'full' }, resolve);
  if (isVisionFault(client)) throw new Error(client.message);
  return { client, lost };
}

function takeFrame(): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(2, 2));
}

test('frames asked about after a worker that ended without a word are closed, and answered with how it ended', async () => {
  const { client, lost } = await start('close();');
  const fault = { kind: 'device-lost', message: 'The vision worker ended without a word.' };
  expect(await client.analyse(await takeFrame())).toEqual(fault);
  expect(await lost).toEqual(fault);
  const late = await takeFrame();
  expect(await client.analyse(late)).toEqual(fault);
  expect(late.width).toBe(0);
  client.dispose();
});

test('after a loss, the first reason is told of each further frame, also after the end', async () => {
  const fault = { kind: 'device-lost', message: 'The graphics device was lost: it fell out.' };
  const told = JSON.stringify({ type: 'failed', fault });
  const { client } = await start(`postMessage(${told});`);
  expect(await client.analyse(await takeFrame())).toEqual(fault);
  // A worker that lives on is not asked again: what a lost device computes means nothing.
  expect(await client.analyse(await takeFrame())).toEqual(fault);
  client.dispose();
  expect(await client.analyse(await takeFrame())).toEqual(fault);
});

test('a frame asked about after the client was disposed of is closed, and answered so', async () => {
  const { client } = await start('');
  const waiting = client.analyse(await takeFrame());
  client.dispose();
  const closed = { kind: 'device-lost', message: 'The vision engine was closed.' };
  expect(await waiting).toEqual(closed);
  const late = await takeFrame();
  expect(await client.analyse(late)).toEqual(closed);
  expect(late.width).toBe(0);
});
