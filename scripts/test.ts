/** `npm test`: brings a browser, runs every test, and ends with the line `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

function runUnitTests(folder: string): Totals {
  const file = join(folder, 'vitest.json');
  const arguments_ = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { status } = spawnSync('npx', arguments_, { stdio: 'inherit' });
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const count = (key: string): number => {
    const value: unknown =
      typeof report === 'object' && report !== null ? Reflect.get(report, key) : undefined;
    return typeof value === 'number' ? value : 0;
  };
  const failed = count('numFailedTests') + count('numFailedTestSuites');
  return { passed: count('numPassedTests'), failed: status === 0 ? failed : Math.max(failed, 1) };
}

ensureChromium();
const folder = mkdtempSync(join(tmpdir(), 'vestibule-test-'));
const { passed, failed } = runUnitTests(folder);
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
