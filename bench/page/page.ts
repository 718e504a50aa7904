import { openDevice } from '../../src/vision/engine/device.ts';
import { node, offerTool } from '../../tools/shared/page/door.ts';
import { measureFloor, workMs } from '../floor/measure-floor.ts';
import { timeKernels } from '../floor/time-kernels.ts';
import type { ReadFile } from '../measure/contender.ts';
import { runSubject } from '../measure/run-subject.ts';
import { networkWork, type Work } from '../measure/work.ts';
import type { Floor, SubjectResult } from '../results.ts';
import type { FromBench, Opened, ToBench } from './messages.ts';
import { createSubjects, type Subjects } from './subjects.ts';

/** One device, its floor, and all that can be measured on it. */
interface Bench extends Opened {
  readonly device: GPUDevice;
  readonly subjects: Subjects;
}

const readFile: ReadFile = async (path) => {
  const response = await fetch(`/${path}`);
  if (!response.ok) throw new Error(`${path} is not in the repository`);
  return new Uint8Array(await response.arrayBuffer());
};

const say = (line: string): void => void node.say(line);

async function openBench(): Promise<Bench> {
  const opened = await openDevice();
  if (typeof opened === 'string') throw new Error(opened);
  const { device, adapter } = opened;
  say(`measuring the floor of ${adapter}`);
  return { device, adapter, floor: await measureFloor(device), subjects: createSubjects(device, readFile) };
}

function floorMs(floor: Floor, work: Work, dispatches: number): number {
  return workMs(floor, work) + floor.submitMs + (dispatches - 1) * floor.dispatchMs;
}

async function measureNetwork(
  { device, floor, subjects }: Bench,
  what: string,
  faces: number,
): Promise<SubjectResult> {
  const { task, contenders } = await subjects.network(what, faces);
  const subject = { what, faces, contenders, check: task.check };
  const work = networkWork(task.network, task.batch);
  const results = await runSubject(subject, (dispatches) => floorMs(floor, work, dispatches), say);
  say(`${what}@${faces}: each kernel by itself`);
  return { results, kernels: await timeKernels(device, task, floor) };
}

async function measureFrame({ floor, subjects }: Bench, faces: number): Promise<SubjectResult> {
  const { subject, work } = await subjects.frame(faces);
  const results = await runSubject(subject, (dispatches) => floorMs(floor, work, dispatches), say);
  return { results, kernels: [] };
}

let bench: Promise<Bench> | undefined;

offerTool(async (asked: ToBench): Promise<FromBench> => {
  bench ??= openBench();
  const opened = await bench;
  if (asked.kind === 'open') return { adapter: opened.adapter, floor: opened.floor };
  return asked.what === 'frame'
    ? measureFrame(opened, asked.faces)
    : measureNetwork(opened, asked.what, asked.faces);
});
