import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { root } from '../scripts/repository.ts';

/** What this test reads of what `soak --json` prints. */
interface Soaked {
  readonly frames: number;
  readonly flat: boolean;
  readonly entries: number;
  readonly quantities: readonly { readonly name: string; readonly mean: number; readonly flat: boolean }[];
}

test('over a few hundred frames, neither heaps nor the number of live GPU objects grow', async () => {
  const soak = spawn(
    process.execPath,
    ['--import', 'tsx', 'tools/soak/soak.ts', '--frames', '240', '--json'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = new Promise((resolve) => soak.on('exit', resolve));
  const soaked = JSON.parse(await text(soak.stdout)) as Soaked;
  expect(soaked.quantities.filter(({ flat }) => !flat)).toEqual([]);
  expect(soaked).toMatchObject({ frames: 240, flat: true });
  expect(await exited).toBe(0);
  // A loop that does nothing would be flat as well.
  expect(soaked.entries).toBeGreaterThan(0);
  const names = soaked.quantities.map(({ name }) => name);
  expect(names).toContain('heap of the worker, bytes');
  expect(names).toContain('live objects of importExternalTexture');
});
