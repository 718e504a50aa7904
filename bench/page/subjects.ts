/** Who is measured on what, in a browser. Peers are loaded only for what they take part in. */
import type { ClassifierName } from '../../src/domain/face.ts';
import type { ExplanationSubject } from '../contenders/explanations.ts';
import { taskOf, type NetworkAnswer, type NetworkTask } from '../contenders/networks.ts';
import { openBackend } from '../../src/vision/fallback/open-backend.ts';
import { oursOnNetwork, oursTunedOnNetwork } from '../contenders/ours-network.ts';
import { tensorflowOnNetwork } from '../contenders/tensorflow-network.ts';
import type { Contender, ReadFile } from '../measure/contender.ts';
import type { NetworkSubject } from '../measure/network-subject.ts';
import type { FrameSubject } from './frame-subject.ts';

/** Makes subjects. */
export interface Subjects {
  readonly network: (what: string, faces: number, tuned: boolean) => Promise<NetworkSubject>;
  readonly explanation: (name: ClassifierName) => Promise<ExplanationSubject>;
  readonly frame: (faces: number) => Promise<FrameSubject>;
}

/** Opens TensorFlow.js's backends once: a second one of the same name would replace the first. */
function createTensorflow(): (task: NetworkTask) => Contender<NetworkAnswer>[] {
  const webgpu = once(() => openBackend('webgpu', document.baseURI));
  const wasm = once(() => openBackend('wasm', document.baseURI));
  return (task) => [tensorflowOnNetwork('webgpu', webgpu, task), tensorflowOnNetwork('wasm', wasm, task)];
}

/** Makes something at the first call, and gives the same at each. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}

/** Makes subjects for a device that the caller owns. */
export function createSubjects(device: GPUDevice, readFile: ReadFile): Subjects {
  const tensorflowOn = createTensorflow();
  const runtime = once(async () => (await import('./litert.ts')).startLiteRt());
  const liteRtOn = async (task: NetworkTask): Promise<Contender<NetworkAnswer>[]> => {
    const { liteRtOnDetector } = await import('./litert.ts');
    const way = { readFile, runtime };
    return [liteRtOnDetector('webgpu', task, way), liteRtOnDetector('wasm', task, way)];
  };
  const onnxOn = async (task: NetworkTask): Promise<Contender<NetworkAnswer>[]> => {
    const { onnxOnMiniXception } = await import('./onnx-runtime.ts');
    return [onnxOnMiniXception('webgpu', task, readFile), onnxOnMiniXception('wasm', task, readFile)];
  };
  return {
    async network(what, faces, tuned) {
      const task = await taskOf(readFile, what, faces);
      const others = await (what === 'mini-xception' ? onnxOn(task) : liteRtOn(task));
      const ours = [oursOnNetwork(device, task), ...(tuned ? [oursTunedOnNetwork(device, task)] : [])];
      return { task, contenders: [...ours, ...tensorflowOn(task), ...others] };
    },
    async explanation(name) {
      const { explanationSubject } = await import('../contenders/explanations.ts');
      return explanationSubject(device, name, readFile);
    },
    async frame(faces) {
      const { frameSubject } = await import('./frame-subject.ts');
      return frameSubject(device, faces, readFile);
    },
  };
}
