import { finish, good, type Outcome } from '../command-line.ts';
import { startProgress } from '../progress.ts';
import { parseEvaluateArguments, USAGE } from './arguments.ts';
import type { Accuracy } from './metrics.ts';
import { runEvaluate, type Evaluation } from './run-evaluate.ts';

function percent(share: number | null): string {
  return share === null ? 'none' : `${(100 * share).toFixed(2)} %`;
}

function row(name: string, { n, accuracy, woman, man }: Accuracy): string {
  return `${name.padEnd(10)} ${String(n).padStart(6)}  ${percent(accuracy)}  women ${percent(woman)}  men ${percent(man)}`;
}

function inWords(result: Evaluation): string {
  return [
    row('all', result),
    row('adults', result.adults),
    ...Object.entries(result.byGroup).map(([name, accuracy]) => row(`  ${name}`, accuracy)),
    `balanced ${percent(result.balanced)}; without a face ${result.noFace}`,
    `${result.model} on ${result.tier}, ${result.facesPerSec} pictures a second`,
  ].join('\n');
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseEvaluateArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const progress = startProgress('pictures');
  const evaluated = await runEvaluate(parsed.value, progress.show);
  progress.stop();
  if (!evaluated.ok) return evaluated;
  return good(parsed.value.json ? JSON.stringify(evaluated.value) : inWords(evaluated.value));
}

finish('evaluate', await main());
