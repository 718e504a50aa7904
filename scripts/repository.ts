import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/** Paths of all files below `folder`, relative to it, with forward slashes. Throws when the folder is missing. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** When the newest of `paths` (files, or folders with all that lies below) was written, in milliseconds since 1970. */
export function newestMs(paths: readonly string[]): number {
  const times = paths.flatMap((path) => {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry === undefined) return [];
    if (!entry.isDirectory()) return [entry.mtimeMs];
    return filesBelow(path).map((file) => statSync(join(path, file)).mtimeMs);
  });
  return Math.max(0, ...times);
}

/** How `runCommand` runs a command. */
interface CommandOptions {
  readonly timeoutMs?: number;
}

/**
 * Runs a command in the root with this terminal's output, and answers its exit code; 1 when it was ended by a signal, as it is after
 * `timeoutMs`.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { timeoutMs }: CommandOptions = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
      shell: process.platform === 'win32',
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
