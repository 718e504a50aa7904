import type { Face } from '../../../src/domain/face.ts';
import { isVisionFault, type VisionClient } from '../../../src/vision/client.ts';
import { node, offerTool } from '../../shared/page/door.ts';
import { startEngine } from '../../shared/page/engine.ts';
import { openComposite } from './composite.ts';
import { createKioskCount, type KioskCount } from './kiosk-count.ts';
import { openVideo } from './frames.ts';
import type { CountOptions, CountResult } from './messages.ts';
import { startOverlay, type Overlay } from './overlay.ts';

const US_PER_MS = 1e3;
const US_PER_SEC = 1e6;

/** What the frames so far came to. */
interface Tally {
  frames: number;
  firstUs: number;
  endUs: number;
  readonly facesPerFrame: Record<string, number>;
}

function tallyFrame(tally: Tally, timestampUs: number, durationUs: number, faces: readonly Face[]): void {
  if (tally.frames === 0) tally.firstUs = timestampUs;
  tally.frames += 1;
  tally.endUs = timestampUs + durationUs;
  tally.facesPerFrame[faces.length] = (tally.facesPerFrame[faces.length] ?? 0) + 1;
}

function checkWhole(frames: number, frameCount: number | undefined): void {
  if (frames === 0) throw new Error('the video holds no frame that can be decoded');
  // A count from half a video would look like a count from all of it.
  if (frameCount !== undefined && frames < frameCount)
    throw new Error(
      `only ${frames} of ${frameCount} frames can be decoded; the file is cut short or damaged`,
    );
}

async function countFrame(
  client: VisionClient,
  count: KioskCount,
  frame: VideoFrame,
  overlay: Overlay | undefined,
): Promise<readonly Face[]> {
  const { timestamp, duration } = frame;
  overlay?.drawFrame(frame);
  const answer = await client.analyse(frame);
  if (isVisionFault(answer)) throw new Error(answer.message);
  count.addFrame(answer.faces, answer.frameSize, timestamp / US_PER_MS);
  await overlay?.add(answer.faces, timestamp / US_PER_SEC, (duration ?? 0) / US_PER_SEC);
  return answer.faces;
}

async function countVideo(client: VisionClient, options: CountOptions): Promise<CountResult> {
  const video = await (options.url === undefined ? openComposite() : openVideo(options.url));
  const count = createKioskCount(client.report.calibration);
  const tally: Tally = { frames: 0, firstUs: 0, endUs: 0, facesPerFrame: {} };
  let overlay: Overlay | undefined;
  for await (const frame of video.frames()) {
    const { timestamp, duration, displayWidth: width, displayHeight: height } = frame;
    if (options.overlay) overlay ??= await startOverlay({ width, height }, node.writeOverlay);
    const faces = await countFrame(client, count, frame, overlay);
    tallyFrame(tally, timestamp, duration ?? 0, faces);
    await node.reportProgress(tally.frames, video.frameCount ?? 0);
  }
  checkWhole(tally.frames, video.frameCount);
  await overlay?.finish();
  return {
    frames: tally.frames,
    durationSec: Math.round((tally.endUs - tally.firstUs) / US_PER_MS) / 1000,
    ...count.finish(tally.endUs / US_PER_MS),
    tier: client.report.tier,
    model: client.report.model,
    facesPerFrame: tally.facesPerFrame,
  };
}

offerTool(async (options: CountOptions): Promise<CountResult> => {
  const client = await startEngine(options.range, options.tier);
  try {
    return await countVideo(client, options);
  } finally {
    client.dispose();
  }
});
