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

/** Versions by path below `bench/`, as a lock file names them. */
function versionsOf(lockFile: string): Map<string, unknown> {
  const lock: unknown = JSON.parse(textOf(join(root, 'bench', lockFile)) ?? '{}');
  const packages = Object.entries(Object(Reflect.get(Object(lock), 'packages')));
  return new Map(packages.map(([path, entry]) => [path, Reflect.get(Object(entry), 'version')]));
}

/** The libraries that `bench/package.json` names, as a lock file calls them. */
function namedPeers(): readonly string[] {
  const described: unknown = JSON.parse(textOf(join(root, 'bench', 'package.json')) ?? '{}');
  const names = Object.keys(Object(Reflect.get(Object(described), 'dependencies')));
  return names.map((name) => `node_modules/${name}`);
}

/** Whether what npm installed is what the lock file asks for: npm leaves a copy of the lock beside it, without what this system skips. */
function areInstalled(): boolean {
  const wanted = versionsOf('package-lock.json');
  const installed = versionsOf('node_modules/.package-lock.json');
  return (
    namedPeers().every((path) => installed.has(path)) &&
    [...installed].every(([path, version]) => wanted.get(path) === version)
  );
}

/** Installs the libraries we are measured against below `bench/`, unless they are there. */
export async function installPeers(): Promise<Outcome<undefined>> {
  if (areInstalled()) return good(undefined);
  process.stderr.write('installing the other libraries below bench/\n');
  const exitCode = await runCommand('npm', ['ci', '--prefix', 'bench', '--silent']);
  return exitCode === 0
    ? good(undefined)
    : bad('npm ci --prefix bench failed, so there is nothing to compare with');
}
