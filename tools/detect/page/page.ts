import type { Face } from '../../../src/domain/face.ts';
import { DROP_REASONS } from '../../../src/evaluation/metadata/labelled-picture.ts';
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

/** Undefined where this browser has no canvas as large. */
function onGround(picture: ImageBitmap, pad: number): { frame: ImageBitmap; margin: Margin } | undefined {
  const [width, height] = [Math.round(picture.width * pad), Math.round(picture.height * pad)];
  const margin = {
    left: Math.floor((width - picture.width) / 2),
    top: Math.floor((height - picture.height) / 2),
  };
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = MID_GREY;
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, margin.left, margin.top);
  try {
    return { frame: canvas.transferToImageBitmap(), margin };
  } catch {
    // Expected trouble: a canvas may be made larger than its pixels can be held.
    return undefined;
  }
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

function refused(file: string, refusal: string): DetectedPicture {
  return { file, width: 0, height: 0, faces: [], refusal };
}

async function detectOn(
  client: VisionClient,
  file: string,
  { baseUrl, pad }: DetectOptions,
): Promise<DetectedPicture> {
  const picture = await decode(baseUrl, file);
  if (picture === undefined) return refused(file, DROP_REASONS.unreadable);
  const { width, height } = picture;
  const ground = onGround(picture, pad);
  picture.close();
  if (ground === undefined)
    return refused(file, `${width} by ${height} pixels and the ground around them are too many`);
  const answer = await client.analyse(ground.frame, { everySquare: true });
  if (!isVisionFault(answer))
    return { file, width, height, faces: answer.faces.map((face) => inPicture(face, ground.margin)) };
  // As one that is larger than the graphics device takes.
  if (answer.kind === 'frame') return refused(file, answer.message);
  throw new Error(`${file}: ${answer.message}`);
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
