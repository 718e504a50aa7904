import type { Face } from '../../../src/domain/face.ts';
import { isVisionFault, type VisionClient } from '../../../src/vision/client.ts';
import { node, offerTool } from '../../shared/page/door.ts';
import { startEngine } from '../../shared/page/engine.ts';
import type { DetectedFace, DetectedPicture, DetectOptions } from './messages.ts';

/** The ground that training knows around a picture. */
const MID_GREY = '#808080';

/** Where a picture lies on its ground, in whole pixels. */
interface Margin {
  readonly left: number;
  readonly top: number;
}

async function decode(baseUrl: string, file: string): Promise<ImageBitmap | undefined> {
  const response = await fetch(baseUrl + file.split('/').map(encodeURIComponent).join('/'));
  if (!response.ok) throw new Error(`${file} cannot be read`);
  try {
    return await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  } catch {
    // One damaged picture among thousands has no face, and must not end the rest.
    return undefined;
  }
}

function onGround(picture: ImageBitmap, pad: number): { frame: ImageBitmap; margin: Margin } {
  const [width, height] = [Math.round(picture.width * pad), Math.round(picture.height * pad)];
  const margin = {
    left: Math.floor((width - picture.width) / 2),
    top: Math.floor((height - picture.height) / 2),
  };
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this Chromium gives no 2d canvas');
  context.fillStyle = MID_GREY;
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, margin.left, margin.top);
  return { frame: canvas.transferToImageBitmap(), margin };
}

function inPicture({ box, keypoints, score }: Face, { left, top }: Margin): DetectedFace {
  const eye = (index: number): readonly [number, number] => [
    (keypoints[index]?.x ?? 0) - left,
    (keypoints[index]?.y ?? 0) - top,
  ];
  return {
    score,
    box: [box.x - left, box.y - top, box.width, box.height],
    rightEye: eye(0),
    leftEye: eye(1),
  };
}

async function detectOn(
  client: VisionClient,
  file: string,
  { baseUrl, pad }: DetectOptions,
): Promise<DetectedPicture> {
  const picture = await decode(baseUrl, file);
  if (picture === undefined) return { file, width: 0, height: 0, faces: [] };
  const { width, height } = picture;
  const { frame, margin } = onGround(picture, pad);
  picture.close();
  const answer = await client.analyse(frame, { everySquare: true });
  if (isVisionFault(answer)) throw new Error(`${file}: ${answer.message}`);
  return { file, width, height, faces: answer.faces.map((face) => inPicture(face, margin)) };
}

offerTool(async (options: DetectOptions): Promise<DetectedPicture[]> => {
  const client = await startEngine(options.range, options.tier);
  try {
    const found: DetectedPicture[] = [];
    for (const file of options.files) {
      found.push(await detectOn(client, file, options));
      await node.reportProgress(found.length, options.files.length);
    }
    return found;
  } finally {
    client.dispose();
  }
});
