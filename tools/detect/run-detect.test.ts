import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/repository.ts';
import { parseDetectArguments } from './arguments.ts';
import { DETECTIONS_HEADER } from './detections.ts';
import { runDetect } from './run-detect.ts';

/** A PNG of 8193 by 1 pixels, wider than the textures that this engine may ask for. */
const WIDE_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAIAEAAAABAQAAAACx8nbzAAAAEUlEQVR42mNgGAWjYBSMXAAABAIAAWlqySsAAAAASUVORK5CYII=';

it(
  'finds the faces of a folder, and names what cannot be looked at without ending by it',
  { timeout: 90_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'detect-'));
    try {
      copyFileSync(join(root, 'public', 'demo', 'woman-00.webp'), join(folder, 'face.webp'));
      writeFileSync(join(folder, 'damaged.jpg'), 'no picture');
      writeFileSync(join(folder, 'a-wide.png'), Buffer.from(WIDE_PNG, 'base64'));
      const out = join(folder, 'detections.csv');
      const args = ['--images', folder, '--out', out, '--pad', '1.6', '--tier', 'wgsl'];
      const parsed = parseDetectArguments(args);
      if (!parsed.ok) throw new Error(parsed.message);
      const detected = await runDetect(parsed.value, () => undefined);
      const refused = [
        { file: 'a-wide.png', refusal: expect.stringContaining('takes none wider') },
        { file: 'damaged.jpg', refusal: 'not a picture that can be read' },
      ];
      expect(detected).toEqual({ ok: true, value: { pictures: 3, withFace: 1, refused } });
      const lines = readFileSync(out, 'utf8').replace(DETECTIONS_HEADER, '').trim().split('\n');
      expect(lines).toEqual([
        'a-wide.png,0,0,,,,,,,,,',
        'damaged.jpg,0,0,,,,,,,,,',
        expect.stringMatching(/^face\.webp,\d+,\d+,0\.\d+(,-?\d+\.\d+){8}$/),
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
