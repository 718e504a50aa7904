/** A whole frame, from picture to labelled faces. */
import { loadMiniXception } from '../../src/vision/classifier/load-classifier.ts';
import { loadDetector } from '../../src/vision/detector/load-detector.ts';
import { createPipeline } from '../../src/vision/pipeline.ts';
import type { AnswerCheck, Contender, PreparedContender, Subject } from '../measure/contender.ts';
import { addWork, networkWork, type Work } from '../measure/work.ts';
import { drawFrame, FRAME_SIZE, type DrawnFace, type FoundFace, type FramePicture } from './frame-picture.ts';
import { faceApiOnFrame, humanOnFrame, tasksVisionOnFrame } from './frame-peers.ts';

type Found = readonly FoundFace[];

async function prepareOurs(device: GPUDevice, { canvas }: FramePicture): Promise<PreparedContender<Found>> {
  const detector = await loadDetector('full', document.baseURI);
  const pipeline = await createPipeline(device, detector, await loadMiniXception(document.baseURI));
  let frame: VideoFrame | undefined;
  return {
    // A camera hands out frames; they are consumed.
    async refill() {
      frame = new VideoFrame(canvas, { timestamp: 0 });
    },
    async run() {
      if (frame === undefined) throw new Error('there is no frame');
      const { faces } = await pipeline.analyse(frame);
      return faces.map(({ box, logits: [woman, man] }) => ({
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        look: man > woman ? 'man' : 'woman',
      }));
    },
    dispose: () => pipeline.dispose(),
  };
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

/** The frame of `faces` faces with everybody who can take it, and the work of our networks on it: the detector once. */
export async function frameSubject(
  device: GPUDevice,
  faces: number,
): Promise<{ readonly subject: Subject<Found>; readonly work: Work }> {
  const picture = await drawFrame(faces);
  const ours: Contender<Found> = { name: 'ours', webgpu: true, prepare: () => prepareOurs(device, picture) };
  const contenders = [
    ours,
    humanOnFrame('webgpu', picture),
    humanOnFrame('wasm', picture),
    faceApiOnFrame(picture),
    tasksVisionOnFrame('CPU', picture),
    tasksVisionOnFrame('GPU', picture),
  ];
  const [detector, classifier] = await Promise.all([
    loadDetector('full', document.baseURI),
    loadMiniXception(document.baseURI),
  ]);
  const pixels = { multiplyAdds: 0, bytes: FRAME_SIZE.width * FRAME_SIZE.height * 4 };
  const work = addWork([pixels, networkWork(detector.network, 1), networkWork(classifier.network, faces)]);
  return { subject: { what: 'frame', faces, contenders, check: checkFound(picture.faces) }, work };
}
