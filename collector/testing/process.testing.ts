import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = ['--import', 'tsx', 'collector/collector.ts'];
/** Totals of years, in bytes. */
const LONGEST_OUTPUT = 256 * 1024 * 1024;

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the real program to its end, with `input` as its standard input. */
export function runCollectorWith(input: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...program, ...args],
      { cwd: root, maxBuffer: LONGEST_OUTPUT },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : (error.code ?? null), stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}

/** Runs a command of the real program to its end. */
export function runCollector(...args: readonly string[]): Promise<Ended> {
  return runCollectorWith('', ...args);
}

/** The real program, serving. */
export interface CollectorProcess {
  readonly url: string;
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Resolves with the address that the program logs; rejects when it ends first. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const [, address] = /listening at (\w+:\/\/[\d.:]+)/.exec(log) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the collector ended${log === '' ? '' : `: ${log}`}`)));
  });
}

/** Starts the real program on a free port, with its database in `folder`. */
export async function startCollector(folder: string, ...args: readonly string[]): Promise<CollectorProcess> {
  const child = spawn(process.execPath, [...program, '--data', folder, '--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const url = await addressOf(child);
  return { url, pid: child.pid ?? NaN, kill: (signal) => void child.kill(signal), ended };
}
