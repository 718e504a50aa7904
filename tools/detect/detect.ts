import { finish, good, type Outcome } from '../command-line.ts';
import { startProgress } from '../progress.ts';
import { parseDetectArguments, USAGE } from './arguments.ts';
import { runDetect } from './run-detect.ts';

async function main(): Promise<Outcome<string>> {
  const parsed = parseDetectArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const progress = startProgress('pictures');
  const detected = await runDetect(parsed.value, progress.show);
  progress.stop();
  if (!detected.ok) return detected;
  const { pictures, withFace } = detected.value;
  return good(`${parsed.value.out}: ${pictures} pictures looked at, ${withFace} of them with a face`);
}

finish('detect', await main());
