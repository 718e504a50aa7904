/** One subject, start to end: prepare everybody, check their answers, count their calls, time them in turns. */
import type { ContenderResult, GpuCalls } from '../results.ts';
import type { AnswerCheck, Contender, PreparedContender, Subject } from './contender.ts';
import { countGpuCalls } from './gpu-calls.ts';
import { BUDGET, interleave, type Times } from './interleave.ts';
import { summarise } from './statistics.ts';

/** No run may take longer; what does is recorded as such. */
const RUN_LIMIT_MS = 90_000;

/** A contender after its first answers. */
interface Entrant<Answer> {
  readonly contender: Contender<Answer>;
  readonly prepared: PreparedContender<Answer> | undefined;
  readonly calls: GpuCalls | undefined;
  readonly check: AnswerCheck;
}

/** Whether `work` comes to an end, good or bad, within the time. */
async function endsWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const end = work.then(
    () => true,
    () => true,
  );
  const ended = await Promise.race([end, late]);
  clearTimeout(timer);
  return ended;
}

async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  if (await endsWithin(limitMs, work)) return work;
  // What is given up goes on computing beside those that are timed: it gets as long again to come to its end.
  await endsWithin(limitMs, work);
  throw new Error(`no answer within ${limitMs / 1000} s`);
}

/** Runs twice: the first answer is checked, the calls of the second are counted. Both warm up. */
async function enter<Answer>(
  contender: Contender<Answer>,
  check: Subject<Answer>['check'],
): Promise<Entrant<Answer>> {
  let prepared: PreparedContender<Answer> | undefined;
  try {
    const ready = await within(contender.prepareLimitMs ?? RUN_LIMIT_MS, contender.prepare());
    prepared = ready;
    await ready.refill?.();
    const checked = check(await within(RUN_LIMIT_MS, ready.run()), contender.tolerance);
    await ready.refill?.();
    const counted = await within(RUN_LIMIT_MS, countGpuCalls(ready.run));
    return { contender, prepared, calls: contender.webgpu ? counted : undefined, check: checked };
  } catch (error) {
    // A peer that cannot run on this adapter is a result too.
    const problem = error instanceof Error ? error.message : String(error);
    return { contender, prepared, calls: undefined, check: { problem: problem.split('\n')[0] ?? problem } };
  }
}

function resultOf<Answer>(
  { what, faces }: Subject<Answer>,
  { contender, calls, check }: Entrant<Answer>,
  times: Times | undefined,
  floorMs: number | undefined,
): ContenderResult {
  const why = check.problem ?? times?.failure;
  const timed = why === undefined && times !== undefined;
  const { median, spread } = summarise(times?.timesMs ?? []);
  return {
    what,
    faces,
    contender: contender.name,
    medianMs: timed ? median : null,
    spreadMs: timed ? spread : null,
    rounds: times?.timesMs.length ?? 0,
    dispatches: calls?.dispatches ?? null,
    submits: calls?.submits ?? null,
    readbacks: calls?.readbacks ?? null,
    bytesToGpu: calls?.bytesToGpu ?? null,
    bytesFromGpu: calls?.bytesFromGpu ?? null,
    overFloor: timed && contender.webgpu && floorMs !== undefined ? median / floorMs : null,
    ...(why === undefined ? {} : { why }),
    ...(check.note === undefined ? {} : { note: check.note }),
  };
}

/**
 * Measures a subject.
 *
 * @param floorMsOf least time for the work, given our own dispatches
 * @param say hears of progress, a line at a time
 */
export async function runSubject<Answer>(
  subject: Subject<Answer>,
  floorMsOf: (dispatches: number) => number,
  say: (line: string) => void,
): Promise<readonly ContenderResult[]> {
  const name = `${subject.what}@${subject.faces}`;
  const entrants: Entrant<Answer>[] = [];
  for (const contender of subject.contenders) {
    say(`${name}: ${contender.name} gets ready`);
    const entrant = await enter(contender, subject.check);
    if (entrant.check.problem !== undefined) say(`${name}: ${contender.name}: ${entrant.check.problem}`);
    entrants.push(entrant);
  }
  const timed = entrants.flatMap(({ contender, prepared, check }) => {
    if (prepared === undefined || check.problem !== undefined) return [];
    return [{ ...prepared, name: contender.name, run: () => within(RUN_LIMIT_MS, prepared.run()) }];
  });
  const times = await interleave(timed, BUDGET, (round) => {
    if (round <= 5 || round % 10 === 0) say(`${name}: round ${round}`);
  });
  for (const { prepared } of entrants) prepared?.dispose();
  const ours = entrants.find(({ contender }) => contender.name === 'ours')?.calls?.dispatches;
  const floorMs = ours === undefined ? undefined : floorMsOf(ours);
  return entrants.map((entrant) => resultOf(subject, entrant, times.get(entrant.contender.name), floorMs));
}
