import { expect, test } from 'vitest';
import { parseDetectArguments } from './arguments.ts';
import { detectedFiles, detectionLines, DETECTIONS_HEADER } from './detections.ts';

const FACE = {
  score: 0.91234,
  box: [1, -2.5, 30, 31],
  rightEye: [8, 9],
  leftEye: [20.12345, 9.5],
} as const;

test('a picture is a line for each face, or one without numbers', () => {
  const lines = detectionLines([
    { file: 'a, b/"c".jpg', width: 200, height: 100, faces: [FACE, FACE] },
    { file: 'none.jpg', width: 9, height: 8, faces: [] },
  ]);
  const face = '"a, b/""c"".jpg",200,100,0.9123,1.000,-2.500,30.000,31.000,8.000,9.000,20.123,9.500';
  expect(lines).toBe(`${face}\n${face}\nnone.jpg,9,8,,,,,,,,,\n`);
  expect(detectedFiles(DETECTIONS_HEADER + lines, 'f.csv')).toEqual({
    ok: true,
    value: new Set(['a, b/"c".jpg', 'none.jpg']),
  });
});

test.each([
  ['file,label\na,man\n', 'f.csv is there and is no file of detections'],
  [`${DETECTIONS_HEADER}a.jpg,200,1`, 'f.csv is damaged'],
])('does not go on with %j', (text, message) => {
  const outcome = detectedFiles(text, 'f.csv');
  expect(outcome.ok ? '' : outcome.message).toContain(message);
});

test.each([
  [['--out', 'f.csv'], 'name both --images DIR and --out FILE.csv'],
  [['--images', 'd', '--out', 'f.csv', '--pad', '0.5'], '--pad is a number from 1 to 4, not "0.5"'],
  [['--faces', 'd'], "Unknown option '--faces'"],
])('refuses %j', (args, message) => {
  const outcome = parseDetectArguments(args);
  expect(outcome.ok ? '' : outcome.message).toContain(message);
});
