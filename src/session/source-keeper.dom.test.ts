import { afterEach, expect, test } from 'vitest';
import { isSourceFault, type FrameStream } from '../camera/frame-stream.ts';
import type { SourceFault } from '../domain/source.ts';
import { initialSnapshot, type Snapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { keepSource, type SourceKeeper, type WantedSource } from './source-keeper.ts';

let keeper: SourceKeeper | undefined;
afterEach(() => keeper?.dispose());

/** Takes frames as the session does, without an engine. */
async function drain(stream: FrameStream): Promise<SourceFault | undefined> {
  for (;;) {
    const frame = await stream.nextFrame();
    if (frame === undefined || isSourceFault(frame)) return frame;
    frame.close();
  }
}

function keep(first: WantedSource): State {
  const state = createState(initialSnapshot('test', first.kind));
  keeper = keepSource(state, first, { baseUrl: document.baseURI, demoWithoutCamera: false, consume: drain });
  return state;
}

function waitFor(state: State, holds: (source: Snapshot['source']) => boolean): Promise<Snapshot['source']> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    const look = (): void => {
      const { source } = state.snapshot();
      if (!holds(source)) return;
      stop?.();
      resolve(source);
    };
    stop = state.subscribe(look);
    look();
  });
}

const isRunning = ({ status }: Snapshot['source']): boolean => status === 'running';
const hasFault = ({ status }: Snapshot['source']): boolean => status === 'fault';

/** Ends the camera's track as an unplugged cable does. */
function unplug(source: Snapshot['source']): void {
  if (source.status !== 'running' || !(source.picture instanceof HTMLVideoElement))
    throw new Error('no camera runs');
  const [track] = (source.picture.srcObject as MediaStream).getVideoTracks();
  track?.dispatchEvent(new Event('ended'));
}

test('an unplugged camera is told of, and runs again by itself', async () => {
  const state = keep({ kind: 'camera' });
  unplug(await waitFor(state, isRunning));
  const fault = await waitFor(state, hasFault);
  expect(fault).toMatchObject({ kind: 'camera', fault: { kind: 'unplugged' } });
  expect(fault).toHaveProperty('retryAtMs', expect.any(Number));
  expect(await waitFor(state, isRunning)).toMatchObject({ kind: 'camera' });
  expect(state.snapshot().cameras.length).toBeGreaterThan(0);
});

test('a camera whose frames cannot be had has stalled, with the reason, and runs again', async () => {
  const state = keep({ kind: 'camera' });
  await waitFor(state, isRunning);
  const original = window.VideoFrame;
  window.VideoFrame = new Proxy(original, {
    construct: () => {
      throw new Error('no memory for a frame');
    },
  });
  try {
    const detail = 'no frame for 5 s: Error: no memory for a frame';
    expect(await waitFor(state, hasFault)).toMatchObject({ fault: { kind: 'stalled', detail } });
  } finally {
    window.VideoFrame = original;
  }
  expect(await waitFor(state, isRunning)).toMatchObject({ kind: 'camera' });
});

test('a person who tries again does not wait for the clock', async () => {
  const state = keep({ kind: 'camera' });
  unplug(await waitFor(state, isRunning));
  await waitFor(state, hasFault);
  const pressedMs = Date.now();
  keeper?.retry();
  const fault = await waitFor(state, ({ status }) => status !== 'fault');
  expect(fault.status).toBe('opening');
  expect(Date.now() - pressedMs).toBeLessThan(1_000);
});

test('a file that cannot be played waits for a person, who may take the demo and go back to the camera', async () => {
  const state = keep({ kind: 'file', file: new File(['words'], 'words.txt', { type: 'text/plain' }) });
  expect(await waitFor(state, hasFault)).toMatchObject({
    fault: { kind: 'unreadable' },
    retryAtMs: undefined,
  });
  keeper?.use({ kind: 'demo' });
  expect(await waitFor(state, isRunning)).toMatchObject({ kind: 'demo', label: 'Demo' });
  keeper?.use({ kind: 'camera' });
  expect(await waitFor(state, (source) => isRunning(source) && source.kind === 'camera')).toBeDefined();
});

test('a source that is no longer wanted while it opens never runs', async () => {
  const state = keep({ kind: 'camera' });
  const kinds: string[] = [];
  state.subscribe(() => {
    const { source } = state.snapshot();
    if (source.status === 'running') kinds.push(source.kind);
  });
  keeper?.use({ kind: 'demo' });
  await waitFor(state, isRunning);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(new Set(kinds)).toEqual(new Set(['demo']));
});
