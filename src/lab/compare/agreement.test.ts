import { expect, test } from 'vitest';
import type { Appearance } from '../../domain/face.ts';
import { framePx } from '../../domain/geometry.ts';
import { addFrame, NO_AGREEMENT, type JudgedFace } from './agreement.ts';

function faceAt(x: number, y: number, side: number, appearance: Appearance): JudgedFace {
  return {
    appearance,
    box: { x: framePx(x), y: framePx(y), width: framePx(side), height: framePx(side) },
  };
}

test('faces at the same place are compared, and each by what was said of it', () => {
  const network = [
    faceAt(0, 0, 50, 'woman'),
    faceAt(100, 0, 50, 'man'),
    faceAt(200, 0, 50, 'woman'),
    faceAt(300, 0, 50, 'undetermined'),
  ];
  const classical = [
    faceAt(0, -6, 50, 'woman'),
    faceAt(100, -6, 52, 'undetermined'),
    faceAt(203, -6, 48, 'man'),
    faceAt(300, -6, 50, 'undetermined'),
  ];
  expect(addFrame(NO_AGREEMENT, network, classical)).toEqual({
    frames: 1,
    same: 2,
    oneUndetermined: 1,
    opposite: 1,
    onlyNetwork: 0,
    onlyClassical: 0,
  });
});

test('faces that only one of both finds are counted apart, over all frames', () => {
  const seen = addFrame(NO_AGREEMENT, [faceAt(0, 0, 50, 'man')], [faceAt(60, 0, 50, 'man')]);
  expect(addFrame(seen, [], [faceAt(0, 0, 20, 'man')])).toEqual({
    ...NO_AGREEMENT,
    frames: 2,
    onlyNetwork: 1,
    onlyClassical: 2,
  });
});

test('of two boxes on one face the closer is taken', () => {
  const classical = [faceAt(12, 0, 50, 'man'), faceAt(2, 0, 50, 'woman')];
  expect(addFrame(NO_AGREEMENT, [faceAt(0, 0, 50, 'woman')], classical)).toMatchObject({
    same: 1,
    opposite: 0,
    onlyClassical: 1,
  });
});
