/** Where `count` may write: never over a recording, and over another file only when that was asked for. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '../command-line.ts';
import { runCount } from './run-count.ts';

let folder: string;
let video: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-overlay-'));
  video = join(folder, 'door.webm');
  writeFileSync(video, 'a recording');
});
afterEach(() => rmSync(folder, { recursive: true }));

function countTo(overlay: string, force: boolean): Promise<Outcome<unknown>> {
  const given = { help: false, video, range: 'full', tier: 'wgsl', json: false, overlay, force } as const;
  return runCount(given, () => undefined);
}

test('the video itself is no place for its overlay, by whatever path', async () => {
  const link = join(folder, 'link.webm');
  symlinkSync(video, link);
  for (const path of [video, link])
    expect(await countTo(path, true)).toMatchObject({
      ok: false,
      message: expect.stringContaining('is the video itself'),
    });
  expect(readFileSync(video, 'utf8')).toBe('a recording');
});

test('a file that is there is replaced only when that is asked for', async () => {
  const overlay = join(folder, 'earlier.webm');
  writeFileSync(overlay, 'hours of work');
  expect(await countTo(overlay, false)).toEqual({
    ok: false,
    message: `${overlay} is already there; --force replaces it`,
  });
  expect(readFileSync(overlay, 'utf8')).toBe('hours of work');
});
