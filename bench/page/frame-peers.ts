/** Peers that take a whole frame, each as its documents advise for video, with what we do not do turned off. */
import type * as FaceApiModule from '@vladmandic/face-api';
import type * as HumanModule from '@vladmandic/human';
import { detectorFile } from '../contenders/networks.ts';
import type { Contender, PreparedContender, ReadFile } from '../measure/contender.ts';
import type { FoundFace, FramePicture } from './frame-picture.ts';
import { importCopy } from './library-copy.ts';
import { withNormalisation } from './model-metadata.ts';

type Found = readonly FoundFace[];
type HumanLibrary = typeof HumanModule;
type FaceApiLibrary = typeof FaceApiModule;

const MODULES = '/bench/node_modules';
/** Both bring the code of version 4.22.0 but not its modules, which the app's own TensorFlow.js has. */
const TENSORFLOW_WASM = '/node_modules/@tensorflow/tfjs-backend-wasm/dist/';
const MAX_FACES = 16;

function lookOf(gender: string | undefined): FoundFace['look'] {
  return gender === 'female' ? 'woman' : gender === 'male' ? 'man' : undefined;
}

/** Every frame is analysed anew: no cached results, no filters, only what finds faces and tells women from men. */
function humanConfig(backend: 'webgpu' | 'wasm'): object {
  const off = { enabled: false };
  const always = { skipFrames: 0, skipTime: 0 };
  return {
    backend,
    modelBasePath: `${MODULES}/@vladmandic/human/models/`,
    wasmPath: TENSORFLOW_WASM,
    debug: false,
    warmup: 'none',
    cacheSensitivity: 0,
    filter: { enabled: false },
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { ...always, maxDetected: MAX_FACES, rotation: false },
      description: { ...always, enabled: true },
      mesh: off,
      iris: off,
      attention: off,
      emotion: off,
      antispoof: off,
      liveness: off,
    },
  };
}

async function prepareHuman(
  backend: 'webgpu' | 'wasm',
  { canvas }: FramePicture,
): Promise<PreparedContender<Found>> {
  const file = `${MODULES}/@vladmandic/human/dist/human.esm.js`;
  const { library, enter } = await importCopy<HumanLibrary>(file, backend);
  const human = new library.default(humanConfig(backend));
  await human.load();
  // Without a word it takes another one where this one does not start.
  const taken = human.tf.getBackend();
  if (taken !== backend) throw new Error(`it runs on ${taken} here`);
  return {
    refill: enter,
    async run() {
      const { face, error } = await human.detect(canvas);
      if (error !== null) throw new Error(error);
      return face.map(({ box: [x, y, width, height], gender }) => ({
        x: x + width / 2,
        y: y + height / 2,
        look: lookOf(gender),
      }));
    },
    // The library has no way to be disposed of.
    dispose() {},
  };
}

/** `@vladmandic/human` with its detector and its description model, which gives the gender. */
export function humanOnFrame(backend: 'webgpu' | 'wasm', picture: FramePicture): Contender<Found> {
  return {
    name: `human ${backend}`,
    webgpu: backend === 'webgpu',
    prepare: () => prepareHuman(backend, picture),
  };
}

async function prepareFaceApi({ canvas }: FramePicture): Promise<PreparedContender<Found>> {
  const file = `${MODULES}/@vladmandic/face-api/dist/face-api.esm.js`;
  const { library: faceApi, enter } = await importCopy<FaceApiLibrary>(file, 'wasm');
  faceApi.tf.setWasmPaths(TENSORFLOW_WASM);
  if (!(await faceApi.tf.setBackend('wasm'))) throw new Error('its TensorFlow.js has no wasm here');
  await faceApi.tf.ready();
  const models = `${MODULES}/@vladmandic/face-api/model`;
  await faceApi.nets.ssdMobilenetv1.loadFromUri(models);
  await faceApi.nets.ageGenderNet.loadFromUri(models);
  const options = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.3, maxResults: MAX_FACES });
  return {
    refill: enter,
    async run() {
      const faces = await faceApi.detectAllFaces(canvas, options).withAgeAndGender();
      return faces.map(({ detection: { box }, gender }) => ({
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        look: lookOf(gender),
      }));
    },
    // The library has no way to be disposed of.
    dispose() {},
  };
}

/** `@vladmandic/face-api` with its best detector and its gender model; it has no WebGPU. */
export function faceApiOnFrame(picture: FramePicture): Contender<Found> {
  return { name: 'face-api wasm', webgpu: false, prepare: () => prepareFaceApi(picture) };
}

async function prepareTasksVision(
  delegate: 'CPU' | 'GPU',
  { canvas }: FramePicture,
  readFile: ReadFile,
): Promise<PreparedContender<Found>> {
  const { FaceDetector, FilesetResolver } = await import('@mediapipe/tasks-vision');
  const fileset = await FilesetResolver.forVisionTasks(`${MODULES}/@mediapipe/tasks-vision/wasm`);
  const file = await readFile(detectorFile('blaze-face-short'));
  const detector = await FaceDetector.createFromOptions(fileset, {
    baseOptions: { modelAssetBuffer: withNormalisation(file), delegate },
    runningMode: 'IMAGE',
    minDetectionConfidence: 0.3,
  });
  return {
    run: async () =>
      detector.detect(canvas).detections.flatMap(({ boundingBox }) => {
        if (boundingBox === undefined) return [];
        const { originX, originY, width, height } = boundingBox;
        return [{ x: originX + width / 2, y: originY + height / 2, look: undefined }];
      }),
    dispose: () => detector.close(),
  };
}

/** `@mediapipe/tasks-vision`, detection only; its GPU is WebGL. The package brings no model: it gets the short range. */
export function tasksVisionOnFrame(
  delegate: 'CPU' | 'GPU',
  picture: FramePicture,
  readFile: ReadFile,
): Contender<Found> {
  return {
    name: delegate === 'CPU' ? 'tasks-vision wasm' : 'tasks-vision webgl',
    webgpu: false,
    prepare: () => prepareTasksVision(delegate, picture, readFile),
  };
}
