import { finish, good, type Outcome } from '../command-line.ts';
import { startProgress } from '../progress.ts';
import { parseSoakArguments, USAGE } from './arguments.ts';
import type { Soaked } from './judge.ts';
import { runSoak } from './run-soak.ts';

function inWords(
  { frames, seconds, tier, adapter, entries, quantities, flat }: Soaked,
  asked: number,
): string {
  const early = frames < asked ? ` (ended early, of ${asked})` : '';
  const rows = quantities.map(({ name, mean, perFrame, flat: isFlat }) => {
    const growth = (perFrame * 1000).toFixed(2);
    return `${isFlat ? 'flat ' : 'GROWS'}  ${name}: mean ${mean.toFixed(0)}, growth a thousand frames ${growth}`;
  });
  return [
    ...rows,
    `${frames} frames${early} in ${seconds} s, ${entries} people counted, ${tier} on ${adapter}: ${flat ? 'flat' : 'NOT FLAT'}`,
  ].join('\n');
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseSoakArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const progress = startProgress('frames');
  const soaked = await runSoak(parsed.value, progress.show, stop.signal);
  progress.stop();
  if (!soaked.ok) return soaked;
  if (!soaked.value.flat) process.exitCode = 1;
  return good(parsed.value.json ? JSON.stringify(soaked.value) : inWords(soaked.value, parsed.value.frames));
}

finish('soak', await main());
