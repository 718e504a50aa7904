import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { root } from '../scripts/repository.ts';

/** What these tests read of what `soak --json` prints. */
interface Soaked {
  readonly flat: boolean;
  readonly tier: string;
  readonly entries: number;
  readonly quantities: readonly { readonly name: string; readonly flat: boolean }[];
}

/** Frames of each tier: as many as pass the time in which windows of the last seconds fill, on a processor. */
const SOAKS = [
  { tier: 'wgsl', frames: 240, watched: 'live objects of importExternalTexture' },
  { tier: 'wasm', frames: 6_000, watched: 'heap of the worker, bytes' },
];

let running: ChildProcess | undefined;
// Where a test ran out of time, its soak would go on beside the next ones.
test.afterEach(() => void running?.kill());

for (const { tier, frames, watched } of SOAKS) {
  test(`over ${frames} frames on ${tier}, neither heaps nor the number of live GPU objects grow`, async () => {
    const soak = spawn(
      process.execPath,
      ['--import', 'tsx', 'tools/soak/soak.ts', '--frames', String(frames), '--tier', tier, '--json'],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running = soak;
    const exited = new Promise((resolve) => soak.on('exit', resolve));
    const soaked = JSON.parse(await text(soak.stdout)) as Soaked;
    expect(soaked.quantities.filter(({ flat }) => !flat)).toEqual([]);
    expect(soaked).toMatchObject({ tier, flat: true });
    expect(await exited).toBe(0);
    expect(soaked.quantities.map(({ name }) => name)).toContain(watched);
    // A loop that does nothing would be flat as well.
    expect(soaked.entries).toBeGreaterThan(0);
  });
}
