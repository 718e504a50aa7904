import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { bad, good, type Outcome } from '../tools/command-line.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './store/admin-password.ts';

/** Asks on the terminal, which shows nothing of what is typed; undefined when it is closed instead of answered. */
async function askHidden(question: string): Promise<string | undefined> {
  process.stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silence, terminal: true });
  const closed = new Promise<undefined>((resolve) => {
    // Control and C or D: readline would wait for ever.
    lines.once('SIGINT', () => lines.close()).once('close', () => resolve(undefined));
  });
  const answer = await Promise.race([lines.question(''), closed]);
  lines.close();
  process.stderr.write('\n');
  return answer;
}

async function askTwice(): Promise<Outcome<string>> {
  const first = await askHidden('New password: ');
  if (first === undefined) return bad('nothing was changed');
  const second = await askHidden('Once more: ');
  return first === second ? good(first) : bad('the two passwords differ; nothing was changed');
}

/** The new password, from the terminal or else the first line of standard input; a sentence when it is none. */
export async function askForPassword(): Promise<Outcome<string>> {
  const asked = process.stdin.isTTY
    ? await askTwice()
    : good((await text(process.stdin)).split(/\r?\n/)[0] ?? '');
  if (!asked.ok) return asked;
  const { length } = asked.value;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD)
    return bad(`a password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters, not ${length}`);
  return asked;
}
