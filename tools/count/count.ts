import { finish, good, type Outcome } from '../command-line.ts';
import { startProgress } from '../progress.ts';
import { parseCountArguments, USAGE } from './arguments.ts';
import type { CountResult } from './page/messages.ts';
import { runCount } from './run-count.ts';

function inWords(result: CountResult): string {
  return [
    `${result.entries} counted: ${result.woman} women, ${result.man} men, ${result.undetermined} undetermined`,
    `${result.frames} frames, ${result.durationSec} s; ${result.model} on ${result.tier}`,
  ].join('\n');
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseCountArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const progress = startProgress('frames');
  const counted = await runCount(parsed.value, progress.show);
  progress.stop();
  if (!counted.ok) return counted;
  return good(parsed.value.json ? JSON.stringify(counted.value) : inWords(counted.value));
}

finish('count', await main());
