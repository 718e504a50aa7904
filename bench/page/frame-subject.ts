/** A whole frame, from picture to labelled faces. */
import { loadClassifier, type Classifier } from '../../src/vision/classifier/load-classifier.ts';
import type { DetectorRange } from '../../src/domain/face.ts';
import type { Detector } from '../../src/vision/detector/blaze-face.ts';
import { loadDetector } from '../../src/vision/detector/load-detector.ts';
import { createPipeline, type Pipeline } from '../../src/vision/pipeline.ts';
import type { AnswerCheck, Contender, PreparedContender, ReadFile, Subject } from '../measure/contender.ts';
import { addWork, networkWork, type Work } from '../../src/vision/engine/work.ts';
import type { KernelResult } from '../results.ts';
import { drawFrame, FRAME_SIZE, type DrawnFace, type FoundFace, type FramePicture } from './frame-picture.ts';
import { faceApiOnFrame, humanOnFrame, tasksVisionOnFrame } from './frame-peers.ts';

type Found = readonly FoundFace[];

/** A frame as a camera hands it out. */
function frameOf({ canvas }: FramePicture): VideoFrame {
  return new VideoFrame(canvas, { timestamp: 0 });
}

function loadNetworks(range: DetectorRange): Promise<[Detector, Classifier]> {
  return Promise.all([
    loadDetector(range, document.baseURI),
    loadClassifier(document.baseURI, 'mini-xception'),
  ]);
}

async function openPipeline(device: GPUDevice, range: DetectorRange): Promise<Pipeline> {
  const [detector, classifier] = await loadNetworks(range);
  return createPipeline(device, detector, classifier);
}

async function prepareOurs(
  device: GPUDevice,
  picture: FramePicture,
  range: DetectorRange,
): Promise<PreparedContender<Found>> {
  const pipeline = await openPipeline(device, range);
  let frame = frameOf(picture);
  return {
    async refill() {
      frame.close();
      frame = frameOf(picture);
    },
    async run() {
      const { faces } = await pipeline.analyse(frame);
      return faces.map(({ box, logits: [woman, man] }) => ({
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        look: man > woman ? 'man' : 'woman',
      }));
    },
    dispose() {
      frame.close();
      pipeline.dispose();
    },
  };
}

/** GPU time of each of our stages within one frame; none where the adapter cannot time them. */
async function profileOurs(device: GPUDevice, picture: FramePicture): Promise<readonly KernelResult[]> {
  const pipeline = await openPipeline(device, 'full');
  await pipeline.analyse(frameOf(picture));
  const { profile } = await pipeline.analyse(frameOf(picture), { profile: true });
  pipeline.dispose();
  const stages = new Map<string, number>();
  for (const { stage, gpuMs } of profile ?? []) stages.set(stage, (stages.get(stage) ?? 0) + gpuMs);
  const unknown = { multiplyAdds: null, bytes: null, overFloor: null };
  const faces = picture.faces.length;
  return Array.from(stages, ([step, gpuMs]) => ({ what: 'frame', faces, step, gpuMs, ...unknown }));
}

/** Whether a found face lies on a drawn one. */
function isAt(found: FoundFace, drawn: DrawnFace): boolean {
  return Math.hypot(found.x - drawn.x, found.y - drawn.y) < drawn.sidePx / 3;
}

/** Counts what was found; who finds nobody has not done the work. */
function checkFound(drawn: readonly DrawnFace[]): (found: Found) => AnswerCheck {
  return (found) => {
    const pairs = drawn.flatMap((face) => {
      const match = found.find((candidate) => isAt(candidate, face));
      return match === undefined ? [] : [{ face, match }];
    });
    if (pairs.length === 0) return { problem: `found none of ${drawn.length} faces` };
    const detects = pairs.every(({ match }) => match.look === undefined);
    const named = pairs.filter(({ face, match }) => face.look === match.look).length;
    const extra = found.length - pairs.length;
    return {
      note: [
        `found ${pairs.length} of ${drawn.length}`,
        detects ? 'no labels' : `named ${named} as drawn`,
        ...(extra > 0 ? [`and ${extra} that are not there`] : []),
      ].join(', '),
    };
  };
}

/** A frame with everybody who can take it. */
export interface FrameSubject {
  readonly subject: Subject<Found>;
  /** Of our networks, the detector once, and of the frame's pixels. */
  readonly work: Work;
  readonly profile: () => Promise<readonly KernelResult[]>;
}

/** The frame of `faces` faces. */
export async function frameSubject(
  device: GPUDevice,
  faces: number,
  readFile: ReadFile,
): Promise<FrameSubject> {
  const picture = await drawFrame(faces);
  const contenders: Contender<Found>[] = [
    { name: 'ours', webgpu: true, prepare: () => prepareOurs(device, picture, 'full') },
    { name: 'ours, far', webgpu: true, prepare: () => prepareOurs(device, picture, 'far') },
    humanOnFrame('webgpu', picture),
    humanOnFrame('wasm', picture),
    faceApiOnFrame(picture),
    tasksVisionOnFrame('CPU', picture, readFile),
    tasksVisionOnFrame('GPU', picture, readFile),
  ];
  const [detector, classifier] = await loadNetworks('full');
  const pixels = { multiplyAdds: 0, bytes: FRAME_SIZE.width * FRAME_SIZE.height * 4 };
  const work = addWork([pixels, networkWork(detector.network, 1), networkWork(classifier.network, faces)]);
  return {
    subject: { what: 'frame', faces, contenders, check: checkFound(picture.faces) },
    work,
    profile: () => profileOurs(device, picture),
  };
}
