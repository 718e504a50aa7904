/** Who is measured on what, in a browser. Peers are loaded only for what they take part in. */
import { taskOf, type NetworkAnswer, type NetworkTask } from '../contenders/networks.ts';
import { oursOnNetwork } from '../contenders/ours-network.ts';
import type { Contender, ReadFile } from '../measure/contender.ts';
import type { NetworkSubject } from '../measure/network-subject.ts';
import type { FrameSubject } from './frame-subject.ts';

/** Makes subjects. */
export interface Subjects {
  readonly network: (what: string, faces: number) => Promise<NetworkSubject>;
  readonly frame: (faces: number) => Promise<FrameSubject>;
}

async function tensorflowOn(task: NetworkTask): Promise<Contender<NetworkAnswer>[]> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  await import('@tensorflow/tfjs-backend-webgpu');
  setWasmPaths('/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  const { tensorflowOnNetwork } = await import('../contenders/tensorflow-network.ts');
  return [tensorflowOnNetwork('webgpu', task), tensorflowOnNetwork('wasm', task)];
}

/** Makes subjects for a device that the caller owns. */
export function createSubjects(device: GPUDevice, readFile: ReadFile): Subjects {
  let runtime: Promise<unknown> | undefined;
  const liteRtOn = async (task: NetworkTask): Promise<Contender<NetworkAnswer>[]> => {
    const { liteRtOnDetector, startLiteRt } = await import('./litert.ts');
    const way = { readFile, runtime: () => (runtime ??= startLiteRt()) };
    return [liteRtOnDetector('webgpu', task, way), liteRtOnDetector('wasm', task, way)];
  };
  const onnxOn = async (task: NetworkTask): Promise<Contender<NetworkAnswer>[]> => {
    const { onnxOnMiniXception } = await import('./onnx-runtime.ts');
    return [onnxOnMiniXception('webgpu', task, readFile), onnxOnMiniXception('wasm', task, readFile)];
  };
  return {
    async network(what, faces) {
      const task = await taskOf(readFile, what, faces);
      const others = await (what === 'mini-xception' ? onnxOn(task) : liteRtOn(task));
      return { task, contenders: [oursOnNetwork(device, task), ...(await tensorflowOn(task)), ...others] };
    },
    async frame(faces) {
      const { frameSubject } = await import('./frame-subject.ts');
      return frameSubject(device, faces, readFile);
    },
  };
}
