import { finish, good, type Outcome } from '../tools/command-line.ts';
import { chooseSubjects, parseBenchArguments, USAGE } from './arguments.ts';
import { inWords, reportOf } from './report.ts';
import { runBench } from './run-bench.ts';

async function main(): Promise<Outcome<string>> {
  const parsed = parseBenchArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const subjects = chooseSubjects(parsed.value.only, true);
  if (!subjects.ok) return subjects;
  const measured = await runBench(subjects.value, parsed.value);
  if (!measured.ok) return measured;
  const report = reportOf(measured.value);
  return good(parsed.value.json ? JSON.stringify(report) : inWords(report));
}

finish('bench', await main());
