import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from '../scripts/repository.ts';
import { bad, good, type Outcome } from '../tools/command-line.ts';

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there: not installed.
    return undefined;
  }
}

/** Whether what npm installed below `bench/` is what the lock file asks for: npm keeps a copy of the lock beside it. */
function areInstalled(): boolean {
  const packagesOf = (text: string | undefined): Record<string, unknown> => {
    const lock: unknown = JSON.parse(text ?? '{}');
    const packages: unknown = Reflect.get(Object(lock), 'packages');
    return Object.fromEntries(Object.entries(Object(packages)).filter(([path]) => path !== ''));
  };
  const wanted = packagesOf(textOf(join(root, 'bench', 'package-lock.json')));
  const installed = packagesOf(textOf(join(root, 'bench', 'node_modules', '.package-lock.json')));
  return Object.entries(installed).every(
    ([path, entry]) => versionOf(entry) === versionOf(wanted[path]),
  ) && Object.keys(installed).length > 0;
}

function versionOf(entry: unknown): unknown {
  return Reflect.get(Object(entry), 'version');
}

/** Installs the libraries we are measured against below `bench/`, unless they are there. */
export async function installPeers(): Promise<Outcome<undefined>> {
  if (areInstalled()) return good(undefined);
  process.stderr.write('installing the other libraries below bench/\n');
  const exitCode = await runCommand('npm', ['ci', '--prefix', 'bench', '--loglevel', 'error']);
  return exitCode === 0 ? good(undefined) : bad('npm ci --prefix bench failed, so there is nothing to compare with');
}
