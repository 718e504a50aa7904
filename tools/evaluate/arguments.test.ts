import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METADATA_FORMATS } from '../../src/domain/metadata-format.ts';
import { parseEvaluateArguments } from './arguments.ts';

import { readSelection } from './read-selection.ts';
import { checkReport, writeReport } from './report-file.ts';

function metadataOf(...args: string[]): unknown {
  const parsed = parseEvaluateArguments(['--images', 'faces', ...args]);
  return parsed.ok ? parsed.value.metadata : parsed.message;
}

describe('parseEvaluateArguments', () => {
  it.each([
    ['data/imdb.mat', 'imdb'],
    ['data/wiki.MAT', 'wiki'],
    ['wiki/faces.mat', 'imdb'],
    ['imdb.csv', 'csv'],
  ])('takes %s for %s', (meta, format) => {
    expect(metadataOf('--meta', meta)).toEqual({ format, meta, filter: { faceScoreAbove: 3 } });
  });

  it('believes --format and thresholds more', () => {
    expect(
      metadataOf(
        '--meta',
        'faces.mat',
        '--format',
        'wiki',
        '--face-score-above=-2',
        '--second-face-score-up-to=0',
      ),
    ).toEqual({ format: 'wiki', meta: 'faces.mat', filter: { faceScoreAbove: -2, secondFaceScoreUpTo: 0 } });
  });

  it('needs no metadata file for UTKFace, and takes none', () => {
    expect(metadataOf('--format', 'utkface')).toMatchObject({ format: 'utkface', meta: '' });
    expect(metadataOf('--format', 'utkface', '--meta', 'a.csv')).toContain('leave out --meta');
  });

  it.each([
    [['--meta', 'a.csv', '--format', 'xml'], `--format is one of ${METADATA_FORMATS.join(', ')}, not "xml"`],
    [['--meta', 'a.mat', '--face-score-above', 'high'], '--face-score-above is a number, not "high"'],
    [['--meta', 'a.csv', '--face-px', '20'], '--face-px reduces crops'],
    [['--meta', 'a.csv', '--crops', '--face-px', 'small'], '--face-px is a number of pixels, not "small"'],
    [['--format', 'imdb'], 'name both --images DIR and --meta FILE'],
  ])('refuses %j', (args, message) => {
    expect(metadataOf(...args)).toContain(message);
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  const page = join(folder, 'report.html');

  it('a report replaces nothing unasked, and needs its folder', async () => {
    expect(await checkReport(page, false)).toBeUndefined();
    expect(await writeReport(page, false, 'first')).toBeUndefined();
    expect(await checkReport(page, false)).toBe(`${page} is already there; --force replaces it`);
    expect(await writeReport(page, false, 'second')).toContain('cannot write');
    expect(readFileSync(page, 'utf8')).toBe('first');
    expect(await checkReport(page, true)).toBeUndefined();
    expect(await writeReport(page, true, 'third')).toBeUndefined();
    expect(readFileSync(page, 'utf8')).toBe('third');
    expect(await checkReport(join(folder, 'none', 'report.html'), false)).toContain('cannot write');
  });

  it('a folder of UTKFace is searched, and says why it has no pictures', async () => {
    const options = { format: 'utkface', meta: '', filter: { faceScoreAbove: 3 } } as const;
    expect(await readSelection(folder, options, {})).toMatchObject({
      message: `${folder}: none of 1 rows can be used (1 not a picture by its name)`,
    });
    writeFileSync(join(folder, '30_1_2_2017.jpg'), '');
    expect(await readSelection(folder, options, {})).toMatchObject({
      value: { pictures: [{ file: '30_1_2_2017.jpg', label: 'woman' }], rows: 2, dropped: { kind: 1 } },
    });
    rmSync(folder, { recursive: true });
    expect(await readSelection(folder, options, {})).toMatchObject({
      message: expect.stringContaining(`cannot read ${folder}`),
    });
  });
});
