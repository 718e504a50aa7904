/** A network with everybody who can run it, measured whole and kernel by kernel. */
import type { NetworkAnswer, NetworkTask } from '../contenders/networks.ts';
import { floorMs } from '../floor/measure-floor.ts';
import { timeKernels } from '../floor/time-kernels.ts';
import type { Floor, SubjectResult } from '../results.ts';
import type { Contender } from './contender.ts';
import { runSubject } from './run-subject.ts';
import { networkWork } from '../../src/vision/engine/work.ts';

/** What a network's measurement needs. */
export interface NetworkSubject {
  readonly task: NetworkTask;
  readonly contenders: readonly Contender<NetworkAnswer>[];
}

/** Measures a network on a device that the caller owns; `say` hears of progress. */
export async function measureNetwork(
  { device, floor }: { readonly device: GPUDevice; readonly floor: Floor },
  { task, contenders }: NetworkSubject,
  say: (line: string) => void,
): Promise<SubjectResult> {
  const subject = { what: task.what, faces: task.batch, contenders, check: task.check };
  const work = networkWork(task.network, task.batch);
  const results = await runSubject(subject, (dispatches) => floorMs(floor, work, dispatches), say);
  say(`${task.what}@${task.batch}: each kernel by itself`);
  return { results, kernels: await timeKernels(device, task, floor) };
}
