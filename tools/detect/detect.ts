import { finish, good, type Outcome } from '../command-line.ts';
import { startProgress } from '../progress.ts';
import { parseDetectArguments, USAGE } from './arguments.ts';
import { runDetect, type Detected } from './run-detect.ts';

/** How many pictures that could not be looked at are named; the rest is counted. */
const NAMED = 5;

function inWords({ pictures, withFace, refused }: Detected): string {
  if (pictures === 0) return 'it has all these pictures already';
  const looked = `${pictures - refused.length} pictures looked at, ${withFace} of them with a face`;
  if (refused.length === 0) return looked;
  const more = refused.length > NAMED ? `, and ${refused.length - NAMED} more` : '';
  const named = refused.slice(0, NAMED).map(({ file, refusal }) => `${file} (${refusal})`);
  return `${looked}; ${refused.length} could not be looked at: ${named.join(', ')}${more}`;
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseDetectArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  const progress = startProgress('pictures');
  const detected = await runDetect(parsed.value, progress.show);
  progress.stop();
  if (!detected.ok) return detected;
  const { json, out } = parsed.value;
  return good(json ? JSON.stringify(detected.value) : `${out}: ${inWords(detected.value)}`);
}

finish('detect', await main());
