/** The tests of `training/` alone. Installs Debian's PyTorch where that is possible; the last line is the count. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from './repository.ts';
import { DEBIAN_PACKAGES, findTrainingPython, runTrainingTests } from './training-tests.ts';

/** Finds a Python with PyTorch or installs one; undefined, with a sentence on the terminal, when neither is possible. */
async function ensurePython(): Promise<string | undefined> {
  const found = findTrainingPython();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Python with PyTorch was found; asking the system for one. That takes some minutes.');
    await runCommand('apt-get', ['update']);
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES]);
  }
  const installed = findTrainingPython();
  if (installed === undefined)
    console.error(
      `The tests of training/ need Python with PyTorch: pip install -e 'training[test]', or on Debian apt-get install ${DEBIAN_PACKAGES.join(' ')}`,
    );
  return installed;
}

const reports = join(root, '.cache', 'test-reports');
mkdirSync(reports, { recursive: true });
const python = await ensurePython();
const { passed, failed } =
  python === undefined ? { passed: 0, failed: 1 } : await runTrainingTests(python, reports);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
