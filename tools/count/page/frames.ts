import { ALL_FORMATS, Input, UrlSource, VideoSampleSink, type VideoSample } from 'mediabunny';
import { readY4m, type Y4mFrame } from './y4m.ts';

/** A recorded video, decoded frame by frame. */
export interface RecordedVideo {
  /** How many frames there are, or undefined when only reading to the end tells. */
  readonly frameCount: number | undefined;
  /** Every frame in order, with its own time; whoever takes a frame closes it. Throws an Error on a damaged video. */
  readonly frames: () => AsyncGenerator<VideoFrame>;
}

const SNIFF_BYTES = 16;

function y4mToFrame({ header, planes, timestampUs, durationUs }: Y4mFrame): VideoFrame {
  return new VideoFrame(planes, {
    format: 'I420',
    codedWidth: header.width,
    codedHeight: header.height,
    timestamp: timestampUs,
    duration: durationUs,
    colorSpace: {
      primaries: 'smpte170m',
      transfer: 'smpte170m',
      matrix: 'smpte170m',
      fullRange: header.fullRange,
    },
  });
}

async function* y4mFrames(url: string): AsyncGenerator<VideoFrame> {
  const { body } = await fetch(url);
  if (body === null) throw new Error('the file is empty');
  for await (const frame of readY4m(body)) yield y4mToFrame(frame);
}

async function openGif(url: string): Promise<RecordedVideo> {
  const data = await (await fetch(url)).arrayBuffer();
  const decoder = new ImageDecoder({ data, type: 'image/gif' });
  await decoder.tracks.ready;
  await decoder.completed;
  const frameCount = decoder.tracks.selectedTrack?.frameCount ?? 0;
  if (frameCount === 0) throw new Error('the gif holds no picture');
  const frames = async function* (): AsyncGenerator<VideoFrame> {
    for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
      yield (await decoder.decode({ frameIndex })).image;
    }
    decoder.close();
  };
  return { frameCount, frames };
}

/** Gives samples as frames, upright: a frame made of a sample knows nothing of how the file says that it is to be turned. */
function createUpright(): (sample: VideoSample) => VideoFrame {
  let canvas = new OffscreenCanvas(0, 0);
  return (sample) => {
    const { displayWidth: width, displayHeight: height, rotation, flip } = sample;
    if (rotation === 0 && !flip) return sample.toVideoFrame();
    if (canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('this Chromium gives no 2d canvas');
    sample.draw(context, 0, 0, width, height);
    const { microsecondTimestamp: timestamp, microsecondDuration: duration } = sample;
    return new VideoFrame(canvas, { timestamp, duration });
  };
}

async function openContainer(url: string): Promise<RecordedVideo> {
  const input = new Input({
    source: new UrlSource(new URL(url, document.baseURI)),
    formats: ALL_FORMATS,
  });
  if (!(await input.canRead())) throw new Error('not a video this tool reads (mp4, webm, mov, gif, y4m)');
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('the file holds no video track');
  if (!(await track.canDecode())) throw new Error('this Chromium has no decoder for the video in the file');
  const { packetCount } = await track.computePacketStats();
  const frames = async function* (): AsyncGenerator<VideoFrame> {
    const upright = createUpright();
    for await (const sample of new VideoSampleSink(track).samples()) {
      const frame = upright(sample);
      sample.close();
      yield frame;
    }
    input.dispose();
  };
  return { frameCount: packetCount, frames };
}

/** Opens the video at `url`, telling its kind by its first bytes. Throws an Error with one sentence when it cannot be read. */
export async function openVideo(url: string): Promise<RecordedVideo> {
  const response = await fetch(url, { headers: { range: `bytes=0-${SNIFF_BYTES - 1}` } });
  const head = new TextDecoder('latin1').decode((await response.arrayBuffer()).slice(0, SNIFF_BYTES));
  if (head === '') throw new Error('the file is empty');
  if (head.startsWith('YUV4MPEG2')) return { frameCount: undefined, frames: () => y4mFrames(url) };
  if (head.startsWith('GIF8')) return openGif(url);
  return openContainer(url);
}
