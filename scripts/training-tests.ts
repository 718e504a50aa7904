/** The tests of `training/`, which need a Python that has PyTorch. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from './repository.ts';
import { addStep, pytestCounts, type TestCounts } from './test-counts.ts';

/** Debian's names of all that the tests need. */
export const DEBIAN_PACKAGES = [
  'python3-torch',
  'python3-sklearn',
  'python3-numpy',
  'python3-pil',
  'python3-tqdm',
  'python3-pytest',
];

// From 2.0 on PyTorch writes no ONNX file without the package onnx, and brings none.
const IMPORTS = `import torch, numpy, PIL, tqdm, pytest
if int(torch.__version__.split(".")[0]) >= 2: import onnx`;

/** A Python that has PyTorch and the rest, or undefined: the first in the PATH, else the system's own. */
export function findTrainingPython(): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', IMPORTS], { stdio: 'ignore' }).status === 0,
  );
}

/** As `findTrainingPython`; first installs Debian's packages where there are none, that is possible, and they are fetched in time. */
export async function ensureTrainingPython(fetchTimeoutMs?: number): Promise<string | undefined> {
  const found = findTrainingPython();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  console.log('No Python with PyTorch was found; asking the system for one. That takes some minutes.');
  const install = ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES];
  const limit = fetchTimeoutMs === undefined ? {} : { timeoutMs: fetchTimeoutMs };
  await runCommand('apt-get', ['update'], {}, limit);
  // Only fetching may be cut off: packages that are half unpacked would spoil the system.
  const fetched = await runCommand('apt-get', [...install, '--download-only'], {}, limit);
  if (fetched === 0) await runCommand('apt-get', install, { DEBIAN_FRONTEND: 'noninteractive' });
  return findTrainingPython();
}

/** Runs the tests with `python`; their report is written into the folder `reports`. */
export async function runTrainingTests(python: string, reports: string): Promise<TestCounts> {
  const report = join(reports, 'pytest.xml');
  // That of an earlier run would pass for this one's.
  rmSync(report, { force: true });
  const args = [
    '-m',
    'pytest',
    '-rs',
    '-c',
    'training/pyproject.toml',
    `--junitxml=${report}`,
    'training/tests',
  ];
  const exitCode = await runCommand(python, args, {
    PYTHONPATH: join(root, 'training'),
    PYTHONDONTWRITEBYTECODE: '1',
  });
  const counts = existsSync(report) ? pytestCounts(readFileSync(report, 'utf8')) : { passed: 0, failed: 0 };
  return addStep({ passed: 0, failed: 0 }, counts, exitCode);
}
