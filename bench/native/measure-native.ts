/** The part of the benchmark that needs no browser. */
import { openDevice } from '../../src/vision/engine/device.ts';
import { openBackend } from '../../src/vision/fallback/backends/webgpu.ts';
import { taskOf } from '../contenders/networks.ts';
import { oursOnNetwork, oursTunedOnNetwork } from '../contenders/ours-network.ts';
import { tensorflowOnNetwork } from '../contenders/tensorflow-network.ts';
import { measureFloor } from '../floor/measure-floor.ts';
import type { ReadFile } from '../measure/contender.ts';
import { measureNetwork } from '../measure/network-subject.ts';
import type { Measured, SubjectName, SubjectResult } from '../results.ts';

/** What a run needs of its process, and whether networks are measured tuned as well. */
export interface NativeRun {
  readonly readFile: ReadFile;
  readonly say: (line: string) => void;
  readonly tuned: boolean;
}

/** Measures the subjects with this process's WebGPU. Throws, in a sentence, when there is none. */
export async function measureNative(
  subjects: readonly SubjectName[],
  { readFile, say, tuned }: NativeRun,
): Promise<Measured> {
  const opened = await openDevice();
  if (typeof opened === 'string')
    throw new Error(
      'Dawn finds no graphics adapter; it needs the Vulkan loader (libvulkan.so.1) and a driver for it',
    );
  const { device, adapter } = opened;
  say(`measuring the floor of ${adapter}`);
  const floor = await measureFloor(device);
  const backend = openBackend();
  const parts: SubjectResult[] = [];
  for (const { what, faces } of subjects) {
    const task = await taskOf(readFile, what, faces);
    const contenders = [
      oursOnNetwork(device, task),
      ...(tuned ? [oursTunedOnNetwork(device, task)] : []),
      tensorflowOnNetwork('webgpu', () => backend, task),
    ];
    parts.push(await measureNetwork({ device, floor }, { task, contenders }, say));
  }
  return { adapter: `${adapter} (Dawn)`, floor, parts };
}
