import { afterEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { openDemo } from './demo/open-demo.ts';
import { isSourceFault, type FrameStream } from './frame-stream.ts';
import { listCameras, openCamera } from './open-camera.ts';
import { openFile } from './open-file.ts';
import { createVideoFrames, STALLED_AFTER_MS } from './video-frames.ts';

// Vitest types the session as nothing but a name; Playwright gives Chrome's.
const tools = cdp() as { send(method: string, parameters: object): Promise<unknown> };
const open: FrameStream[] = [];
afterEach(() => {
  for (const stream of open.splice(0)) stream.dispose();
});

/** The stream, which must have opened. */
function requireStream(opened: FrameStream | object): FrameStream {
  if (isSourceFault(opened)) throw new Error(`${opened.kind}: ${opened.detail}`);
  const stream = opened as FrameStream;
  open.push(stream);
  return stream;
}

async function requireFrame(stream: FrameStream): Promise<VideoFrame> {
  const frame = await stream.nextFrame();
  if (!(frame instanceof VideoFrame)) throw new Error(`no frame but ${JSON.stringify(frame)}`);
  return frame;
}

test('a camera opens, has a name and gives frames that move on', async () => {
  const stream = requireStream(await openCamera(undefined));
  expect(stream.label).not.toBe('');
  const first = await requireFrame(stream);
  const second = await requireFrame(stream);
  expect(first.displayWidth).toBeGreaterThan(0);
  expect(second.timestamp).toBeGreaterThan(first.timestamp);
  first.close();
  second.close();
});

test('nothing is left of a frame that was closed, so that a camera can run for months', async () => {
  const stream = requireStream(await openCamera(undefined));
  const video = stream.picture as HTMLVideoElement;
  // Thousands of frames, which a camera would take minutes for: the same picture again at once.
  video.requestVideoFrameCallback = (callback) => {
    queueMicrotask(() => callback(performance.now(), {} as VideoFrameCallbackMetadata));
    return 1;
  };
  const frames = createVideoFrames(video);
  const takeMany = async (): Promise<number> => {
    for (let index = 0; index < 2_000; index++) {
      const frame = await frames.next();
      if (frame instanceof VideoFrame) frame.close();
    }
    await tools.send('HeapProfiler.collectGarbage', {});
    const { usedSize } = (await tools.send('Runtime.getHeapUsage', {})) as { readonly usedSize: number };
    return usedSize;
  };
  await takeMany();
  const before = await takeMany();
  expect((await takeMany()) - before).toBeLessThan(100_000);
});

test('a camera that is gone is replaced by another, and the list names those that are there', async () => {
  requireStream(await openCamera('no such device'));
  const cameras = await listCameras();
  expect(cameras.length).toBeGreaterThan(0);
  expect(cameras.every(({ deviceId, label }) => deviceId !== '' && label !== '')).toBe(true);
});

test('a camera that ends while a frame is waited for is unplugged', async () => {
  const stream = requireStream(await openCamera(undefined));
  const video = stream.picture as HTMLVideoElement;
  video.pause();
  const waiting = stream.nextFrame();
  const [track] = (video.srcObject as MediaStream).getVideoTracks();
  track?.dispatchEvent(new Event('ended'));
  expect(await waiting).toMatchObject({ kind: 'unplugged', detail: stream.label });
  expect(await stream.nextFrame()).toMatchObject({ kind: 'unplugged' });
});

test(
  'a camera that sends nothing has stalled',
  async () => {
    const stream = requireStream(await openCamera(undefined));
    (stream.picture as HTMLVideoElement).pause();
    // A frame may have been presented already; the one after it can only stall.
    const answers = [await stream.nextFrame(), await stream.nextFrame()];
    for (const answer of answers) if (answer instanceof VideoFrame) answer.close();
    expect(answers.at(-1)).toMatchObject({ kind: 'stalled' });
  },
  3 * STALLED_AFTER_MS,
);

test('closing a stream ends the wait for its frame and frees the camera', async () => {
  const stream = requireStream(await openCamera(undefined));
  const video = stream.picture as HTMLVideoElement;
  const { srcObject } = video;
  video.pause();
  const waiting = stream.nextFrame();
  stream.dispose();
  const answer = await waiting;
  if (answer instanceof VideoFrame) answer.close();
  expect(await stream.nextFrame()).toBeUndefined();
  expect((srcObject as MediaStream).getTracks().every(({ readyState }) => readyState === 'ended')).toBe(true);
});

test('a file that is no video is refused by its name', async () => {
  const opened = await openFile(new File(['plain words'], 'minutes.txt', { type: 'text/plain' }));
  expect(opened).toMatchObject({ kind: 'unreadable' });
  expect(opened).toHaveProperty('detail', expect.stringMatching(/minutes\.txt.*expected a video/));
});

test('a recorded video plays and gives frames', async () => {
  const stream = requireStream(await openFile(await recordVideo()));
  expect(stream.label).toBe('recorded.webm');
  const frame = await requireFrame(stream);
  expect([frame.displayWidth, frame.displayHeight]).toEqual([320, 240]);
  frame.close();
});

test('the demo gives frames of its own size that move on', async () => {
  const stream = requireStream(await openDemo(document.baseURI));
  const first = await requireFrame(stream);
  const second = await requireFrame(stream);
  expect([first.displayWidth, first.displayHeight]).toEqual([960, 540]);
  expect(second.timestamp).toBeGreaterThan(first.timestamp);
  first.close();
  second.close();
  stream.dispose();
  expect(await stream.nextFrame()).toBeUndefined();
});

test('whoever waits for a frame is told of a fault', async () => {
  const frames = createVideoFrames(document.createElement('video'));
  const waiting = frames.next();
  frames.fail({ kind: 'unreadable', detail: 'broken' });
  expect(await waiting).toEqual({ kind: 'unreadable', detail: 'broken' });
});

/** A second of a drawn picture as WebM. */
async function recordVideo(): Promise<File> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [320, 240];
  const context = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  for (let step = 0; step < 20; step++) {
    if (context !== null) {
      context.fillStyle = `hsl(${18 * step} 60% 50%)`;
      context.fillRect(0, 0, 320, 240);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  recorder.stop();
  await stopped;
  return new File(chunks, 'recorded.webm', { type: 'video/webm' });
}
