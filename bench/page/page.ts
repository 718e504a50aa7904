import { parseClassifierName, type ClassifierName } from '../../src/domain/face.ts';
import { openDevice } from '../../src/vision/engine/device.ts';
import { networkWork } from '../../src/vision/engine/work.ts';
import { node, offerTool } from '../../tools/shared/page/door.ts';
import { floorMs, measureFloor } from '../floor/measure-floor.ts';
import type { ReadFile } from '../measure/contender.ts';
import { timeKernels } from '../floor/time-kernels.ts';
import { measureNetwork } from '../measure/network-subject.ts';
import { runSubject } from '../measure/run-subject.ts';
import type { SubjectResult } from '../results.ts';
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

async function measureFrame({ floor, subjects }: Bench, faces: number): Promise<SubjectResult> {
  const { subject, work, profile } = await subjects.frame(faces);
  const results = await runSubject(subject, (dispatches) => floorMs(floor, work, dispatches), say);
  say(`frame@${faces}: each stage within a frame`);
  return { results, kernels: await profile() };
}

async function measureExplanation(
  { device, floor, subjects }: Bench,
  name: ClassifierName,
): Promise<SubjectResult> {
  const { subject, explanation } = await subjects.explanation(name);
  const work = networkWork(explanation.network, 1);
  const results = await runSubject(subject, (dispatches) => floorMs(floor, work, dispatches), say);
  say(`${explanation.what}: each kernel by itself`);
  return { results, kernels: await timeKernels(device, explanation, floor) };
}

let bench: Promise<Bench> | undefined;

offerTool(async (asked: ToBench): Promise<FromBench> => {
  bench ??= openBench();
  const opened = await bench;
  if (asked.kind === 'open') return { adapter: opened.adapter, floor: opened.floor };
  const explained = parseClassifierName(asked.what.replace(/^explanation-/, ''));
  if (asked.what.startsWith('explanation-') && explained !== undefined)
    return measureExplanation(opened, explained);
  if (asked.what === 'frame') return measureFrame(opened, asked.faces);
  return measureNetwork(opened, await opened.subjects.network(asked.what, asked.faces, asked.tuned), say);
});
