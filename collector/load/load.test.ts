import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../testing/stores.testing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Nobody listens there. */
const NO_DATABASE = 'postgresql://127.0.0.1:1/none';

test(
  'says in words that the collector did not start, and leaves nothing behind',
  { timeout: 60_000 },
  async () => {
    const { folder, remove } = testFolder();
    onTestFinished(remove);
    const env = { ...process.env, DATABASE_URL: NO_DATABASE, TMPDIR: folder };
    const { exitCode, stderr } = await new Promise<{ exitCode: unknown; stderr: string }>((resolve) => {
      const args = ['--import', 'tsx', 'collector/load/load.ts'];
      execFile(process.execPath, args, { cwd: root, env }, (error, _stdout, text) =>
        resolve({ exitCode: error?.code, stderr: text }),
      );
    });
    expect(stderr).toMatch(
      /^collector: .*DATABASE_URL cannot be opened.*\ncollector:load: the collector ended\n$/,
    );
    expect(exitCode).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith('collector-load'))).toEqual([]);
  },
);
