/** `npm run torture`: proves that nothing is lost and nothing counted twice, whatever is killed and whatever the network does. */
import { startPostgres } from '../../collector/testing/postgres.testing.ts';
import { findChromium } from '../../scripts/chromium.ts';
import { bad, finish, good, messageOf, type Outcome } from '../../tools/command-line.ts';
import { startProgress } from '../../tools/progress.ts';
import { serveApp } from '../app-server.ts';
import { parseTortureArguments, USAGE, type TortureArguments } from './arguments.ts';
import { runTorture, type Tortured } from './run-torture.ts';
import type { OtherVictim } from './scene.ts';

const PORT = 4197;

function inWords(tortured: Tortured): string {
  const { kills, seconds, slots, people, keptUnsaid, exchanges, lost, doubled, findings, betrayals } =
    tortured;
  return [
    ...findings.map(({ what, message }) => `${what}: ${message}`),
    ...betrayals,
    `killed: kiosk ${kills.kiosk}, collector ${kills.collector}, database ${kills.database}, in ${seconds} s`,
    `exchanges: ${Object.entries(exchanges)
      .map(([mishap, times]) => `${mishap} ${times}`)
      .join(', ')}`,
    `people in ${slots} slots: journal ${people.journal}, kiosk ${people.kiosk}, collector ${people.collector}`,
    `${keptUnsaid} writes lasted that the kiosk did not live to confirm`,
    `${lost} lost, ${doubled} doubled; ${betrayals.length} things kept or sent that are no totals or settings`,
  ].join('\n');
}

/** A PostgreSQL that the collector's processes find by the variable they inherit. */
async function startDatabase(): Promise<{ readonly victim: OtherVictim; dispose(): Promise<void> }> {
  const postgres = await startPostgres();
  process.env['DATABASE_URL'] = await postgres.newDatabase();
  const victim = { kill: () => postgres.stop(), start: () => postgres.restart() };
  return { victim, dispose: () => postgres.dispose() };
}

async function torture({ kills, seed, database, json }: TortureArguments): Promise<Outcome<string>> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    return bad('No Chromium was found; install one or name it in the variable CHROMIUM.');
  const app = await serveApp(PORT);
  const progress = startProgress('kills');
  const server = database === 'postgres' ? await startDatabase() : undefined;
  try {
    const tortured = await runTorture({
      app,
      executablePath,
      kills,
      seed,
      ...(server === undefined ? {} : { database: server.victim }),
      onKill: (done) => progress.show(done, kills),
    });
    const { findings, betrayals, people } = tortured;
    if (findings.length + betrayals.length > 0 || people.journal === 0) process.exitCode = 1;
    return good(json ? JSON.stringify(tortured) : inWords(tortured));
  } finally {
    progress.stop();
    await server?.dispose();
    await app.stop();
  }
}

/**
 * Playwright throws beside every call when a page dies between two of its messages, which only a SIGKILL brings about. Whoever waits for the
 * page hears of the browser's end all the same.
 */
function outliveDeadPages(): void {
  process.on('uncaughtException', (error) => {
    if (error.message.startsWith('Cannot find parent object')) return;
    console.error(error);
    process.exit(1);
  });
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseTortureArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(USAGE);
  outliveDeadPages();
  try {
    return await torture(parsed.value);
  } catch (thrown) {
    // Browser, collector and database are other programs; any of them may refuse to start.
    return bad(`The torture could not be carried out: ${messageOf(thrown)}`);
  }
}

finish('torture', await main());
