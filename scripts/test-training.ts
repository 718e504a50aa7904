/** The tests of `training/` alone. Installs Debian's PyTorch where that is possible; the last line is the count. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.ts';
import { DEBIAN_PACKAGES, ensureTrainingPython, runTrainingTests } from './training-tests.ts';

const reports = join(root, '.cache', 'test-reports');
mkdirSync(reports, { recursive: true });
const python = await ensureTrainingPython();
if (python === undefined)
  console.error(
    `The tests of training/ need Python with PyTorch: pip install -e 'training[test]', or on Debian apt-get install ${DEBIAN_PACKAGES.join(' ')}`,
  );
const { passed, failed } =
  python === undefined ? { passed: 0, failed: 1 } : await runTrainingTests(python, reports);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
