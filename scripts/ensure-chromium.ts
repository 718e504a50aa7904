import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.ts';

function run(command: string, ...commandArguments: string[]): boolean {
  console.error(`> ${command} ${commandArguments.join(' ')}`);
  return spawnSync(command, commandArguments, { stdio: 'inherit' }).status === 0;
}

/** Makes sure that there is a Chromium: one already here, else Playwright's, else Debian's package. Ends the process with a clear line when none can be had. */
export function ensureChromium(): void {
  if (findChromium() !== undefined) return;
  if (run('npx', 'playwright', 'install', 'chromium') && findChromium() !== undefined) return;
  if (process.getuid?.() === 0) {
    run('apt-get', 'update');
    run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
  }
  if (findChromium() !== undefined) return;
  console.error(
    'No Chromium was found and none could be installed. Install one, or name it in the variable CHROMIUM.',
  );
  process.exit(2);
}
