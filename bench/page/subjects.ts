/** Who is measured on what. Peers are loaded only for what they take part in. */
import type { DetectorRange } from '../../src/domain/face.ts';
import { blazeFaceTask, miniXceptionTask, type NetworkAnswer, type NetworkTask } from '../contenders/networks.ts';
import { oursOnNetwork } from '../contenders/ours-network.ts';
import type { Contender, ReadFile, Subject } from '../measure/contender.ts';
import type { Work } from '../measure/work.ts';
import type { FoundFace } from './frame-picture.ts';

/** A network with everybody who can run it. */
export interface NetworkSubject {
  readonly task: NetworkTask;
  readonly contenders: readonly Contender<NetworkAnswer>[];
}

/** Makes subjects. */
export interface Subjects {
  readonly network: (what: string, faces: number) => Promise<NetworkSubject>;
  readonly frame: (
    faces: number,
  ) => Promise<{ readonly subject: Subject<readonly FoundFace[]>; readonly work: Work }>;
}

async function tensorflowContenders(task: NetworkTask): Promise<Contender<NetworkAnswer>[]> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  await import('@tensorflow/tfjs-backend-webgpu');
  setWasmPaths('/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  const { tensorflowOnNetwork } = await import('../contenders/tensorflow-network.ts');
  return [tensorflowOnNetwork('webgpu', task), tensorflowOnNetwork('wasm', task)];
}

/** Makes subjects for a device that the caller owns. */
export function createSubjects(device: GPUDevice, readFile: ReadFile): Subjects {
  let liteRt: Promise<unknown> | undefined;
  const detector = async (range: DetectorRange): Promise<NetworkSubject> => {
    const task = await blazeFaceTask(readFile, range);
    const { liteRtOnDetector, startLiteRt } = await import('./litert.ts');
    const way = { readFile, runtime: () => (liteRt ??= startLiteRt()) };
    const contenders = [
      oursOnNetwork(device, task),
      liteRtOnDetector('webgpu', range, task, way),
      liteRtOnDetector('wasm', range, task, way),
      ...(await tensorflowContenders(task)),
    ];
    return { task, contenders };
  };
  const classifier = async (faces: number): Promise<NetworkSubject> => {
    const task = await miniXceptionTask(readFile, faces);
    const { onnxOnMiniXception } = await import('./onnx-runtime.ts');
    const contenders = [
      oursOnNetwork(device, task),
      ...(await tensorflowContenders(task)),
      onnxOnMiniXception('webgpu', task, readFile),
      onnxOnMiniXception('wasm', task, readFile),
    ];
    return { task, contenders };
  };
  return {
    network(what, faces) {
      if (what === 'mini-xception') return classifier(faces);
      return detector(what === 'blaze-face-short' ? 'short' : 'full');
    },
    async frame(faces) {
      const { frameSubject } = await import('./frame-subject.ts');
      return frameSubject(device, faces);
    },
  };
}
