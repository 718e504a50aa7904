import { parseArgs } from 'node:util';
import { bad, good, messageOf, type Outcome } from '../tools/command-line.ts';
import { CLASSIFIERS } from '../src/domain/face.ts';
import type { SubjectName } from './results.ts';

export const USAGE = `usage: npm run --silent bench -- [--only NAME] [--hardware] [--tuned] [--json]

The engine side by side with other libraries, and with what the adapter can do at its best: in one browser, on the same
adapter and inputs, in turns. Answers are checked before anything is timed. Installs the other libraries below bench/
when they are not there.
  --only      one subject: mini-xception, blaze-face, explanation or frame; a longer name means less: blaze-face-full, frame@4
  --hardware  the machine's graphics adapter instead of the browser's software adapter
  --tuned     networks also with the layouts that tuning finds here first, as a kiosk does on graphics hardware;
              takes minutes on a software adapter
  --json      one JSON object on stdout instead of tables`;

export const NATIVE_USAGE = `usage: npm run --silent bench:native -- [--only NAME] [--tuned] [--json]

The engine and TensorFlow.js on Dawn without a browser: for a machine with a Vulkan driver and nothing else.
  --only   mini-xception or blaze-face; a longer name means less: mini-xception@16, blaze-face-full
  --tuned  also with the layouts that tuning finds here first; takes minutes on a software adapter
  --json   one JSON object on stdout instead of tables`;

/** What the user asked of a benchmark. */
export interface BenchArguments {
  readonly help: boolean;
  readonly only: string;
  readonly hardware: boolean;
  readonly tuned: boolean;
  readonly json: boolean;
}

const NETWORKS: readonly SubjectName[] = [
  ...[1, 4, 16, 32].map((faces) => ({ what: 'mini-xception', faces })),
  { what: 'blaze-face-short', faces: 1 },
  { what: 'blaze-face-full', faces: 1 },
];
const EXPLANATIONS: readonly SubjectName[] = CLASSIFIERS.map((name) => ({
  what: `explanation-${name}`,
  faces: 1,
}));
const FRAMES: readonly SubjectName[] = [1, 4, 16].map((faces) => ({ what: 'frame', faces }));

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  only: { type: 'string', default: '' },
  hardware: { type: 'boolean', default: false },
  tuned: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Reads the command line after the script's name. */
export function parseBenchArguments(args: readonly string[]): Outcome<BenchArguments> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    return good(values);
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}

/** The subjects that `only` names, by `what`, `what@faces` or the beginning of `what`; on Dawn alone, only networks. */
export function chooseSubjects(only: string, inBrowser: boolean): Outcome<readonly SubjectName[]> {
  const all = inBrowser ? [...NETWORKS, ...EXPLANATIONS, ...FRAMES] : NETWORKS;
  const chosen = all.filter(
    ({ what, faces }) =>
      `${what}@${faces}` === only || what === only || (!only.includes('@') && what.startsWith(only)),
  );
  if (chosen.length > 0) return good(chosen);
  return bad(
    `--only: no subject is named "${only}"; there are ${all.map((s) => `${s.what}@${s.faces}`).join(', ')}`,
  );
}
