/** Asks the registry for known faults of our dependencies. Fails on serious ones; says aloud when nobody could be asked. */
import { spawnSync } from 'node:child_process';
import { judgeAudit } from './audit-report.ts';
import { root } from './repository.ts';

const WAIT_MS = 60_000;

const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', timeout: WAIT_MS });
const { kind, message } = judgeAudit(stdout);
console.error(message);
process.exitCode = kind === 'faulty' ? 1 : 0;
