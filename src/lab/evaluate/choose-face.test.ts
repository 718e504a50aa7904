import { expect, it } from 'vitest';
import type { Face } from '../../domain/face.ts';
import { framePx, type FrameBox } from '../../domain/geometry.ts';
import { chooseFace } from './choose-face.ts';

function box(x: number, y: number, side: number): FrameBox {
  return { x: framePx(x), y: framePx(y), width: framePx(side), height: framePx(side) };
}

function face(x: number, y: number, side: number): Face {
  return { box: box(x, y, side), keypoints: [], score: 1, logits: [0, 0] };
}

const faces = [face(0, 0, 100), face(200, 0, 60)];

it('takes the largest face where nothing says which', () => {
  expect(chooseFace(faces, undefined)).toBe(faces[0]);
  expect(chooseFace([], undefined)).toBeUndefined();
});

it('takes the face that is where the metadata says, however small', () => {
  expect(chooseFace(faces, box(190, 0, 80))).toBe(faces[1]);
  expect(chooseFace([], box(0, 0, 10))).toBeUndefined();
});

it('takes none that overlaps too little: 0.3 of both together', () => {
  // 60 x 60 wholly inside: 3600 / 11881 and 3600 / 12100.
  expect(chooseFace(faces, box(200, 0, 109))).toBe(faces[1]);
  expect(chooseFace(faces, box(200, 0, 110))).toBeUndefined();
});
