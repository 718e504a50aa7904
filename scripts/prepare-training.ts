/** Installs Debian's PyTorch where that is possible, so that `npm test` runs the tests of `training/` too; without it, they are not run. */
import { ensureTrainingPython } from './training-tests.ts';

/** Of each of the two steps: `.ci/run` has half an hour for everything. */
const FETCH_TIMEOUT_MS = 75_000;

if ((await ensureTrainingPython(FETCH_TIMEOUT_MS)) === undefined)
  console.log(
    'There is no PyTorch here, and it could not be installed: the tests of training/ will not be run.',
  );
