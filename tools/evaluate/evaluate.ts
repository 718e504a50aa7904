import { renderReport, type Evaluations } from '../../src/evaluation/report/report.ts';
import { bad, finish, good, type Outcome } from '../command-line.ts';
import { startProgress, type Progress } from '../progress.ts';
import { parseEvaluateArguments, USAGE, type EvaluateArguments } from './arguments.ts';
import { checkReport, writeReport } from './report-file.ts';
import { runEvaluate } from './run-evaluate.ts';
import { inWords } from './words.ts';

/** What a shell says of a command that Ctrl-C ended: 128 and the signal's number. */
const INTERRUPTED = 130;

/** One bar after another: rows of metadata, then pictures. */
function startStages(): { show: (unit: string) => Progress['show']; stop: () => void } {
  let current: { unit: string; progress: Progress } | undefined;
  return {
    show: (unit) => (done, total) => {
      if (current?.unit !== unit) {
        current?.progress.stop();
        current = { unit, progress: startProgress(unit) };
      }
      current.progress.show(done, total);
    },
    stop: () => current?.progress.stop(),
  };
}

async function evaluate(given: EvaluateArguments, signal: AbortSignal): Promise<Outcome<Evaluations>> {
  const { report, force, images } = given;
  const trouble = report === undefined ? undefined : await checkReport(report, force);
  if (trouble !== undefined) return bad(trouble);
  const stages = startStages();
  const evaluated = await runEvaluate(given, {
    onRows: stages.show('rows'),
    onPictures: stages.show('pictures'),
    signal,
  });
  stages.stop();
  if (!evaluated.ok || report === undefined) return evaluated;
  const page = renderReport(evaluated.value, { dataSet: images, madeAtMs: Date.now() });
  const unwritten = await writeReport(report, force, page);
  return unwritten === undefined ? evaluated : bad(unwritten);
}

/** One object: the evaluation, or all of them by the name of the list. */
function asJson(evaluations: Evaluations): string {
  return JSON.stringify(evaluations.length === 1 ? evaluations[0] : { evaluations });
}

async function main(signal: AbortSignal): Promise<Outcome<string>> {
  const parsed = parseEvaluateArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const evaluated = await evaluate(parsed.value, signal);
  if (!evaluated.ok) return evaluated;
  return good(parsed.value.json ? asJson(evaluated.value) : inWords(evaluated.value));
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
finish('evaluate', await main(stop.signal));
if (stop.signal.aborted) process.exitCode = INTERRUPTED;
