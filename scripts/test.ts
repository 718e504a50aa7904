/**
 * Every test: Vitest in Node and in a browser, those of training/ where Python has PyTorch, then Playwright against the built app. The last
 * line is the count.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { findPostgres } from './postgres.ts';
import { root, runCommand } from './repository.ts';
import { addStep, playwrightCounts, vitestCounts, type TestCounts } from './test-counts.ts';
import { findTrainingPython, runTrainingTests } from './training-tests.ts';

const NOTHING: TestCounts = { passed: 0, failed: 0 };
const reports = join(root, '.cache', 'test-reports');

/** A browser that was downloaded may lack libraries of the system, and then it does not even say its version. */
function hasBrowser(): boolean {
  const path = findChromium();
  return path !== undefined && spawnSync(path, ['--version']).status === 0;
}

/** Finds a browser or installs one; false, with a sentence on the terminal, when neither is possible. */
async function ensureBrowser(): Promise<boolean> {
  if (hasBrowser()) return true;
  console.log('No Chromium that starts was found; asking Playwright for one.');
  await runCommand('npx', ['playwright', 'install', 'chromium']);
  if (hasBrowser()) return true;
  if (process.getuid?.() === 0) {
    console.log('Playwright had none; asking the system for one.');
    await runCommand('apt-get', ['update']);
    await runCommand('apt-get', ['install', '-y', 'chromium']);
  }
  if (hasBrowser()) return true;
  console.error('The tests need a Chromium: install one, or name it in the variable CHROMIUM.');
  return false;
}

/** Finds PostgreSQL or installs it where that is possible; without it, the collector's tests fail by themselves and say so. */
async function ensurePostgres(): Promise<void> {
  if (findPostgres() !== undefined || process.getuid?.() !== 0) return;
  console.log('No PostgreSQL was found; asking the system for one.');
  await runCommand('apt-get', ['update']);
  await runCommand('apt-get', ['install', '-y', 'postgresql']);
}

function readCounts(path: string, count: (report: string) => TestCounts): TestCounts {
  return existsSync(path) ? count(readFileSync(path, 'utf8')) : NOTHING;
}

/** Tests in Node wait for disks and databases as long as they compute, so that two at once are quicker even on a small machine. */
const NODE_WORKERS = 2;

/** The projects one after the other: two browsers at once are too much for a small machine. */
async function runVitest(): Promise<TestCounts> {
  let sum = NOTHING;
  for (const project of ['node', 'dom', 'gpu']) {
    const report = join(reports, `vitest-${project}.json`);
    const exitCode = await runCommand('npx', [
      'vitest',
      'run',
      '--project',
      project,
      ...(project === 'node' ? [`--maxWorkers=${NODE_WORKERS}`] : []),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    sum = addStep(sum, readCounts(report, vitestCounts), exitCode);
  }
  return sum;
}

async function runPlaywright(): Promise<TestCounts> {
  const report = join(reports, 'playwright.json');
  const exitCode = await runCommand('npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return addStep(NOTHING, readCounts(report, playwrightCounts), exitCode);
}

/** PyTorch is not installed for this: on Debian it is 800 MB, and nothing but training/ needs it. */
async function runTraining(): Promise<TestCounts> {
  const python = findTrainingPython();
  if (python !== undefined) return runTrainingTests(python, reports);
  console.log(
    'No Python here has PyTorch: the tests of training/ are not run. `npm run test:training` installs it.',
  );
  return NOTHING;
}

async function runAll(): Promise<TestCounts> {
  if (!(await ensureBrowser())) return { passed: 0, failed: 1 };
  await ensurePostgres();
  const unit = addStep(await runVitest(), await runTraining(), 0);
  if ((await runCommand('npm', ['run', 'build'])) !== 0) {
    console.error('The build failed, so the tests against the built app did not run.');
    return addStep(unit, NOTHING, 1);
  }
  return addStep(unit, await runPlaywright(), 0);
}

if (!existsSync(join(root, '..', 'shared')))
  console.log('There is no ../shared folder: the extra checks on real footage and faces are not run.');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const { passed, failed } = await runAll();
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
