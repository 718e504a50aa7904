import type { Outcome } from '../src/domain/outcome.ts';

export { bad, good, messageOf, type Outcome } from '../src/domain/outcome.ts';

/** Prints `outcome`: the text on stdout, or the sentence on stderr with exit status 2. */
export function finish(tool: string, outcome: Outcome<string>): void {
  if (outcome.ok) {
    process.stdout.write(`${outcome.value}\n`);
    return;
  }
  process.stderr.write(`${tool}: ${outcome.message}\n`);
  process.exitCode = 2;
}
