import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tools-'));
  writeFileSync(join(folder, 'meta.csv'), 'file,label,age,group\nmissing.jpg,man,30,a\n');
  writeFileSync(join(folder, 'bad.csv'), 'file,label,age,group\nmissing.jpg,who,30,a\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runTool(tool: string, ...args: string[]): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', `tools/${tool}/${tool}.ts`, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

function expectRefusal(result: ReturnType<typeof runTool>, reason: string): void {
  expect(result.stderr).toContain(reason);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  expect(result.stdout).toBe('');
  expect(result.status).toBe(2);
}

describe('a refusal is one line on stderr and exit status 2', { timeout: 30_000 }, () => {
  it('count', () => {
    expectRefusal(runTool('count'), 'name a video with --video FILE');
    expectRefusal(
      runTool('count', '--video', 'a.mp4', '--range', 'near'),
      '--range is one of short, full, far, not "near"',
    );
    expectRefusal(runTool('count', '--video', join(folder, 'none.mp4')), 'cannot read');
    expectRefusal(runTool('count', '--colour'), '--colour');
  });

  it('soak', () => {
    expectRefusal(runTool('soak', '--frames', '7'), '--frames is a whole number from 100, not "7"');
    expectRefusal(runTool('soak', '--range', 'wide'), '"wide"');
    expectRefusal(runTool('soak', '--size', '320'), '--size is a width and a height');
    expectRefusal(runTool('soak', '--colour'), '--colour');
  });

  it('evaluate', () => {
    const images = ['--images', folder, '--meta'];
    expectRefusal(runTool('evaluate', '--images', folder), 'name both');
    expectRefusal(runTool('evaluate', ...images, join(folder, 'meta.csv'), '--tier', 'abacus'), 'abacus');
    expectRefusal(runTool('evaluate', ...images, join(folder, 'meta.csv'), '--limit', '0'), '--limit');
    expectRefusal(runTool('evaluate', ...images, join(folder, 'none.csv')), 'cannot read');
    expectRefusal(runTool('evaluate', ...images, join(folder, 'bad.csv')), 'line 2, column label');
    expectRefusal(
      runTool('evaluate', ...images, join(folder, 'meta.csv')),
      'not one of the 1 pictures is in',
    );
  });
});

it.each(['count', 'evaluate', 'soak'])(
  '%s --help explains itself',
  (tool) => {
    const { status, stdout } = runTool(tool, '--help');
    expect(stdout).toContain(`npm run --silent ${tool}`);
    expect(status).toBe(0);
  },
  30_000,
);
